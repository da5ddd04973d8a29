import PIIScrubbing

/// Finds things in a text of any length, with their lines and columns.
struct TextFindings: Sendable {
    let engine: Engine
    let options: ReportOptions
    let onLimit: LimitPolicy
    let takesBinary: Bool
    let statistics: Statistics

    /// - Parameter isIncomplete: told of a part that could not be scanned, where that is no reason to stop.
    func run(
        _ source: InputSource,
        _ parallel: Parallel,
        isIncomplete: (InputError) -> Void,
        write: (_ report: [UInt8], _ findings: FindingCounts) throws -> Void
    ) throws {
        let renderer = ReportRenderer(options, input: source, engine: engine)
        var position = TextPosition()
        try TextWork(source: source, takesBinary: takesBinary, parallel: parallel).run(
            begin: { slab in
                defer { slab.bytes.withUnsafeBufferPointer { position.advance(over: $0) } }
                return FindingsPass(engine, renderer, beginning: slab, at: position)
            },
            take: { product in
                statistics.add(bytes: product.bytes, findings: product.findings)
                try write(product.report, product.findings)
                if let failure = product.failure {
                    let error = InputError(input: source.name, reason: "cannot be scanned to its end: \(failure)")
                    guard onLimit == .replace else { throw error }
                    isIncomplete(error)
                }
            }
        )
    }
}

import PIIScrubbing

/// Finds things in a text of any length, with their lines and columns.
struct TextFindings: Sendable {
    let engine: Engine
    let kinds: FindingKinds
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
        let renderer = ReportRenderer(options, input: source, kinds: kinds)
        guard !engine.hasRecognizers else {
            return try runWhole(source, renderer, isIncomplete: isIncomplete, write: write)
        }
        var position = TextPosition()
        try TextWork(source: source, takesBinary: takesBinary, parallel: parallel).run(
            begin: { slab in
                defer { slab.bytes.withUnsafeBufferPointer { position.advance(over: $0) } }
                return FindingsPass(engine, kinds, renderer, beginning: slab, at: position)
            },
            take: { product in
                statistics.add(bytes: product.bytes, findings: product.findings)
                try write(product.report, product.findings)
                if let failure = product.failure {
                    try report(failure, of: source, isIncomplete)
                }
            }
        )
    }

    private func runWhole(
        _ source: InputSource,
        _ renderer: ReportRenderer,
        isIncomplete: (InputError) -> Void,
        write: (_ report: [UInt8], _ findings: FindingCounts) throws -> Void
    ) throws {
        let text = try WholeText(source: source, takesBinary: takesBinary).read(
            upTo: engine.set.limits.maximumTextBytes
        )
        let result = Scrubber(engine).result(of: text)
        let matches = kinds.matches(result.findings)
        var position = TextPosition()
        let report = renderer.report(matches, in: text, of: text.indices, from: &position)
        let counts = FindingCounts(matches, kinds)
        statistics.add(bytes: text.count, findings: counts)
        try write(report, counts)
        if let failure = result.status.failure { try self.report(failure, of: source, isIncomplete) }
    }

    private func report(_ failure: ScanFailure, of source: InputSource, _ isIncomplete: (InputError) -> Void) throws {
        let error = InputError(input: source.name, reason: "cannot be scanned to its end: \(failure)")
        guard onLimit == .replace else { throw error }
        isIncomplete(error)
    }
}

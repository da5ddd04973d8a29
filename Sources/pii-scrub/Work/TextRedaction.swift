import PIIScrubbing

/// Redacts a text of any length, piece by piece.
struct TextRedaction {
    let engine: Engine
    let onLimit: LimitPolicy
    let takesBinary: Bool
    let parallel: Parallel
    let statistics: Statistics

    func run(_ source: InputSource, write: ([UInt8]) throws -> Void) throws {
        let fresh = ChunkedScrubber(engine)
        try TextWork(source: source, takesBinary: takesBinary, parallel: parallel).run(
            begin: { fresh.begun(with: $0) },
            take: { output in
                if let failure = output.failure, onLimit == .fail {
                    throw InputError(input: source.name, reason: Self.explain(failure))
                }
                statistics.add(
                    bytes: output.decided.count,
                    findings: FindingCounts(output.matches, engine),
                    replaced: output.failure == nil ? 0 : 1
                )
                try write(output.bytes)
            }
        )
    }

    static func explain(_ failure: ScanFailure) -> String {
        "cannot be scanned to its end: \(failure); nothing that was not scanned is written "
            + "(--on-limit replace puts the replacement in its place)"
    }
}

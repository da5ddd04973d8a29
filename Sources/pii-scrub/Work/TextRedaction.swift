import PIIScrubbing

/// Redacts a text of any length, piece by piece.
struct TextRedaction {
    let engine: Engine
    let kinds: FindingKinds
    let onLimit: LimitPolicy
    let takesBinary: Bool
    let parallel: Parallel
    let statistics: Statistics

    func run(_ source: InputSource, write: ([UInt8]) throws -> Void) throws {
        guard !engine.hasRecognizers else { return try runWhole(source, write: write) }
        let fresh = ChunkedScrubber(engine)
        try TextWork(source: source, takesBinary: takesBinary, parallel: parallel).run(
            begin: { fresh.begun(with: $0) },
            take: { output in
                if let failure = output.failure, onLimit == .fail {
                    throw InputError(input: source.name, reason: Self.explain(failure))
                }
                statistics.add(
                    bytes: output.decided.count,
                    findings: FindingCounts(output.matches, kinds),
                    replaced: output.failure == nil ? 0 : 1
                )
                try write(output.bytes)
            }
        )
    }

    private func runWhole(_ source: InputSource, write: ([UInt8]) throws -> Void) throws {
        let text = try WholeText(source: source, takesBinary: takesBinary).read(
            upTo: engine.set.limits.maximumTextBytes
        )
        let result = Scrubber(engine).result(of: text)
        var isReplaced = false
        if case .replaced(let failure) = result.status {
            guard onLimit == .replace else { throw InputError(input: source.name, reason: Self.explain(failure)) }
            isReplaced = true
        }
        statistics.add(
            bytes: text.count,
            findings: FindingCounts(kinds.matches(result.findings), kinds),
            replaced: isReplaced ? 1 : 0,
            patternsOnly: result.status.isPatternsOnly ? 1 : 0
        )
        try write(result.output)
    }

    static func explain(_ failure: ScanFailure) -> String {
        "cannot be scanned to its end: \(failure); nothing that was not scanned is written "
            + "(--on-limit replace puts the replacement in its place)"
    }
}

import PIIScrubbing

/// Finds things in a text of any length, with their lines and columns.
struct TextFindings: Sendable {
    let engine: Engine
    let onLimit: LimitPolicy
    let takesBinary: Bool
    let showsMatches: Bool
    let statistics: Statistics

    /// - Parameter isIncomplete: told of a part that could not be scanned, where that is no reason to stop.
    func run(
        _ source: InputSource,
        isIncomplete: (InputError) -> Void,
        report: (Report) throws -> Void
    ) throws {
        var scrubber = ChunkedScrubber(engine)
        var tracker = PositionTracker()
        func pass(_ output: ChunkedScrubber.Output, bytes: Int) throws {
            statistics.add(bytes: bytes, findings: output.findings)
            for finding in output.findings {
                let start = tracker.position(at: finding.range.lowerBound)
                let found = showsMatches ? tracker.bytes(count: finding.range.count) : []
                let end = tracker.position(at: finding.range.upperBound)
                let match = showsMatches ? String(decoding: found, as: UTF8.self) : nil
                try report(Report(input: source.name, finding: finding, start: start, end: end, match: match))
            }
            _ = tracker.position(at: output.decided.upperBound)
            if let failure = output.failure {
                let error = InputError(input: source.name, reason: "cannot be scanned to its end: \(failure)")
                guard onLimit == .replace else { throw error }
                isIncomplete(error)
            }
        }
        try source.read { piece, isFirst in
            if isFirst, !takesBinary {
                try source.refuseBinary(piece)
            }
            tracker.append(piece)
            try pass(scrubber.append(piece), bytes: piece.count)
        }
        try pass(scrubber.finish(), bytes: 0)
    }
}

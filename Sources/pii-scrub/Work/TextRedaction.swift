import PIIScrubbing

/// Redacts a text of any length, piece by piece.
struct TextRedaction {
    let engine: Engine
    let onLimit: LimitPolicy
    let takesBinary: Bool
    let statistics: Statistics

    func run(_ source: InputSource, write: ([UInt8]) throws -> Void) throws {
        var scrubber = ChunkedScrubber(engine)
        func pass(_ output: ChunkedScrubber.Output, bytes: Int) throws {
            if let failure = output.failure, onLimit == .fail {
                throw InputError(input: source.name, reason: Self.explain(failure))
            }
            statistics.add(bytes: bytes, findings: output.findings, replaced: output.failure == nil ? 0 : 1)
            try write(output.bytes)
        }
        try source.read { piece, isFirst in
            if isFirst, !takesBinary {
                try source.refuseBinary(piece)
            }
            try pass(scrubber.append(piece), bytes: piece.count)
        }
        try pass(scrubber.finish(), bytes: 0)
    }

    static func explain(_ failure: ScanFailure) -> String {
        "cannot be scanned to its end: \(failure); nothing that was not scanned is written "
            + "(--on-limit replace puts the replacement in its place)"
    }
}

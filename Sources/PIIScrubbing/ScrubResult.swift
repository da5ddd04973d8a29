/// A scrubbed text with what was found in it.
public struct ScrubResult<Output: Sendable>: Sendable {
    /// What may be passed on.
    public let output: Output
    /// What was found in the input, sorted and disjoint; empty where the input could not be scanned, and without what a
    /// failed recognizer would have found.
    public let findings: [Finding]
    public let status: ScrubStatus
}

/// Whether a text was scanned to its end.
public enum ScrubStatus: Sendable, Hashable {
    /// All of it was scanned.
    case complete
    /// What patterns find is redacted, but a recognizer that worked before failed: names may be in the output. Only where
    /// ``ScrubberConfiguration/recognizerFailure`` asks for it; one that is not installed is told by a warning alone.
    case patternsOnly(ScanFailure)
    /// It was not, so the output is the replacement alone.
    case replaced(ScanFailure)

    /// Why not all of it was scanned; nil where it was.
    package var failure: ScanFailure? {
        switch self {
        case .complete: nil
        case .patternsOnly(let failure), .replaced(let failure): failure
        }
    }

    package var isPatternsOnly: Bool {
        if case .patternsOnly = self { true } else { false }
    }
}

/// Why a text could not be scanned to its end. What was not scanned must not be passed on.
public enum ScanFailure: Error, Sendable, Hashable {
    /// A bound of ``ScrubberLimits`` was reached, by the named pattern where one was running.
    case limit(ScanLimit, pattern: String?)
    /// A pattern could not be made ready.
    case patternUnavailable(String)
    /// A recognizer failed; the text is what a recognizer says of itself, never of its input.
    case recognizerFailed(name: String, reason: String)
    /// There was no memory to scan with.
    case outOfMemory
}

extension ScanFailure: CustomStringConvertible {
    public var description: String {
        switch self {
        case .limit(let limit, let pattern?): "\(limit) by pattern '\(pattern)'"
        case .limit(let limit, nil): "\(limit)"
        case .patternUnavailable(let name): "pattern '\(name)' does not compile with this PCRE2"
        case .recognizerFailed(let name, let reason): "recognizer '\(name)' failed: \(reason)"
        case .outOfMemory: "out of memory"
        }
    }
}

/// What one run of a regex over a subject came to.
package enum SearchOutcome: Equatable {
    /// A match: the whole of it and the sensitive group in it.
    case match(whole: Range<Int>, group: Range<Int>)
    /// The end of the subject was reached while a match that starts at this offset was still possible.
    case partial(start: Int)
    /// No match from the given offset on.
    case none
    /// The run ended without an answer. Never to be read as `none`.
    case stopped(ScanLimit)
}

/// A bound that a scan ran into.
public enum ScanLimit: Sendable, Hashable {
    /// The regex needed more backtracking than ``ScrubberLimits/matchLimit`` allows.
    case matchLimit
    /// The regex needed more memory for backtracking than it may have.
    case memory
    /// The regex of a deployment needed longer than ``ScrubberLimits/patternTime`` allows.
    case time
    /// The text is longer than ``ScrubberLimits/maximumTextBytes``.
    case textSize
    /// PCRE2 gave the error with this number.
    case engine(code: Int)
}

extension ScanLimit: CustomStringConvertible {
    public var description: String {
        switch self {
        case .matchLimit: "match limit reached"
        case .memory: "backtracking memory used up"
        case .time: "time for one pattern used up"
        case .textSize: "text longer than the maximum"
        case .engine(let code): "PCRE2 error \(code)"
        }
    }
}

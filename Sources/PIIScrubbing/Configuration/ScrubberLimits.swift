/// The bounds of scanning. Reaching one is a status of its own, never "nothing found".
public struct ScrubberLimits: Sendable, Hashable {
    /// Backtracking steps of one regex from one starting point.
    public var matchLimit: Int
    /// The longest text that is scanned as a whole, in UTF-8 bytes.
    public var maximumTextBytes: Int
    /// The time that one pattern of a deployment may take for one text; a microsecond for each byte comes on top.
    /// Built-in patterns are linear and need no such bound.
    public var patternTime: Duration

    public init(
        matchLimit: Int = 200_000,
        maximumTextBytes: Int = 64 << 20,
        patternTime: Duration = .seconds(1)
    ) {
        self.matchLimit = max(1, matchLimit)
        self.maximumTextBytes = max(0, maximumTextBytes)
        self.patternTime = patternTime
    }

    /// More would take sums of time out of range.
    private static let longestTime = Duration.seconds(86_400)

    func time(forBytes count: Int) -> Duration {
        max(.zero, min(patternTime, Self.longestTime)) + .microseconds(count)
    }
}

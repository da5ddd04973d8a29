import Foundation

/// When something that failed is tried again: exponential back-off with jitter, or as the receiver asks.
struct Backoff {
    private static let first = 0.5
    private static let longest = 5.0
    /// A receiver that asks for more is asked again after this.
    private static let longestAsked = Duration.seconds(300)

    private var failures = 0

    /// How long to wait before the next attempt.
    mutating func next(asked: Duration?) -> Duration {
        let ceiling = min(Self.longest, Self.first * pow(2, Double(failures)))
        failures = min(failures + 1, 16)
        // At least half of it, so that many processes do not come back at once, nor one at once.
        let own = Duration.seconds(Double.random(in: ceiling / 2...ceiling))
        guard let asked else { return own }
        // A date of a clock that is behind must not mean "at once".
        return max(min(asked, Self.longestAsked), own)
    }
}

/// The header of RFC 9110, section 10.2.3: seconds, or a date.
enum RetryAfter {
    static func delay(_ text: String) -> Duration? {
        let text = text.trimmingCharacters(in: .whitespaces)
        if let seconds = Int(text) { return .seconds(max(0, min(seconds, 86_400))) }
        guard let date = try? Date(text, strategy: format) else { return nil }
        return .seconds(max(0, min(date.timeIntervalSinceNow, 86_400)))
    }

    private static let format = Date.VerbatimFormatStyle(
        format: """
            \(weekday: .abbreviated), \(day: .twoDigits) \(month: .abbreviated) \(year: .defaultDigits) \
            \(hour: .twoDigits(clock: .twentyFourHour, hourCycle: .zeroBased)):\(minute: .twoDigits):\
            \(second: .twoDigits) GMT
            """,
        locale: Locale(identifier: "en_US_POSIX"),
        timeZone: .gmt,
        calendar: Calendar(identifier: .gregorian)
    ).parseStrategy
}

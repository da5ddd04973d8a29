/// Something a deployment should know of, though scrubbing goes on.
public struct ScrubberWarning: Sendable, Hashable, CustomStringConvertible {
    public let description: String

    init(_ description: String) {
        self.description = description
    }

    static let presidioMissing = ScrubberWarning(
        "use_presidio is set, but no recognizer is attached: names and places are not detected, patterns go on"
    )

    static func recognizerUnavailable(_ name: String, _ reason: String) -> ScrubberWarning {
        ScrubberWarning("recognizer '\(name)' is unavailable and does nothing: \(reason)")
    }
}

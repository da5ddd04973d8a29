/// Something a deployment should know of, though scrubbing goes on.
public struct ScrubberWarning: Sendable, Hashable, CustomStringConvertible {
    public let description: String
    /// What it is about: of one thing is warned once.
    let subject: String

    init(_ description: String, about subject: String? = nil) {
        self.description = description
        self.subject = subject ?? description
    }

    static let presidioMissing = ScrubberWarning(
        "use_presidio is set, but no recognizer is attached: names and places are not detected, patterns go on; give the scrubber a PresidioRecognizer(configuration) of the module PIIPresidio"
    )

    static func recognizerUnavailable(_ name: String, _ reason: String) -> ScrubberWarning {
        ScrubberWarning(
            "recognizer '\(name)' is unavailable and does nothing: \(reason)",
            about: "recognizer '\(name)'"
        )
    }
}

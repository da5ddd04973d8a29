// What exporters need of the SDK.
extension Botanu {
    /// What an error says of itself, scrubbed.
    package static func scrubbedDescription(of error: any Error) -> String {
        Runtime.current.scrubber.cleanDescription(of: error)
    }

    /// Scrubs a string for the log.
    package static func scrubbedForLog(_ text: String) -> String { Runtime.current.clean(text) }

    /// What the last gate scrubs with; nil unless the configuration asks for it.
    ///
    /// It keeps what it was given: a span is exported with the configuration that was there when exporting started.
    package static var exportScrubber: (@Sendable (String) -> String)? {
        let runtime = Runtime.current
        guard runtime.config.scrubbingScope == .all else { return nil }
        return { runtime.scrubber.exported($0) }
    }
}

// What exporters need of the SDK.
extension Botanu {
    /// What an error says of itself, scrubbed.
    package static func scrubbedDescription(of error: any Error) -> String {
        Runtime.current.scrubber.cleanDescription(of: error)
    }

    /// Scrubs a string for the log.
    package static func scrubbedForLog(_ text: String) -> String { Runtime.current.clean(text) }

    /// What strings pass on their way out, with the configuration that is there now.
    package static var exportScrubber: ExportScrubber { ExportScrubber(Runtime.current) }
}

/// Scrubs and cuts the strings of spans on their way out.
///
/// It keeps the configuration it was made with: a span is exported with the one that was there when exporting started.
package struct ExportScrubber: Sendable {
    private let scrubber: TelemetryScrubber
    /// Whether strings of all libraries are scrubbed (`eval.pii.scope: all`).
    package let scrubsAll: Bool

    init(_ runtime: Runtime) {
        scrubber = runtime.scrubber
        scrubsAll = runtime.config.scrubbingScope == .all
    }

    /// A string of any library as it may be exported, whole.
    package func scrubbed(_ text: String) -> String { scrubber.exported(text) }

    /// The same, before metrics are set up: what is found is not counted.
    package func scrubbedUncounted(_ text: String) -> String { scrubber.exportedUncounted(text) }

    /// At most so many Unicode scalars. What stands in place of a finding is kept whole or not at all.
    package func cut(_ text: String, to scalars: Int) -> String { scrubber.cut(text, to: scalars) }
}

import BotanuSDK
import Tracing

/// Scrubs every string of a span on its way out, whoever wrote it. What the SDK itself joins spans by stays: it is made
/// here, and known by its shape.
struct LastGate: Sendable {
    private let scrubber: ExportScrubber
    private var isCounted = true

    /// Nil unless the configuration asks for it.
    init?(_ scrubber: ExportScrubber) {
        guard scrubber.scrubsAll else { return nil }
        self.scrubber = scrubber
    }

    /// The same for what passes before metrics are set up: instruments that are made now would lead nowhere.
    var uncounted: LastGate {
        var gate = self
        gate.isCounted = false
        return gate
    }

    func scrub(_ text: String) -> String { isCounted ? scrubber.scrubbed(text) : scrubber.scrubbedUncounted(text) }

    func clean(_ span: inout FinishedSpan) {
        span.name = scrub(span.name)
        clean(&span.traceState)
        clean(&span.attributes)
        for index in span.events.indices {
            span.events[index].name = scrub(span.events[index].name)
            clean(&span.events[index].attributes)
        }
        for index in span.links.indices {
            clean(&span.links[index].traceState)
            clean(&span.links[index].attributes)
        }
        if let status = span.status, let message = status.message {
            span.status = SpanStatus(code: status.code, message: scrub(message))
        }
    }

    /// What came with a call is of no use in part.
    private func clean(_ state: inout String?) {
        if let text = state, scrub(text) != text { state = nil }
    }

    func clean(_ attributes: inout [CollectedAttribute]) {
        for index in attributes.indices {
            let name = attributes[index].name
            if AttributeName.isExportedAsGiven(name) { continue }
            if case .string(let text) = attributes[index].value, AttributeName.isExportedAsGiven(name, text) {
                continue
            }
            attributes[index].name = scrub(name)
            attributes[index].value = attributes[index].value.scrubbed(scrub, describe: { scrub("\($0)") })
        }
        // Two names may have become one.
        LastOfEachName.keep(in: &attributes)
    }
}

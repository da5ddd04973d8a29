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
            clean(&attributes[index].value)
        }
        // Two names may have become one.
        LastOfEachName.keep(in: &attributes)
    }

    private func clean(_ value: inout SpanAttribute) {
        switch value {
        case .string(let text): value = .string(scrub(text))
        case .stringArray(let texts): value = .stringArray(texts.map(scrub))
        case .stringConvertible(let other): value = .string(scrub("\(other)"))
        case .stringConvertibleArray(let others): value = .stringArray(others.map { scrub("\($0)") })
        // A number can be a card's.
        case .int32(let number): clean(&value, "\(number)")
        case .int64(let number): clean(&value, "\(number)")
        case .double(let number): clean(&value, Self.digits(number))
        case .int32Array(let numbers): clean(&value, numbers.map { "\($0)" })
        case .int64Array(let numbers): clean(&value, numbers.map { "\($0)" })
        case .doubleArray(let numbers): clean(&value, numbers.map(Self.digits))
        default: break
        }
    }

    /// A whole number as it is written without a fraction: decoders make such numbers of all others.
    private static func digits(_ number: Double) -> String {
        Int64(exactly: number).map { "\($0)" } ?? "\(number)"
    }

    private func clean(_ value: inout SpanAttribute, _ digits: String) {
        guard digits.utf8.count >= Self.shortest else { return }
        let clean = scrub(digits)
        if clean != digits { value = .string(clean) }
    }

    private func clean(_ value: inout SpanAttribute, _ numbers: [String]) {
        guard numbers.contains(where: { $0.utf8.count >= Self.shortest }) else { return }
        let clean = numbers.map(scrub)
        if clean != numbers { value = .stringArray(clean) }
    }

    /// Digits that the shortest number to redact has, or fewer.
    private static let shortest = 7
}

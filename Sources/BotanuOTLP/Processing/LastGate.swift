import BotanuSDK
import Tracing

/// Scrubs every string of a span on its way out, whoever wrote it.
///
/// Identifiers and words of a fixed vocabulary stay, by their keys: they have nothing to hide, and what is joined by them
/// must still be.
struct LastGate: Sendable {
    let scrub: @Sendable (String) -> String

    func clean(_ span: inout FinishedSpan) {
        span.name = scrub(span.name)
        clean(&span.attributes)
        for index in span.events.indices {
            span.events[index].name = scrub(span.events[index].name)
            clean(&span.events[index].attributes)
        }
        for index in span.links.indices { clean(&span.links[index].attributes) }
        if let status = span.status, let message = status.message {
            span.status = SpanStatus(code: status.code, message: scrub(message))
        }
    }

    func clean(_ attributes: inout [FinishedSpan.Attribute]) {
        for index in attributes.indices where !AttributeName.exportedAsGiven.contains(attributes[index].name) {
            attributes[index].name = scrub(attributes[index].name)
            clean(&attributes[index].value)
        }
    }

    private func clean(_ value: inout SpanAttribute) {
        switch value {
        case .string(let text): value = .string(scrub(text))
        case .stringArray(let texts): value = .stringArray(texts.map(scrub))
        case .stringConvertible(let other): value = .string(scrub("\(other)"))
        case .stringConvertibleArray(let others): value = .stringArray(others.map { scrub("\($0)") })
        // A number can be a card's.
        case .int64(let number): clean(&value, "\(number)")
        case .double(let number): clean(&value, Int64(exactly: number).map { "\($0)" } ?? "\(number)")
        case .int64Array(let numbers): clean(&value, numbers.map { "\($0)" })
        case .doubleArray(let numbers):
            clean(&value, numbers.map { number in Int64(exactly: number).map { "\($0)" } ?? "\(number)" })
        default: break
        }
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

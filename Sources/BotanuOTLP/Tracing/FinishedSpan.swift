import BotanuSDK
import Tracing

/// An ended span, as exporters get it.
struct FinishedSpan: Sendable {
    let context: SpanContext
    var traceState: String?
    let parent: SpanContext?
    let kind: SpanKind
    /// Nanoseconds since 1970.
    let start: UInt64
    let end: UInt64
    /// Where it was started: a module, a slash, a file.
    let fileID: String
    var name: String
    var attributes: [Attribute]
    let droppedAttributes: Int
    var events: [Event]
    let droppedEvents: Int
    var links: [Link]
    let droppedLinks: Int
    var status: SpanStatus?

    typealias Attribute = CollectedAttribute

    struct Event: Sendable {
        var name: String
        let time: UInt64
        var attributes: [Attribute]
        let droppedAttributes: Int
    }

    struct Link: Sendable {
        let context: SpanContext
        var traceState: String?
        var attributes: [Attribute]
        let droppedAttributes: Int
    }
}

import BotanuSDK
import Synchronization
public import Tracing

/// Keeps ended spans in memory, as they would be sent: for tests. A process can be enabled once, so that tests share one;
/// spans are there after ``Botanu/flush(within:)``.
public final class InMemoryExporter: SpanExporter {
    /// A span as it would be sent.
    public struct Span: Sendable {
        public let name: String
        public let context: SpanContext
        public let parentID: SpanID?
        public let kind: SpanKind
        /// Nanoseconds since 1970.
        public let start: UInt64
        public let end: UInt64
        public let attributes: [String: SpanAttribute]
        public let events: [(name: String, attributes: [String: SpanAttribute])]
        public let links: [SpanContext]
        public let status: SpanStatus?
    }

    private let kept = Mutex<[Span]>([])

    public init() {}

    /// What was exported so far. Spans come after ``Botanu/flush(within:)``.
    public var spans: [Span] { kept.withLock { $0 } }

    func export(_ spans: [FinishedSpan]) async -> ExportOutcome {
        kept.withLock { kept in kept += spans.map(Span.init) }
        return ExportOutcome(exported: spans.count)
    }
}

extension InMemoryExporter.Span {
    fileprivate init(_ span: FinishedSpan) {
        func values(_ attributes: [FinishedSpan.Attribute]) -> [String: SpanAttribute] {
            Dictionary(attributes.map { ($0.name, $0.value) }) { $1 }
        }
        self.init(
            name: span.name,
            context: span.context,
            parentID: span.parent?.spanID,
            kind: span.kind,
            start: span.start,
            end: span.end,
            attributes: values(span.attributes),
            events: span.events.map { ($0.name, values($0.attributes)) },
            links: span.links.map(\.context),
            status: span.status
        )
    }
}

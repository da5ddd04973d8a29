import BotanuSDK
import Tracing

// `opentelemetry/proto/trace/v1/trace.proto`, `common.proto` and `resource.proto` of OTLP 1.x.

extension WireWriter where Self: ~Copyable {
    /// An `ExportTraceServiceRequest`.
    mutating func traces(_ spans: [FinishedSpan], of resource: Resource) {
        root { writer in
            writer.messages(WireField(1, "resourceSpans"), CollectionOfOne(spans)) { writer, spans in
                writer.resource(resource)
                writer.messages(WireField(2, "scopeSpans"), Self.byModule(spans)) { writer, group in
                    writer.message(WireField(1, "scope")) { $0.string(WireField(1, "name"), group.module) }
                    group.spans.withUnsafeBufferPointer { spans in
                        writer.messages(WireField(2, "spans"), spans.indices) { $0.span(spans[$1]) }
                    }
                }
            }
        }
    }

    /// Spans by the module that started them, which is their instrumentation scope.
    private static func byModule(_ spans: [FinishedSpan]) -> [(module: Substring, spans: [FinishedSpan])] {
        guard let first = spans.first else { return [] }
        if spans.allSatisfy({ $0.fileID == first.fileID }) { return [(module(of: first), spans)] }
        return Dictionary(grouping: spans, by: module).map { ($0.key, $0.value) }.sorted { $0.0 < $1.0 }
    }

    private static func module(of span: FinishedSpan) -> Substring {
        Substring(span.fileID.utf8.prefix { $0 != UInt8(ascii: "/") })
    }

    mutating func resource(_ resource: Resource) {
        message(WireField(1, "resource")) { $0.attributes(WireField(1, "attributes"), resource.attributes) }
    }

    private mutating func span(_ span: FinishedSpan) {
        trace(WireField(1, "traceId"), span.context.traceID)
        self.span(WireField(2, "spanId"), span.context.spanID)
        if let state = span.traceState { string(WireField(3, "traceState"), state) }
        if let parent = span.parent { self.span(WireField(4, "parentSpanId"), parent.spanID) }
        // An empty name is refused by some receivers.
        string(WireField(5, "name"), span.name.isEmpty ? "unknown" : span.name)
        uint32(WireField(6, "kind"), span.kind.wireValue)
        fixed64(WireField(7, "startTimeUnixNano"), span.start)
        fixed64(WireField(8, "endTimeUnixNano"), span.end)
        attributes(WireField(9, "attributes"), span.attributes)
        count(WireField(10, "droppedAttributesCount"), span.droppedAttributes)
        if !span.events.isEmpty { messages(WireField(11, "events"), span.events) { $0.event($1) } }
        count(WireField(12, "droppedEventsCount"), span.droppedEvents)
        if !span.links.isEmpty { messages(WireField(13, "links"), span.links) { $0.link($1) } }
        count(WireField(14, "droppedLinksCount"), span.droppedLinks)
        if let status = span.status { message(WireField(15, "status")) { $0.status(status) } }
        fixed32(WireField(16, "flags"), Self.flags(span.context, isRemote: span.parent?.isRemote ?? false))
    }

    /// Bits of W3C, that it is known whether the other span is remote, and that it is.
    private static func flags(_ context: SpanContext, isRemote: Bool) -> UInt32 {
        (context.isSampled ? 1 : 0) | 0x100 | (isRemote ? 0x200 : 0)
    }

    private mutating func event(_ event: FinishedSpan.Event) {
        fixed64(WireField(1, "timeUnixNano"), event.time)
        string(WireField(2, "name"), event.name.isEmpty ? "unknown" : event.name)
        attributes(WireField(3, "attributes"), event.attributes)
        count(WireField(4, "droppedAttributesCount"), event.droppedAttributes)
    }

    private mutating func link(_ link: FinishedSpan.Link) {
        trace(WireField(1, "traceId"), link.context.traceID)
        span(WireField(2, "spanId"), link.context.spanID)
        if let state = link.traceState { string(WireField(3, "traceState"), state) }
        attributes(WireField(4, "attributes"), link.attributes)
        count(WireField(5, "droppedAttributesCount"), link.droppedAttributes)
        fixed32(WireField(6, "flags"), Self.flags(link.context, isRemote: link.context.isRemote))
    }

    private mutating func status(_ status: SpanStatus) {
        if let message = status.message, !message.isEmpty { string(WireField(2, "message"), message) }
        uint32(WireField(3, "code"), status.code == .ok ? 1 : 2)
    }

    private mutating func count(_ field: WireField, _ count: Int) {
        if count > 0 { uint32(field, UInt32(clamping: count)) }
    }

    mutating func attributes(_ field: WireField, _ attributes: [FinishedSpan.Attribute]) {
        guard !attributes.isEmpty else { return }
        // In place: an element that is read out is copied, with what it holds.
        attributes.withUnsafeBufferPointer { attributes in
            messages(field, attributes.indices) { writer, index in
                writer.string(WireField(1, "key"), attributes[index].name)
                writer.message(WireField(2, "value")) { $0.value(attributes[index].value) }
            }
        }
    }

    private mutating func value(_ value: SpanAttribute) {
        switch value {
        case .string(let text): string(WireField(1, "stringValue"), text)
        case .bool(let value): bool(WireField(2, "boolValue"), value)
        case .int32(let value): int64(WireField(3, "intValue"), Int64(value))
        case .int64(let value): int64(WireField(3, "intValue"), value)
        case .double(let value): double(WireField(4, "doubleValue"), value)
        case .stringArray(let texts): array(texts) { $0.string(WireField(1, "stringValue"), $1) }
        case .boolArray(let values): array(values) { $0.bool(WireField(2, "boolValue"), $1) }
        case .int32Array(let values): array(values) { $0.int64(WireField(3, "intValue"), Int64($1)) }
        case .int64Array(let values): array(values) { $0.int64(WireField(3, "intValue"), $1) }
        case .doubleArray(let values): array(values) { $0.double(WireField(4, "doubleValue"), $1) }
        case .stringConvertible(let value): string(WireField(1, "stringValue"), "\(value)")
        case .stringConvertibleArray(let values): array(values) { $0.string(WireField(1, "stringValue"), "\($1)") }
        default: break
        }
    }

    private mutating func array<Element>(_ elements: [Element], _ write: (inout Self, Element) -> Void) {
        message(WireField(5, "arrayValue")) { $0.messages(WireField(1, "values"), elements, write) }
    }
}

extension SpanKind {
    fileprivate var wireValue: UInt32 {
        switch self {
        case .internal: 1
        case .server: 2
        case .client: 3
        case .producer: 4
        case .consumer: 5
        }
    }
}

/// What a span keeps, as the OpenTelemetry specification has it (`OTEL_SPAN_*_LIMIT`). What is over is dropped and
/// counted on the span.
public struct SpanLimits: Sendable, Hashable {
    public var attributeCount = 128
    /// Unicode scalars that a value keeps; nil for all.
    public var attributeValueLength: Int?
    public var eventCount = 128
    public var linkCount = 128
    public var eventAttributeCount = 128
    public var linkAttributeCount = 128

    public init() {}
}

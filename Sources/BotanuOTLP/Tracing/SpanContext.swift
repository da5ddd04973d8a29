public import Tracing

/// What tells a span from all others, and goes along with calls (W3C Trace Context).
public struct SpanContext: Sendable, Hashable {
    public let traceID: TraceID
    public let spanID: SpanID
    /// Whether the span is recorded and exported.
    public let isSampled: Bool
    /// What other tracing systems on the way have added, as it came in.
    package let traceState: String?
    /// Whether the span belongs to another process.
    public let isRemote: Bool
}

extension ServiceContext {
    private enum OwnSpanKey: ServiceContextKey {
        typealias Value = OTLPSpan
        static var nameOverride: String? { "botanu-span" }
    }

    private enum RemoteSpanKey: ServiceContextKey {
        typealias Value = SpanContext
        static var nameOverride: String? { "botanu-remote-span" }
    }

    /// The span that what happens here belongs to, if ``OTLPTracer`` started it.
    var ownSpan: OTLPSpan? {
        get { self[OwnSpanKey.self] }
        set { self[OwnSpanKey.self] = newValue }
    }

    var remoteSpan: SpanContext? {
        get { self[RemoteSpanKey.self] }
        set { self[RemoteSpanKey.self] = newValue }
    }

    /// Identifiers of the current span, for log lines that are to be found by them. Nil outside of any span that
    /// ``OTLPTracer`` knows.
    public var spanContext: SpanContext? { ownSpan?.spanContext ?? remoteSpan }
}

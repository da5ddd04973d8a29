import BotanuSDK
public import Tracing

/// A tracer whose ended spans go to an exporter, in batches and from a thread of its own.
///
/// It follows the OpenTelemetry trace specification: samplers, limits, W3C trace context. Any number of threads may use
/// it. ``Botanu/enable(_:recognizers:inMemory:beside:)`` makes and installs one.
public struct OTLPTracer: Tracer {
    private let sampler: Sampler
    private let limits: SpanLimits
    private let sink: any SpanSink

    init(sampler: Sampler, limits: SpanLimits, sink: any SpanSink) {
        self.sampler = sampler
        self.limits = limits
        self.sink = sink
    }

    public func startSpan<Instant: TracerInstant>(
        _ operationName: String,
        context: @autoclosure () -> ServiceContext,
        ofKind kind: SpanKind,
        at instant: @autoclosure () -> Instant,
        function: String,
        file fileID: String,
        line: UInt
    ) -> OTLPSpan {
        let context = context()
        let parent = context.spanContext
        let trace = parent?.traceID ?? .next()
        let own = SpanContext(
            traceID: trace,
            spanID: .next(),
            isSampled: sampler.samples(trace, parent: parent),
            traceState: parent?.traceState,
            isRemote: false
        )
        return OTLPSpan(
            operationName,
            own,
            parent: parent,
            kind: kind,
            start: instant().nanosecondsSinceEpoch,
            fileID: fileID,
            base: context,
            limits: limits,
            sink: sink
        )
    }

    public func activeSpan(identifiedBy context: ServiceContext) -> OTLPSpan? {
        context.ownSpan
    }

    @available(*, deprecated)
    public func forceFlush() {
        sink.wake()
    }

    public func inject<Carrier, Inject: Injector>(
        _ context: ServiceContext,
        into carrier: inout Carrier,
        using injector: Inject
    ) where Inject.Carrier == Carrier {
        guard let span = context.spanContext else { return }
        injector.inject(TraceParent.text(of: span), forKey: TraceParent.header, into: &carrier)
        if let state = span.traceState { injector.inject(state, forKey: TraceParent.stateHeader, into: &carrier) }
    }

    public func extract<Carrier, Extract: Extractor>(
        _ carrier: Carrier,
        into context: inout ServiceContext,
        using extractor: Extract
    ) where Extract.Carrier == Carrier {
        guard let parent = extractor.extract(key: TraceParent.header, from: carrier),
            let span = TraceParent.context(
                of: parent,
                state: extractor.extract(key: TraceParent.stateHeader, from: carrier)
            )
        else { return }
        context.ownSpan = nil
        context.remoteSpan = span
    }
}

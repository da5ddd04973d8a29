import Synchronization
import Tracing

/// A tracer around another one that stamps the current run on every span it starts.
///
/// So the spans of other libraries tell which business event they belong to.
struct RunStampingTracer<Base: Tracer>: Tracer {
    let base: Base

    func startSpan<Instant: TracerInstant>(
        _ operationName: String,
        context: @autoclosure () -> ServiceContext,
        ofKind kind: SpanKind,
        at instant: @autoclosure () -> Instant,
        function: String,
        file fileID: String,
        line: UInt
    ) -> Base.Span {
        let context = context()
        let span = base.startSpan(
            operationName,
            context: context,
            ofKind: kind,
            at: instant(),
            function: function,
            file: fileID,
            line: line
        )
        // Trackers write the run themselves, at once with what else they know.
        if fileID != TrackedSpan.fileID, let run = context.run, span.isRecording {
            span.updateAttributes { attributes in
                for (name, value) in run.stamps { attributes[name] = value }
            }
        }
        return span
    }

    func activeSpan(identifiedBy context: ServiceContext) -> Base.Span? {
        base.activeSpan(identifiedBy: context)
    }

    @available(*, deprecated)
    func forceFlush() {
        base.forceFlush()
    }

    func extract<Carrier, Extract: Extractor>(
        _ carrier: Carrier,
        into context: inout ServiceContext,
        using extractor: Extract
    ) where Extract.Carrier == Carrier {
        base.extract(carrier, into: &context, using: extractor)
    }

    func inject<Carrier, Inject: Injector>(
        _ context: ServiceContext,
        into carrier: inout Carrier,
        using injector: Inject
    ) where Inject.Carrier == Carrier {
        base.inject(context, into: &carrier, using: injector)
    }
}

/// Tells a tracer that stamps already.
private protocol StampsRuns {}

extension RunStampingTracer: StampsRuns {}

extension Tracer {
    /// The tracer that stamps the current run.
    var withStamps: any Tracer {
        // Asking for a protocol takes long, and there is one type of tracer as a rule.
        let type = Int(bitPattern: ObjectIdentifier(Self.self))
        if type == typeWithoutStamps.load(ordering: .relaxed) { return RunStampingTracer(base: self) }
        if self is any StampsRuns { return self }
        typeWithoutStamps.store(type, ordering: .relaxed)
        return RunStampingTracer(base: self)
    }
}

/// The type of the last tracer that was found not to stamp.
private let typeWithoutStamps = Atomic(0)

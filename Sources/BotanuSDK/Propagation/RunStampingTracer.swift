import Synchronization
public import Tracing

/// Says that a stamping tracer is the one of the process.
enum Installed {}

/// Says that a stamping tracer is bound to a scope, or in somebody else's hands.
enum Scoped {}

/// A tracer around another one that stamps the current run on every span it starts.
///
/// So the spans of other libraries tell which business event they belong to.
///
/// - `Place`: ``Installed`` for the one of the process, which nothing else has the type of.
struct RunStampingTracer<Base: Tracer, Place>: Tracer {
    let base: Base
    /// What carries context over calls: with a tracer bound to a scope, nothing else that was bootstrapped would.
    var instrument: (any Instrument)?

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
                for stamp in run.stamps { attributes[stamp.name] = stamp.value }
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
        (instrument ?? base).extract(carrier, into: &context, using: extractor)
    }

    func inject<Carrier, Inject: Injector>(
        _ context: ServiceContext,
        into carrier: inout Carrier,
        using injector: Inject
    ) where Inject.Carrier == Carrier {
        (instrument ?? base).inject(context, into: &carrier, using: injector)
    }
}

/// Tells a tracer that stamps already.
private protocol StampsRuns {}

extension RunStampingTracer: StampsRuns {}

extension InstrumentationSystem {
    /// A tracer to bind so that spans are stamped; nil where they are already.
    static var stampingTracer: (any Tracer)? { stamping(tracer) }

    private static func stamping(_ tracer: some Tracer) -> (any Tracer)? {
        // Asking for a protocol takes long, and there is one type of tracer as a rule.
        let type = Int(bitPattern: ObjectIdentifier(type(of: tracer)))
        if type != typeWithoutStamps.load(ordering: .relaxed) {
            if tracer is any StampsRuns { return nil }
            typeWithoutStamps.store(type, ordering: .relaxed)
        }
        return RunStampingTracer<_, Scoped>(base: tracer, instrument: instrument)
    }
}

/// The type of the last tracer that was found not to stamp.
private let typeWithoutStamps = Atomic(0)

extension Botanu {
    /// Whether the tracer of the process stamps runs already.
    package static var stampsRuns: Bool { InstrumentationSystem.instrument is any StampsRuns }

    /// A tracer that stamps the current run on every span it starts: for clients that take their tracer when they are
    /// made, as async-http-client does. Those that ask for the current tracer need it not.
    ///
    /// To be bootstrapped in place of the tracer that it stands around.
    public static func stamping(_ tracer: some Tracer) -> some Tracer {
        RunStampingTracer<_, Scoped>(base: tracer)
    }
}

import BotanuSDK
import Synchronization
public import Tracing

/// A span that is exported when it ends. Safe to use from any thread; told anything after the end it does nothing.
///
/// Nothing but its users holds it while it lives: one that is never ended is never exported, and costs nothing after
/// the last reference to it is gone.
public final class OTLPSpan: Span {
    public let spanContext: SpanContext
    let parent: SpanContext?
    let kind: SpanKind
    package let start: UInt64
    private let fileID: String
    private let base: ServiceContext
    private let limits: SpanLimits
    private let sink: any SpanSink
    private let state: Mutex<State>

    /// What a span was told.
    struct State {
        var name: String
        var attributes = SpanAttributes()
        /// What came at the end, all at once: see ``DirectSpan``.
        var collected: [CollectedAttribute] = []
        var droppedAttributes = 0
        var events: [SpanEvent] = []
        var droppedEvents = 0
        var links: [SpanLink] = []
        var droppedLinks = 0
        var status: SpanStatus?
        /// Nanoseconds since 1970; 0 while the span lives.
        var end: UInt64 = 0
        var isOpen: Bool
    }

    init(
        _ name: String,
        _ spanContext: SpanContext,
        parent: SpanContext?,
        kind: SpanKind,
        start: UInt64,
        fileID: String,
        base: ServiceContext,
        limits: SpanLimits,
        sink: any SpanSink
    ) {
        self.spanContext = spanContext
        self.parent = parent
        self.kind = kind
        self.start = start
        self.fileID = fileID
        self.base = base
        self.limits = limits
        self.sink = sink
        state = Mutex(State(name: name, isOpen: spanContext.isSampled))
    }

    /// The context that has the span as its own. It is made each time, since a span that held it would hold itself.
    public var context: ServiceContext {
        var context = base
        context.ownSpan = self
        return context
    }

    public var isRecording: Bool { state.withLock { $0.isOpen } }

    public var operationName: String {
        get { state.withLock { $0.name } }
        set { change { $0.name = newValue } }
    }

    public var attributes: SpanAttributes {
        get { state.withLock { $0.attributes } }
        set {
            change { state in
                guard newValue.count > limits.attributeCount else {
                    state.attributes = newValue
                    return
                }
                (state.attributes, state.droppedAttributes) = limits.kept(of: newValue, after: state)
            }
        }
    }

    public func setStatus(_ status: SpanStatus) {
        change { $0.status = status }
    }

    public func addEvent(_ event: SpanEvent) {
        change { state in
            if state.events.count < limits.eventCount {
                state.events.append(event)
            } else {
                state.droppedEvents += 1
            }
        }
    }

    public func addLink(_ link: SpanLink) {
        change { state in
            if state.links.count < limits.linkCount {
                state.links.append(link)
            } else {
                state.droppedLinks += 1
            }
        }
    }

    /// Adds an event `exception` with the error's type and its description, which is scrubbed.
    public func recordError<Instant: TracerInstant>(
        _ error: any Error,
        attributes: SpanAttributes,
        at instant: @autoclosure () -> Instant
    ) {
        guard isRecording else { return }
        var all: SpanAttributes = [
            "exception.type": .string(String(describing: type(of: error))),
            "exception.message": .string(Botanu.scrubbedDescription(of: error)),
        ]
        all.merge(attributes)
        addEvent(SpanEvent(name: "exception", at: instant(), attributes: all))
    }

    public func end<Instant: TracerInstant>(at instant: @autoclosure () -> Instant) {
        end(at: instant().nanosecondsSinceEpoch) { _ in 0 }
    }

    /// - Parameters:
    ///   - nanoseconds: since 1970.
    ///   - last: what is told at the very end; returns about how much memory that holds.
    func end(at nanoseconds: UInt64, _ last: (inout State) -> Int) {
        let bytes = state.withLock { state -> Int? in
            guard state.isOpen else { return nil }
            state.isOpen = false
            state.end = max(nanoseconds, start)
            return last(&state) + state.estimatedBytes
        }
        guard let bytes else { return }
        sink.take(self, bytes: bytes)
    }

    private func change(_ change: (inout State) -> Void) {
        state.withLock { state in
            guard state.isOpen else { return }
            change(&state)
        }
    }

    /// What the span was told, which it forgets: contexts may hold it for long.
    func finished() -> FinishedSpan {
        var last = State(name: "", isOpen: false)
        state.withLock { state in
            (last.name, last.end) = (state.name, state.end)
            swap(&last, &state)
        }
        return FinishedSpan(self, &last, fileID: fileID, limits: limits)
    }
}

extension OTLPSpan.State {
    /// About how much memory it holds, in bytes, but for what was collected.
    fileprivate var estimatedBytes: Int {
        var bytes = 512
        if !attributes.isEmpty { attributes.forEach { bytes += Self.bytes($0, $1) } }
        for event in events { event.attributes.forEach { bytes += Self.bytes($0, $1) } }
        for link in links { link.attributes.forEach { bytes += Self.bytes($0, $1) } }
        return bytes
    }

    private static func bytes(_ name: String, _ value: SpanAttribute) -> Int {
        let own =
            switch value {
            case .string(let text): text.utf8.count
            case .stringArray(let texts): texts.reduce(0) { $0 + 16 + $1.utf8.count }
            case .int64Array(let numbers): numbers.count * 8
            case .doubleArray(let numbers): numbers.count * 8
            case .int32Array(let numbers): numbers.count * 4
            case .boolArray(let flags): flags.count
            default: 0
            }
        return 64 + name.utf8.count + own
    }
}

extension OTLPSpan: CustomReflectable {
    /// Shows nothing of what it was told.
    public var customMirror: Mirror { Mirror(self, children: ["context": spanContext]) }
}

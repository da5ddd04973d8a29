import Synchronization
import Tracing

/// A span that a tracker tells about a call: what it is told is scrubbed and collected, and written at once when it ends.
///
/// The first who ends it ends it; told anything after that it does nothing. One that is never ended ends when nobody
/// holds it any more.
final class TrackedSpan: Sendable {
    /// How a call came out.
    enum Status: String {
        case success
        case error
        case canceled
    }

    /// How a call ended.
    struct Ending {
        var status: Status
        /// How long it took.
        var seconds: Double
        /// The type of the error that was recorded.
        var errorType: String?
    }

    /// When the work ended, which is before recognizers see what it captured.
    struct Stop {
        /// How long it took.
        let duration: Duration
        let instant: DefaultTracerClock.Timestamp
    }

    struct State {
        var attributes: [CollectedAttribute] = []
        /// About how much memory their texts hold.
        var bytes = 0
        var status = Status.success
        var errorType: String?
        var waiting: [WaitingText] = []
        /// Whether it can be told things.
        var isOpen = true
    }

    /// The end of a span, in the hands of the one who ends it.
    struct Closing {
        let stop: Stop
        let ending: Ending
        var attributes: [CollectedAttribute]
        let bytes: Int
        let waiting: [WaitingText]
        /// Messages of errors, which become status and event.
        var exceptions: [(WaitingText.Exception, message: String)] = []
        /// Whether it came out well, beyond doubt.
        var isOK = false
        var lastEvent: SpanEvent?
    }

    let runtime: Runtime
    let span: any Span
    /// The same, where it takes attributes as they are collected.
    private let direct: (any DirectSpan)?
    /// The context that has the span as its own, for what happens inside it.
    let context: ServiceContext
    private let started = ContinuousClock.now
    /// Whether anybody will see what is set.
    let isRecording: Bool
    let state = Mutex(State())

    /// About how much memory an attribute holds, its text aside.
    private static let bytesOfEach = 96
    /// As many as most calls have.
    private static let usualEntries = 15
    /// Of attributes with one name the last counts; the others are given up when there are this many.
    private static let mostEntries = 512
    /// Then more names than this are not kept.
    private static let mostNames = 256

    /// - Parameters:
    ///   - name: the span's name, scrubbed.
    ///   - change: what is different in the context of what happens inside.
    init(
        _ name: String,
        kind: SpanKind,
        runtime: Runtime = .current,
        _ change: (inout ServiceContext) -> Void = { _ in }
    ) {
        self.runtime = runtime
        let parent = ServiceContext.current ?? .topLevel
        if let tracer = InstalledTracer.current {
            let direct = tracer.startSpan(name, kind: kind, in: parent, fileID: Self.fileID)
            (span, self.direct) = (direct, direct)
        } else {
            span = InstrumentationSystem.tracer.startSpan(name, context: parent, ofKind: kind, file: Self.fileID)
            direct = nil
        }
        isRecording = span.isRecording
        var context = span.context
        change(&context)
        self.context = context
        if isRecording {
            state.withLock { state in
                state.attributes.reserveCapacity(Self.usualEntries)
                if let run = parent.run { state.attributes += run.stamps }
            }
        }
    }

    deinit {
        _ = end()
    }

    /// Where its spans are started, as tracers are told.
    static let fileID = #fileID

    /// Seconds since the start.
    var elapsed: Double { started.duration(to: .now).inSeconds }

    var isOpen: Bool { state.withLock { $0.isOpen } }

    func add(_ name: String, _ value: SpanAttribute) {
        guard isRecording else { return }
        state.withLock { state in
            guard state.isOpen else { return }
            if state.attributes.count >= Self.mostEntries { state.attributes = Self.thinned(state.attributes) }
            state.attributes.append(CollectedAttribute(name, value))
            switch value {
            case .string(let text): state.bytes += text.utf8.count
            case .stringArray(let texts): for text in texts { state.bytes += 16 + text.utf8.count }
            default: break
            }
        }
    }

    func addEvent(_ name: String, _ attributes: SpanAttributes = [:]) {
        guard isRecording, isOpen else { return }
        span.addEvent(SpanEvent(name: name, attributes: attributes))
    }

    // MARK: Ends

    /// Ends the span, with recognizers asked on the caller's thread.
    ///
    /// - Parameters:
    ///   - durationMilliseconds: the attribute that says how long it took, if any does.
    ///   - last: what is told at the very end.
    /// - Returns: how the call came out; nil where it ended before.
    func end(durationMilliseconds: String? = nil, _ last: (inout Closing) -> Void = { _ in }) -> Ending? {
        guard var closing = close(durationMilliseconds) else { return nil }
        last(&closing)
        use(runtime.scrubber.recognized(closing.waiting), in: &closing)
        write(closing)
        return closing.ending
    }

    /// The same without holding a thread while recognizers are asked.
    func finish(durationMilliseconds: String? = nil, _ last: (inout Closing) -> Void = { _ in }) async -> Ending? {
        guard var closing = close(durationMilliseconds) else { return nil }
        last(&closing)
        if !closing.waiting.isEmpty {
            use(await runtime.scrubber.recognized(closing.waiting), in: &closing)
        }
        write(closing)
        return closing.ending
    }

    /// Ends a span that nobody holds any more: recognizers are asked by somebody else.
    func drop(durationMilliseconds: String? = nil) -> Ending? {
        guard let closing = close(durationMilliseconds) else { return nil }
        guard !closing.waiting.isEmpty else {
            write(closing)
            return closing.ending
        }
        guard runtime.beginDrop() else {
            var closing = closing
            use(closing.waiting.map { _ in nil }, in: &closing)
            runtime.scrubber.countDrops(closing.waiting.count)
            write(closing)
            return closing.ending
        }
        Task {
            defer { runtime.endDrop() }
            var closing = closing
            self.use(await runtime.scrubber.recognized(closing.waiting), in: &closing)
            self.write(closing)
        }
        return closing.ending
    }

    /// Takes what was collected; from then on the span is closed for all others.
    private func close(_ durationMilliseconds: String?) -> Closing? {
        let last = state.withLock { state -> State? in
            guard state.isOpen else { return nil }
            var last = State()
            last.isOpen = false
            swap(&last, &state)
            return last
        }
        guard let last else { return nil }
        let stop = stop()
        let seconds = stop.duration.inSeconds
        var closing = Closing(
            stop: stop,
            ending: Ending(status: last.status, seconds: seconds, errorType: last.errorType),
            attributes: last.attributes,
            bytes: last.bytes + last.attributes.count * Self.bytesOfEach,
            waiting: last.waiting
        )
        if let durationMilliseconds {
            closing.attributes.append(CollectedAttribute(durationMilliseconds, .double(seconds * 1000)))
        }
        return closing
    }

    /// A clock that is set while a span lives changes nothing of how long it took, where that is up to us.
    private func stop() -> Stop {
        let duration = started.duration(to: .now)
        guard let direct else { return Stop(duration: duration, instant: DefaultTracerClock.now) }
        let end = direct.start.addingReportingOverflow(UInt64(clamping: duration.inNanoseconds)).partialValue
        return Stop(duration: duration, instant: .init(nanosecondsSinceEpoch: end))
    }

    private func write(_ closing: Closing) {
        guard isRecording else {
            span.end()
            return
        }
        for (exception, message) in closing.exceptions { write(exception, message) }
        if let event = closing.lastEvent { span.addEvent(event) }
        if closing.isOK { span.setStatus(SpanStatus(code: .ok)) }
        var attributes = closing.attributes
        let products = runtime.config.compatibility
        if !products.isEmpty { attributes += MirroredContent.attributes(of: attributes, for: products) }
        if let direct {
            // What recognizers have seen is no larger than what waited for them.
            let bytes = closing.waiting.reduce(closing.bytes) { $0 + $1.text.utf8.count }
            direct.end(adding: attributes, bytes: bytes, at: closing.stop.instant.nanosecondsSinceEpoch)
            return
        }
        if !attributes.isEmpty {
            let collected = SpanAttributes(Self.collected(attributes))
            span.updateAttributes { written in
                if written.isEmpty { written = collected } else { written.merge(collected) }
            }
        }
        if closing.waiting.isEmpty { span.end() } else { span.end(at: closing.stop.instant) }
    }

    /// Of each name the last value, in the order of their first: what came first is the SDK's own.
    private static func thinned(
        _ attributes: [CollectedAttribute]
    ) -> [CollectedAttribute] {
        var places: [String: Int] = [:]
        var thinned: [CollectedAttribute] = []
        for attribute in attributes {
            if let place = places[attribute.name] {
                thinned[place].value = attribute.value
            } else if thinned.count < mostNames {
                places[attribute.name] = thinned.count
                thinned.append(attribute)
            }
        }
        return thinned
    }

    private static func collected(_ attributes: [CollectedAttribute]) -> [String: SpanAttribute] {
        var collected = [String: SpanAttribute](minimumCapacity: attributes.count)
        for attribute in attributes { collected[attribute.name] = attribute.value }
        return collected
    }
}

extension TrackedSpan: CustomReflectable {
    /// Shows nothing: a text may wait inside that nobody has scrubbed.
    var customMirror: Mirror { Mirror(self, children: []) }
}

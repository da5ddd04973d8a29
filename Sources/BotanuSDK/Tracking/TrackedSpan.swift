import PIIScrubbing
import Synchronization
import Tracing

/// A span that a tracker tells about a call: what it is told is scrubbed and collected, and written at once when it ends.
///
/// Told anything after its end it does nothing. One that is never ended ends when nobody holds it any more.
final class TrackedSpan: Sendable {
    /// How a call came out.
    enum Status: String {
        case success
        case error
        case canceled
    }

    private struct State {
        var attributes: [(name: String, value: SpanAttribute)] = []
        var status = Status.success
        var errorType: String?
        var waiting: [WaitingText] = []
        /// When the work ended, where texts had to wait for that.
        var stop: Stop?
        var isEnded = false
    }

    private struct Stop {
        var time = ContinuousClock.now
        var instant = DefaultTracerClock().now
    }

    let runtime: Runtime
    let span: any Span
    /// The context that has the span as its own, for what happens inside it.
    let context: ServiceContext
    private let started = ContinuousClock.now
    /// Whether anybody will see what is set.
    let isRecording: Bool
    private let state = Mutex(State())

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
        span = InstrumentationSystem.tracer.startSpan(name, context: parent, ofKind: kind, file: Self.fileID)
        isRecording = span.isRecording
        var context = span.context
        change(&context)
        self.context = context
        if isRecording, let run = parent.run {
            state.withLock { $0.attributes = run.stamps }
        }
    }

    deinit {
        _ = end()
    }

    /// Where its spans are started, as tracers are told.
    static let fileID = #fileID

    /// Seconds from the start to the end of the work, or until now.
    var elapsed: Double {
        let stop = state.withLock { $0.stop?.time } ?? .now
        return started.duration(to: stop).inSeconds
    }

    // MARK: Attributes

    func set(_ name: String, _ value: Int) { add(name, .int64(Int64(value))) }

    func set(_ name: String, _ value: Double) { add(name, .double(value)) }

    func set(_ name: String, _ value: Bool) { add(name, .bool(value)) }

    func set(_ name: String, _ value: String) {
        guard isRecording else { return }
        add(name, .string(runtime.clean(value)))
    }

    func setIdentifier(_ name: String, _ value: String) {
        guard isRecording else { return }
        add(name, .string(runtime.identifier(value)))
    }

    func set(_ name: String, _ value: [String]) {
        guard isRecording else { return }
        add(name, .stringArray(value.map(runtime.clean)))
    }

    /// Sets a text that is scrubbed already.
    func setClean(_ name: String, _ value: String) { add(name, .string(value)) }

    /// Sets a value whose strings are scrubbed already.
    func setClean(_ name: String, _ value: SpanAttribute) { add(name, value) }

    func setPositive(_ name: String, _ value: Int) {
        if value > 0 { set(name, value) }
    }

    /// Sets what somebody gave names of their own; those get the prefix unless they have one of the SDK's.
    func set(_ attributes: SpanAttributes, prefix: String) {
        guard isRecording else { return }
        // swift-format-ignore: ReplaceForEachWithForLoop
        attributes.forEach { name, value in
            let isWhole = name.hasPrefix("botanu.") || name.hasPrefix("gen_ai.")
            add(runtime.clean(isWhole ? name : prefix + name), clean(value))
        }
    }

    private func clean(_ value: SpanAttribute) -> SpanAttribute {
        switch value {
        case .string(let text): .string(runtime.clean(text))
        case .stringArray(let texts): .stringArray(texts.map(runtime.clean))
        case .stringConvertible(let value): .string(runtime.clean(String(describing: value)))
        case .stringConvertibleArray(let values):
            .stringArray(values.map { runtime.clean(String(describing: $0)) })
        default: value
        }
    }

    private func add(_ name: String, _ value: SpanAttribute) {
        guard isRecording else { return }
        state.withLock { state in
            if !state.isEnded { state.attributes.append((name, value)) }
        }
    }

    func addEvent(_ name: String, _ attributes: SpanAttributes = [:]) {
        guard isRecording else { return }
        let isEnded = state.withLock { $0.isEnded }
        if !isEnded { span.addEvent(SpanEvent(name: name, attributes: attributes)) }
    }

    // MARK: Ends

    /// How a call ended.
    struct Ending {
        var status: Status
        /// How long it took.
        var seconds: Double
        /// The type of the error that was recorded.
        var errorType: String?
    }

    /// Notes an error. Of several the first counts: the others come from it as a rule, or are it again.
    ///
    /// A cancelled task is no error of the call, and no success.
    ///
    /// - Parameter attribute: where the type of the error goes, if anywhere.
    func fail(_ error: any Error, attribute: String? = AttributeName.Failure.type) {
        let type = String(describing: Swift.type(of: error))
        let isCanceled = error is CancellationError
        let isFirst = state.withLock { state in
            guard !state.isEnded, state.errorType == nil else { return false }
            state.errorType = type
            state.status = isCanceled ? .canceled : .error
            return true
        }
        guard isFirst, isRecording else { return }
        if let attribute { add(attribute, .string(type)) }
        guard !isCanceled else { return }
        let text = WaitingText(
            use: .exception(type: type, at: DefaultTracerClock().now),
            text: String(describing: error)
        )
        if !holds(text) { use(text, runtime.scrubber.content(text.text)) }
    }

    /// Writes what was collected and ends the span.
    ///
    /// - Parameter durationMilliseconds: the attribute that says how long it took, if any does.
    /// - Returns: how the call came out, the first time; nil where it ended before.
    func end(durationMilliseconds: String? = nil) -> Ending? {
        for text in takeWaiting() {
            use(text, runtime.scrubber.recognizedContent(text.text, maxCharacters: text.maxCharacters))
        }
        // It is asked once more when the last reference goes.
        let last = state.withLock { state -> State? in
            guard !state.isEnded else { return nil }
            var last = State()
            last.isEnded = true
            swap(&last, &state)
            return last
        }
        guard var taken = last else { return nil }
        let seconds = started.duration(to: taken.stop?.time ?? .now).inSeconds
        if let durationMilliseconds { taken.attributes.append((durationMilliseconds, .double(seconds * 1000))) }
        if isRecording, !taken.attributes.isEmpty {
            var collected = [String: SpanAttribute](minimumCapacity: taken.attributes.count)
            for (name, value) in taken.attributes { collected[name] = value }
            span.updateAttributes { written in
                if written.isEmpty {
                    written = SpanAttributes(collected)
                } else {
                    written.merge(SpanAttributes(collected))
                }
            }
        }
        if let stop = taken.stop { span.end(at: stop.instant) } else { span.end() }
        return Ending(status: taken.status, seconds: seconds, errorType: taken.errorType)
    }
}

extension TrackedSpan: CustomReflectable {
    /// Shows nothing: a text may wait inside that nobody has scrubbed.
    var customMirror: Mirror { Mirror(self, children: []) }
}

// MARK: Content

extension TrackedSpan {
    /// Captures content if the rate says so.
    func setContent(_ names: String..., text: String, maxCharacters: Int) {
        guard isRecording, !text.isEmpty, runtime.decidesToCapture() else { return }
        capture(WaitingText(use: .attributes(names), text: text, maxCharacters: maxCharacters))
    }

    /// Captures a value as JSON whose strings are scrubbed.
    func setEncoded(_ name: String, _ value: some Encodable) {
        guard isRecording else { return }
        capture(WaitingText(use: .attributes([name]), text: ScrubbedJSON.text(of: value, runtime.scrubber)))
    }

    /// Captures what came out of an event.
    func setOutput(_ value: Any) {
        if let value = value as? any Encodable {
            setEncoded(AttributeName.Content.output, value)
        } else if !(value is Void), isRecording {
            capture(WaitingText(use: .attributes([AttributeName.Content.output]), text: String(describing: value)))
        }
    }

    private func capture(_ text: WaitingText) {
        if !holds(text) { use(text, runtime.scrubber.content(text.text, maxCharacters: text.maxCharacters)) }
    }

    /// Keeps a text until the end, where recognizers are asked then.
    ///
    /// - Returns: false where there are none.
    private func holds(_ text: WaitingText) -> Bool {
        guard runtime.scrubber.awaitsRecognizers else { return false }
        var text = text
        guard let kept = runtime.scrubber.kept(of: text.text, maxCharacters: text.maxCharacters) else { return true }
        text.text = kept
        state.withLock { state in
            guard !state.isEnded else { return }
            if case .attributes = text.use { state.waiting.removeAll { $0.use == text.use } }
            state.waiting.append(text)
        }
        return true
    }

    /// Uses a text that is scrubbed; nil where it could not be.
    private func use(_ text: WaitingText, _ scrubbed: String?) {
        switch text.use {
        case .attributes(let names):
            guard let scrubbed else { return }
            for name in names { add(name, .string(scrubbed)) }
        case .exception(let type, let instant):
            let message = scrubbed ?? runtime.scrubber.replacement
            var attributes = SpanAttributes()
            attributes[AttributeName.Failure.exceptionType] = type
            attributes[AttributeName.Failure.exceptionMessage] = message
            span.addEvent(SpanEvent(name: EventName.exception, at: instant, attributes: attributes))
            span.setStatus(SpanStatus(code: .error, message: message))
        }
    }

    /// Lets recognizers see what waits for them, without holding a thread: to be called before the end, which would wait.
    func settle() async {
        let waiting = takeWaiting()
        guard !waiting.isEmpty else { return }
        // A cancelled task must not take its telemetry with it.
        let scrubbed = await Task { [scrubber = runtime.scrubber] in
            var scrubbed: [String?] = []
            for text in waiting {
                scrubbed.append(await scrubber.recognizedContent(text.text, maxCharacters: text.maxCharacters))
            }
            return scrubbed
        }.value
        for (text, scrubbed) in zip(waiting, scrubbed) { use(text, scrubbed) }
    }

    /// What waits; from then on the work counts as ended.
    private func takeWaiting() -> [WaitingText] {
        guard isRecording, runtime.scrubber.awaitsRecognizers else { return [] }
        return state.withLock { state in
            guard !state.isEnded, !state.waiting.isEmpty else { return [] }
            defer { state.waiting = [] }
            state.stop = state.stop ?? Stop()
            return state.waiting
        }
    }
}

/// A text that recognizers see when its scope ends.
private struct WaitingText {
    enum Use: Equatable {
        /// It becomes these attributes.
        case attributes([String])
        /// It is the message of an error.
        case exception(type: String, at: DefaultTracerClock.Timestamp)
    }

    let use: Use
    var text: String
    var maxCharacters = TelemetryScrubber.mostCharacters
}

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
        var isEnded = false
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
        span = InstrumentationSystem.tracer.withoutStamps.startSpan(name, context: parent, ofKind: kind)
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

    /// Seconds since the start.
    var elapsed: Double {
        let elapsed = started.duration(to: .now).components
        return Double(elapsed.seconds) + Double(elapsed.attoseconds) * 1e-18
    }

    // MARK: Attributes

    func set(_ name: String, _ value: Int) { add(name, .int64(Int64(value))) }

    func set(_ name: String, _ value: Double) { add(name, .double(value)) }

    func set(_ name: String, _ value: Bool) { add(name, .bool(value)) }

    func set(_ name: String, _ value: String) {
        guard isRecording else { return }
        add(name, .string(runtime.clean(value)))
    }

    func set(_ name: String, _ value: [String]) {
        guard isRecording else { return }
        add(name, .stringArray(value.map(runtime.clean)))
    }

    /// Sets a text that is scrubbed already.
    func setClean(_ name: String, _ value: String) { add(name, .string(value)) }

    /// Sets a value whose strings are scrubbed already.
    func setClean(_ name: String, _ value: SpanAttribute) { add(name, value) }

    /// Captures a value as JSON whose strings are scrubbed.
    func setEncoded(_ name: String, _ value: some Encodable) {
        guard isRecording, let content = ScrubbedJSON.text(of: value, runtime) else { return }
        add(name, .string(content))
    }

    /// Captures what came out of an event.
    func setOutput(_ value: Any) {
        if let value = value as? any Encodable {
            setEncoded(AttributeName.Content.output, value)
        } else if !(value is Void), isRecording, let content = runtime.content(String(describing: value)) {
            add(AttributeName.Content.output, .string(content))
        }
    }

    func setPositive(_ name: String, _ value: Int) {
        if value > 0 { set(name, value) }
    }

    /// Captures content if the rate says so.
    func setContent(_ names: String..., text: String, maxCharacters: Int) {
        guard isRecording, let content = runtime.captured(text, maxCharacters: maxCharacters) else { return }
        for name in names { add(name, .string(content)) }
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

    /// The type of the error that was recorded.
    var errorType: String? { state.withLock { $0.errorType } }

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
        let message = runtime.content(String(describing: error)) ?? runtime.config.scrubbing.replacement
        var attributes = SpanAttributes()
        attributes[AttributeName.Failure.exceptionType] = type
        attributes[AttributeName.Failure.exceptionMessage] = message
        span.addEvent(SpanEvent(name: EventName.exception, attributes: attributes))
        span.setStatus(SpanStatus(code: .error, message: message))
    }

    /// Writes what was collected and ends the span.
    ///
    /// - Returns: how the call came out, the first time; nil where it ended before.
    func end() -> Status? {
        let (attributes, status) = state.withLock { state -> ([(name: String, value: SpanAttribute)], Status?) in
            guard !state.isEnded else { return ([], nil) }
            state.isEnded = true
            defer { state.attributes = [] }
            return (state.attributes, state.status)
        }
        guard let status else { return nil }
        if !attributes.isEmpty {
            var collected = [String: SpanAttribute](minimumCapacity: attributes.count)
            for (name, value) in attributes { collected[name] = value }
            span.updateAttributes { written in
                if written.isEmpty {
                    written = SpanAttributes(collected)
                } else {
                    written.merge(SpanAttributes(collected))
                }
            }
        }
        span.end()
        return status
    }
}

import Synchronization
public import Tracing

/// Tells what is known of a call to a model. Its span is written when the call ends.
///
/// Setters can be called one after the other in one chain, from any thread; after the end they do nothing.
public final class LLMTracker: Sendable, Tracker {
    let tracked: TrackedSpan
    private let kind: LLMCallKind
    private let usage = Mutex(Usage())
    private let scoped = Atomic(false)

    private struct Usage {
        var input = 0
        var output = 0
        var hasFirstChunk = false
    }

    init(
        _ provider: Provider,
        _ model: String,
        _ operation: ModelOperation,
        _ attributes: [String: any SpanAttributeConvertible]
    ) {
        let runtime = Runtime.current
        kind = runtime.callKind(provider, model, operation)
        tracked = TrackedSpan(kind.name, kind: .client, runtime: runtime)
        tracked.setClean(AttributeName.GenAI.operationName, kind.operation)
        tracked.setClean(AttributeName.GenAI.providerName, kind.provider)
        tracked.setClean(AttributeName.GenAI.requestModel, kind.model)
        tracked.setClean(AttributeName.Call.vendor, kind.provider)
        tracked.set(attributes, prefix: "botanu.")
        if let attempt = ServiceContext.current?.retryAttempt { setAttempt(attempt) }
    }

    /// Whether a scope ends it.
    var isScoped: Bool { scoped.load(ordering: .relaxed) }

    /// The same tracker, for a scope that ends it.
    func inScope() -> LLMTracker {
        scoped.store(true, ordering: .relaxed)
        return self
    }

    deinit {
        endDropped()
    }

    /// How many tokens the call used. `cacheRead` and `cacheWrite` are those of providers that tell them apart.
    @discardableResult
    public func setTokens(
        input: Int = 0,
        output: Int = 0,
        cached: Int = 0,
        cacheRead: Int = 0,
        cacheWrite: Int = 0,
        reasoning: Int = 0
    ) -> LLMTracker {
        usage.withLock { ($0.input, $0.output) = (input, output) }
        tracked.set(AttributeName.GenAI.inputTokens, input)
        tracked.set(AttributeName.GenAI.outputTokens, output)
        tracked.setPositive(AttributeName.Call.cachedTokens, cached > 0 ? cached : cacheRead)
        tracked.setPositive(AttributeName.Call.cacheReadTokens, cacheRead)
        tracked.setPositive(AttributeName.GenAI.cacheReadTokens, cacheRead)
        tracked.setPositive(AttributeName.Call.cacheWriteTokens, cacheWrite)
        tracked.setPositive(AttributeName.GenAI.cacheCreationTokens, cacheWrite)
        tracked.setPositive(AttributeName.Call.reasoningTokens, reasoning)
        tracked.setPositive(AttributeName.GenAI.reasoningTokens, reasoning)
        return self
    }

    /// The provider's identifier of the call, and one of your own.
    @discardableResult
    public func setRequestID(provider: String? = nil, client: String? = nil) -> LLMTracker {
        if let provider, !provider.isEmpty {
            tracked.setIdentifier(AttributeName.GenAI.responseID, AttributeName.Call.vendorRequestID, value: provider)
        }
        if let client, !client.isEmpty { tracked.setIdentifier(AttributeName.Call.clientRequestID, value: client) }
        return self
    }

    /// The model that answered, where it is another than was asked.
    @discardableResult
    public func setResponseModel(_ model: String) -> LLMTracker {
        tracked.set(AttributeName.GenAI.responseModel, model)
        return self
    }

    /// Captures the prompt, if ``BotanuConfig/contentCaptureRate`` says so at this call: scrubbed, then cut.
    ///
    /// - Parameter maxCharacters: how many Unicode scalars are kept.
    @discardableResult
    public func setInputContent(_ text: String, maxCharacters: Int = 4096) -> LLMTracker {
        tracked.setContent(AttributeName.Content.input, text: text, maxCharacters: maxCharacters)
        return self
    }

    /// Captures the answer, if ``BotanuConfig/contentCaptureRate`` says so at this call: scrubbed, then cut.
    ///
    /// - Parameter maxCharacters: how many Unicode scalars are kept.
    @discardableResult
    public func setOutputContent(_ text: String, maxCharacters: Int = 4096) -> LLMTracker {
        tracked.setContent(AttributeName.Content.output, text: text, maxCharacters: maxCharacters)
        return self
    }

    /// What the call was made with; what is nil is left out.
    @discardableResult
    public func setRequestParams(
        temperature: Double? = nil,
        topP: Double? = nil,
        maxTokens: Int? = nil,
        stopSequences: [String]? = nil,
        frequencyPenalty: Double? = nil,
        presencePenalty: Double? = nil
    ) -> LLMTracker {
        if let temperature { tracked.set(AttributeName.GenAI.temperature, temperature) }
        if let topP { tracked.set(AttributeName.GenAI.topP, topP) }
        if let maxTokens { tracked.set(AttributeName.GenAI.maxTokens, maxTokens) }
        if let stopSequences { tracked.set(AttributeName.GenAI.stopSequences, stopSequences) }
        if let frequencyPenalty { tracked.set(AttributeName.GenAI.frequencyPenalty, frequencyPenalty) }
        if let presencePenalty { tracked.set(AttributeName.GenAI.presencePenalty, presencePenalty) }
        return self
    }

    /// Whether the answer comes in pieces.
    @discardableResult
    public func setStreaming(_ isStreaming: Bool = true) -> LLMTracker {
        tracked.set(AttributeName.Call.streaming, isStreaming)
        tracked.set(AttributeName.GenAI.stream, isStreaming)
        return self
    }

    /// Notes that the first piece of a streamed answer came just now. Later calls do nothing.
    @discardableResult
    public func markFirstChunk() -> LLMTracker {
        guard tracked.isOpen else { return self }
        let isFirst = usage.withLock { usage in
            defer { usage.hasFirstChunk = true }
            return !usage.hasFirstChunk
        }
        guard isFirst else { return self }
        let seconds = tracked.elapsed
        tracked.set(AttributeName.GenAI.timeToFirstChunk, seconds)
        tracked.runtime.instruments.record(seconds, MetricName.timeToFirstChunk, kind.dimensions)
        return self
    }

    /// Whether the answer came from a cache of your own.
    @discardableResult
    public func setCacheHit(_ isHit: Bool = true) -> LLMTracker {
        tracked.set(AttributeName.Call.cacheHit, isHit)
        return self
    }

    /// Which attempt this is, from 1. ``Botanu/withRetryAttempt(_:_:)-(_,()->Result)`` sets it for all calls inside.
    @discardableResult
    public func setAttempt(_ attempt: Int) -> LLMTracker {
        tracked.set(AttributeName.Call.attempt, attempt)
        return self
    }

    /// Why the answer ended: `stop`, `length`, `content_filter`.
    @discardableResult
    public func setFinishReason(_ reason: String) -> LLMTracker {
        tracked.set(AttributeName.GenAI.finishReasons, [reason])
        return self
    }

    /// Notes an error. An error that leaves the scope is noted by itself.
    @discardableResult
    public func setError(_ error: any Error) -> LLMTracker {
        note(error)
        return self
    }

    /// Adds attributes of your own, under `botanu.` unless their names start with that or with `gen_ai.`.
    @discardableResult
    public func addMetadata(_ metadata: [String: any SpanAttributeConvertible]) -> LLMTracker {
        tracked.set(metadata, prefix: "botanu.")
        return self
    }

    func note(_ error: any Error) {
        tracked.fail(error)
    }

    /// Ends a call that was started by ``Botanu/startLLMCall(provider:model:operation:clientRequestID:attributes:)``.
    /// Ending it again does nothing.
    public func end() {
        endNow()
    }

    func count(_ ending: TrackedSpan.Ending) {
        let (input, output) = usage.withLock { ($0.input, $0.output) }
        if ending.status == .success {
            kind.recordSuccess(seconds: ending.seconds, input: input, output: output)
        } else {
            kind.record(ending, input: input, output: output)
        }
    }

    /// The same as ``end()`` without holding a thread while recognizers look at what was captured.
    public func finish() async {
        await endInTime()
    }
}

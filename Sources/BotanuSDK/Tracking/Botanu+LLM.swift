public import Tracing

extension Botanu {
    /// Tracks a call to a model. The span ends with the closure; an error that leaves it is noted and goes on.
    ///
    /// - Parameters:
    ///   - provider: who runs the model, by any of its names.
    ///   - clientRequestID: an identifier of your own.
    ///   - attributes: further ones, under `botanu.` unless their names start with that or with `gen_ai.`.
    ///   - body: makes the call, and tells the tracker what is known of it.
    @discardableResult
    public static func trackLLMCall<Result, Failure: Error>(
        provider: Provider,
        model: String,
        operation: ModelOperation = .chat,
        clientRequestID: String? = nil,
        attributes: [String: any SpanAttributeConvertible] = [:],
        _ body: (LLMTracker) throws(Failure) -> Result
    ) throws(Failure) -> Result {
        try startLLMCall(
            provider: provider,
            model: model,
            operation: operation,
            clientRequestID: clientRequestID,
            attributes: attributes
        ).inScope().scope(body)
    }

    /// Tracks a call to a model. The span ends with the closure; an error that leaves it is noted and goes on.
    ///
    /// - Parameters:
    ///   - provider: who runs the model, by any of its names.
    ///   - clientRequestID: an identifier of your own.
    ///   - attributes: further ones, under `botanu.` unless their names start with that or with `gen_ai.`.
    ///   - body: makes the call, and tells the tracker what is known of it.
    @discardableResult
    public static func trackLLMCall<Result, Failure: Error>(
        provider: Provider,
        model: String,
        operation: ModelOperation = .chat,
        clientRequestID: String? = nil,
        attributes: [String: any SpanAttributeConvertible] = [:],
        _ body: (LLMTracker) async throws(Failure) -> Result
    ) async throws(Failure) -> Result {
        try await startLLMCall(
            provider: provider,
            model: model,
            operation: operation,
            clientRequestID: clientRequestID,
            attributes: attributes
        ).inScope().scope(body)
    }

    /// Tracks a call to a model where no closure can go around it: ``LLMTracker/end()`` ends the span.
    ///
    /// What happens meanwhile is not below the span.
    public static func startLLMCall(
        provider: Provider,
        model: String,
        operation: ModelOperation = .chat,
        clientRequestID: String? = nil,
        attributes: [String: any SpanAttributeConvertible] = [:]
    ) -> LLMTracker {
        let tracker = LLMTracker(provider, model, operation, attributes)
        if let clientRequestID { tracker.setRequestID(client: clientRequestID) }
        return tracker
    }
}

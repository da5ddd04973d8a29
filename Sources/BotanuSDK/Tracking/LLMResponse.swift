/// An answer of a model that tells what the call used: conform the responses of your client to it, and
/// ``Botanu/instrumented(provider:operation:model:_:)`` reads them.
public protocol LLMResponse: SendableMetatype {
    /// What the call used; nil where the answer does not say.
    var tokenUsage: LLMTokenUsage? { get }
    /// The model that answered.
    var responseModel: String? { get }
    /// The provider's identifier of the answer.
    var responseID: String? { get }
}

extension LLMResponse {
    public var responseModel: String? { nil }
    public var responseID: String? { nil }
}

/// How many tokens a call used.
public struct LLMTokenUsage: Sendable, Hashable {
    public var input: Int
    public var output: Int
    /// Tokens of the input that came from the provider's cache.
    public var cacheRead: Int
    /// Tokens of the input that went into the provider's cache.
    public var cacheWrite: Int
    /// Tokens of the output that the model thought in.
    public var reasoning: Int

    public init(input: Int, output: Int, cacheRead: Int = 0, cacheWrite: Int = 0, reasoning: Int = 0) {
        self.input = input
        self.output = output
        self.cacheRead = cacheRead
        self.cacheWrite = cacheWrite
        self.reasoning = reasoning
    }
}

extension LLMTracker {
    /// Takes over what an answer tells: tokens, model, identifier.
    @discardableResult
    public func setResponse(_ response: some LLMResponse) -> LLMTracker {
        if let usage = response.tokenUsage {
            setTokens(
                input: usage.input,
                output: usage.output,
                cacheRead: usage.cacheRead,
                cacheWrite: usage.cacheWrite,
                reasoning: usage.reasoning
            )
        }
        if let model = response.responseModel { setResponseModel(model) }
        return setRequestID(provider: response.responseID)
    }
}

extension Botanu {
    /// A method of a client as one that tracks each of its calls.
    ///
    /// ```swift
    /// let chat = Botanu.instrumented(provider: "openai", model: \.model, client.chat)
    /// let answer = try await chat(request)
    /// ```
    ///
    /// - Parameter model: the model that a request asks for.
    public static func instrumented<Request, Response: LLMResponse>(
        provider: Provider,
        operation: ModelOperation = .chat,
        model: @escaping @Sendable (Request) -> String,
        _ call: @escaping @Sendable (Request) async throws -> Response
    ) -> @Sendable (Request) async throws -> Response {
        { request in
            try await trackLLMCall(provider: provider, model: model(request), operation: operation) { tracker in
                let response = try await call(request)
                tracker.setResponse(response)
                return response
            }
        }
    }

    /// A method of a client that does not wait as one that tracks each of its calls.
    ///
    /// - Parameter model: the model that a request asks for.
    public static func instrumented<Request, Response: LLMResponse>(
        provider: Provider,
        operation: ModelOperation = .chat,
        model: @escaping @Sendable (Request) -> String,
        _ call: @escaping @Sendable (Request) throws -> Response
    ) -> @Sendable (Request) throws -> Response {
        { request in
            try trackLLMCall(provider: provider, model: model(request), operation: operation) { tracker in
                let response = try call(request)
                tracker.setResponse(response)
                return response
            }
        }
    }
}

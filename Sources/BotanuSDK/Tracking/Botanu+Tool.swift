public import Tracing

extension Botanu {
    /// Tracks a call to a tool. The span ends with the closure; an error that leaves it is noted and goes on.
    ///
    /// - Parameters:
    ///   - name: the tool's name.
    ///   - callID: the model's identifier of the call.
    ///   - provider: who runs the tool, where somebody else does.
    ///   - attributes: further ones, under `botanu.tool.` unless their names start with `botanu.` or `gen_ai.`.
    @discardableResult
    public static func trackToolCall<Result, Failure: Error>(
        _ name: String,
        callID: String? = nil,
        provider: Provider? = nil,
        attributes: [String: any SpanAttributeConvertible] = [:],
        _ body: (ToolTracker) throws(Failure) -> Result
    ) throws(Failure) -> Result {
        try ToolTracker(name, callID, provider, attributes).scope(body)
    }

    /// Tracks a call to a tool. The span ends with the closure; an error that leaves it is noted and goes on.
    ///
    /// - Parameters:
    ///   - name: the tool's name.
    ///   - callID: the model's identifier of the call.
    ///   - provider: who runs the tool, where somebody else does.
    ///   - attributes: further ones, under `botanu.tool.` unless their names start with `botanu.` or `gen_ai.`.
    @discardableResult
    public static func trackToolCall<Result, Failure: Error>(
        _ name: String,
        callID: String? = nil,
        provider: Provider? = nil,
        attributes: [String: any SpanAttributeConvertible] = [:],
        _ body: (ToolTracker) async throws(Failure) -> Result
    ) async throws(Failure) -> Result {
        try await ToolTracker(name, callID, provider, attributes).scope(body)
    }

    /// Tracks a call to a tool where no closure can go around it: ``ToolTracker/end()`` ends the span.
    public static func startToolCall(
        _ name: String,
        callID: String? = nil,
        provider: Provider? = nil,
        attributes: [String: any SpanAttributeConvertible] = [:]
    ) -> ToolTracker {
        ToolTracker(name, callID, provider, attributes)
    }
}

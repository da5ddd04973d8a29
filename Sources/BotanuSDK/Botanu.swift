@_exported public import PIIScrubbing
@_exported public import Tracing

/// The entry points of the SDK.
///
/// ```swift
/// try Botanu.configure()
/// try await Botanu.event(workflow: "Support", eventID: ticket.id, customerID: user.id) { run in
///     try await Botanu.trackLLMCall(provider: "openai", model: "gpt-4") { call in
///         let answer = try await client.chat(question)
///         call.setTokens(input: answer.usage.promptTokens, output: answer.usage.completionTokens)
///         return answer
///     }
/// }
/// ```
public enum Botanu {}

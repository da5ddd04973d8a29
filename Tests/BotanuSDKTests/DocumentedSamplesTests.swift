import BotanuSDK
import Testing

/// A client such as the samples call.
private struct Client {
    struct Answer: LLMResponse, Sendable {
        struct Usage: Sendable {
            var promptTokens = 150
            var completionTokens = 200
        }
        var id = "chatcmpl-abc123"
        var model = "gpt-4-0613"
        var usage = Usage()
        var text = "Hello back"

        var tokenUsage: LLMTokenUsage? { LLMTokenUsage(input: usage.promptTokens, output: usage.completionTokens) }
        var responseModel: String? { model }
        var responseID: String? { id }
    }

    struct Request: Sendable {
        var model = "gpt-4"
        var prompt = "Hello"
    }

    @Sendable func chat(_ request: Request) async throws -> Answer {
        await Task.yield()
        return Answer()
    }
}

/// The samples of the Python SDK's two documents, in Swift.
@Suite("Samples of the documents")
struct DocumentedSamplesTests {
    private let client = Client()

    private func recorded(_ work: () async throws -> Void) async throws -> [Recorded.Span] {
        var config = BotanuConfig()
        config.contentCaptureRate = 1
        return try await Recorded.of(config, work).spans
    }

    @Test("a call that is tracked")
    func trackedCall() async throws {
        let spans = try await recorded {
            _ = try await Botanu.trackLLMCall(provider: "openai", model: "gpt-4") { tracker in
                let response = try await client.chat(.init())
                tracker.setTokens(input: response.usage.promptTokens, output: response.usage.completionTokens)
                tracker.setRequestID(provider: response.id)
                return response
            }
        }
        #expect(spans.map(\.name) == ["chat gpt-4"])
        #expect(spans[0].attributes["gen_ai.response.id"] == .text("chatcmpl-abc123"))
    }

    @Test("prompt and answer, captured")
    func content() async throws {
        let prompt = "Hello, I am \(Samples.email)"
        let spans = try await recorded {
            try await Botanu.trackLLMCall(provider: "openai", model: "gpt-4") { tracker in
                tracker.setInputContent(prompt)
                let response = try await client.chat(.init())
                tracker.setOutputContent(response.text)
                tracker.setTokens(input: response.usage.promptTokens, output: response.usage.completionTokens)
            }
        }
        #expect(spans[0].attributes["botanu.eval.input_content"] == .text("Hello, I am [REDACTED]"))
        #expect(spans[0].attributes["botanu.eval.output_content"] == .text("Hello back"))
    }

    @Test("a workflow whose arguments and result are captured")
    func workflow() async throws {
        struct Request: Encodable {
            var id: String
            var tenant: String
            var text: String
        }
        func summarize(_ request: Request) -> String {
            Botanu.event(workflow: "summarize", eventID: request.id, customerID: request.tenant, input: request) { _ in
                "short: \(request.text)"
            }
        }
        let spans = try await recorded { _ = summarize(Request(id: "1", tenant: "t", text: "long")) }
        #expect(spans[0].attributes["botanu.eval.output_content"] == .text(#""short: long""#))
    }

    @Test("a tool call")
    func tool() async throws {
        let spans = try await recorded {
            let results = Botanu.trackToolCall("search_database", callID: "call_abc123") { tool in
                let results = [1, 2, 3]
                tool.setResult(success: true, itemsReturned: results.count, bytesProcessed: 1024)
                return results
            }
            #expect(results.count == 3)
        }
        #expect(spans[0].attributes["botanu.tool.items_returned"] == .number(3))
    }

    @Test("a client's method that tracks its calls")
    func instrumented() async throws {
        let spans = try await recorded {
            let chat = Botanu.instrumented(
                provider: "openai",
                model: { (request: Client.Request) in request.model },
                client.chat
            )
            _ = try await chat(.init())
        }
        #expect(spans.map(\.name) == ["chat gpt-4"])
        #expect(spans[0].attributes["gen_ai.response.model"] == .text("gpt-4-0613"))
        #expect(spans[0].attributes["gen_ai.usage.output_tokens"] == .number(200))
    }

    @Test("another provider when the first is out of capacity")
    func fallback() async throws {
        func process(_ prompt: String) async throws -> String {
            try await Botanu.event(workflow: "process-with-fallback", eventID: "i", customerID: "c") { _ in
                do {
                    return try await Botanu.trackLLMCall(provider: "anthropic", model: "claude-3-opus") { tracker in
                        tracker.setAttempt(1)
                        await Task.yield()
                        throw RateLimitError("429")
                    }
                } catch is RateLimitError {
                    return try await Botanu.trackLLMCall(provider: "openai", model: "gpt-4") { tracker in
                        tracker.setAttempt(2)
                        let response = try await client.chat(.init(prompt: prompt))
                        tracker.setResponse(response)
                        Botanu.emitOutcome(valueType: "items_processed", valueAmount: 1)
                        return response.text
                    }
                }
            }
        }
        let spans = try await recorded {
            let answer = try await process("p")
            #expect(answer == "Hello back")
        }
        #expect(spans.map(\.status) == ["error", "unset", "ok"])
        #expect(spans[2].attributes["botanu.outcome.value_amount"] == .number(1))
    }

    @Test("whether content is captured can be asked")
    func asked() throws {
        #expect(Botanu.config.contentCaptureRate == 0)
        var config = BotanuConfig()
        config.contentCaptureRate = 0.2
        try Botanu.withConfiguration(config) { #expect(Botanu.config.contentCaptureRate == 0.2) }
    }
}

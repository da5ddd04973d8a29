import BotanuSDK
import Testing
import Tracing

/// What the Python SDK sends for a scenario, with the differences that are meant: see `Golden/README.md`.
@Suite("What the Python SDK sends")
struct GoldenTests {
    struct Scenario: Sendable, CustomTestStringConvertible {
        var name: String
        var work: @Sendable () async throws -> Void

        var testDescription: String { name }
    }

    @Test("is sent", arguments: scenarios)
    func equalsRecording(_ scenario: Scenario) async throws {
        var config = BotanuConfig()
        config.contentCaptureRate = 1
        config.deploymentEnvironment = "test"
        let sent = try await Recorded.of(config) { try? await scenario.work() }
        let expected = try Recorded(golden: scenario.name)
        #expect(sent.spans.map(\.name).sorted() == expected.spans.map(\.name).sorted())
        for span in expected.spans {
            let alike = sent.spans.filter { $0.name == span.name }
            if alike.contains(span) { continue }
            let found = alike.first { $0.attributes == span.attributes } ?? alike.first
            #expect(found == span)
        }
        // The scrubber's own metrics have no counterpart.
        let points = sent.points.filter { !$0.name.hasPrefix("botanu.pii.") }
        #expect(Set(points).subtracting(expected.points) == [])
        #expect(Set(expected.points).subtracting(points) == [])
    }

    private static let scenarios: [Scenario] = [
        Scenario(name: "01_llm_call_minimal") {
            Botanu.trackLLMCall(provider: "openai", model: "gpt-4") { call in
                _ = call.setTokens(input: 150, output: 200).setRequestID(provider: "chatcmpl-abc123")
            }
        },
        Scenario(name: "02_llm_call_all_setters") {
            Botanu.trackLLMCall(
                provider: "azure-openai",
                model: "gpt-4",
                clientRequestID: "my-client-123",
                attributes: ["tier": "gold", "gen_ai.custom": "x"]
            ) { call in
                _ = call.setTokens(input: 150, output: 200, cached: 50, cacheRead: 50, cacheWrite: 100)
                    .setRequestID(provider: "chatcmpl-abc").setResponseModel("gpt-4-0613")
                    .setRequestParams(
                        temperature: 0.7,
                        topP: 0.9,
                        maxTokens: 1000,
                        stopSequences: ["END"],
                        frequencyPenalty: 0.5,
                        presencePenalty: 0.3
                    )
                    .setStreaming().setCacheHit().setAttempt(2).setFinishReason("stop")
                    .setInputContent("Hi, I am at \(Samples.email)").setOutputContent("call \(Samples.phone)")
                    .addMetadata(["prompt_version": "v2.1", "experiment_id": "exp-123", "botanu.x": 1])
            }
        },
        Scenario(name: "03_llm_error") {
            try Botanu.trackLLMCall(provider: "anthropic", model: "claude-3-opus") { call in
                call.setTokens(input: 5)
                throw ValueError("rate limited")
            }
        },
        Scenario(name: "04_llm_error_explicit_then_raise") {
            try Botanu.trackLLMCall(provider: "anthropic", model: "claude-3-opus") { call in
                call.setError(TimeoutError("slow"))
                throw TimeoutError("slow")
            }
        },
        Scenario(name: "05_all_operations") {
            let operations: [ModelOperation] = [
                .chat, .textCompletion, .embeddings, .generateContent, .executeTool, .createAgent, .invokeAgent,
                .rerank,
                .imageGeneration, .speechToText, .textToSpeech,
            ]
            for operation in operations {
                Botanu.trackLLMCall(provider: "openai", model: "m", operation: operation) { _ = $0.setTokens(input: 3) }
            }
        },
        Scenario(name: "06_provider_normalisation") {
            let names = [
                "openai", "OpenAI", "azure_openai", "azure-openai", "azureopenai", "anthropic", "claude", "bedrock",
                "aws_bedrock", "amazon_bedrock", "vertex", "vertexai", "vertex_ai", "gcp_vertex", "gemini", "google",
                "cohere", "mistral", "mistralai", "together", "togetherai", "groq", "replicate", "ollama",
                "huggingface", "hf", "fireworks", "perplexity", "MyCustom", " openai ",
            ]
            for name in names {
                Botanu.trackLLMCall(
                    provider: Provider(name),
                    model: "m",
                    attributes: ["input": name]
                ) { _ in }
            }
        },
        Scenario(name: "07_tool_call") {
            Botanu.trackToolCall(
                "search_database",
                callID: "call_abc123",
                provider: "tavily",
                attributes: ["depth": 2]
            ) { tool in
                _ = tool.setResult(success: true, itemsReturned: 10, bytesProcessed: 2048)
                    .addMetadata(["query_type": "semantic"])
            }
        },
        Scenario(name: "08_tool_error") {
            try Botanu.trackToolCall("search", callID: "call_9") { _ in throw KeyError("'nope'") }
        },
        Scenario(name: "09_standalone_helpers") {
            withSpan("mine") { _ in
                Botanu.setLLMAttributes(
                    provider: "openai",
                    model: "gpt-4",
                    inputTokens: 150,
                    outputTokens: 200,
                    cachedTokens: 7,
                    streaming: true,
                    providerRequestID: "chatcmpl-1"
                )
            }
            withSpan("mine2") { _ in Botanu.setTokenUsage(input: 150, output: 200, cached: 50) }
        },
        Scenario(name: "10_llm_instrumented_sync_async_stream") {
            struct Answer: LLMResponse {
                var tokenUsage: LLMTokenUsage? { LLMTokenUsage(input: 11, output: 22) }
            }
            let chat = Botanu.instrumented(provider: "openai", model: { (model: String) in model }) { _ in Answer() }
            _ = try chat("gpt-4")
            _ = try chat("gpt-4o")
            let slowChat = Botanu.instrumented(provider: "openai", model: { (model: String) in model }) {
                (_: String) async -> Answer in
                await Task.yield()
                return Answer()
            }
            _ = try await slowChat("gpt-4-async")
            let call = Botanu.startLLMCall(provider: "openai", model: "gpt-4-stream")
            for await _ in call.tracking(AsyncStream<String> { $0.finish() }) {}
        },
        Scenario(name: "11_event_context_manager_nested") {
            let options = EventOptions(environment: "staging", tenantID: "t-1")
            await Botanu.event(workflow: "Support", eventID: "evt-1", customerID: "cust-9", options: options) {
                run in
                Botanu.step("retrieval") {
                    Botanu.trackDatabaseOperation("postgres", operation: "select", database: "kb") { call in
                        _ = call.setResult(rowsReturned: 3, bytesRead: 99).setTable("docs", schema: "public")
                            .setRetrievalContent("doc by \(Samples.email)")
                    }
                }
                await Botanu.step("generation") {
                    await Botanu.trackLLMCall(provider: "openai", model: "gpt-4") { call in
                        await Task.yield()
                        call.setTokens(input: 10, output: 20)
                        Botanu.trackToolCall("calc") { _ = $0.setResult() }
                    }
                }
                Botanu.emitOutcome(
                    valueType: "tickets_resolved",
                    valueAmount: 1,
                    confidence: 0.9,
                    reason: "ok",
                    metadata: ["k": "v"]
                )
                Botanu.setBusinessContext(team: "t", costCenter: "cc", region: "eu")
                Botanu.setCorrelation(["zendesk_ticket_id": "T-123", "unknown_id": "u", "empty_id": ""])
            }
        },
        Scenario(name: "12_event_decorator_sync_async_capture") {
            struct Request: Encodable {
                var id: String
                var tenant: String?
                var text: String?
            }
            struct Summary: Encodable {
                var summary: String
                var n: Int
            }
            let request = Request(id: "e-1", tenant: "acme", text: "SSN \(Samples.socialSecurityNumber)")
            _ = Botanu.event(workflow: "summarize", eventID: "e-1", customerID: "acme", input: request) { _ in
                Summary(summary: "mail \(Samples.email)", n: 1)
            }
            _ = await Botanu.event(
                workflow: "asummarize",
                eventID: "e-2",
                customerID: "c",
                input: Request(id: "e-2")
            ) { _ async -> String in
                await Task.yield()
                return "ok"
            }
        },
        Scenario(name: "13_event_failure_and_step_failure") {
            try Botanu.event(workflow: "W", eventID: "e", customerID: "c") { _ in
                try Botanu.step("s") { throw RuntimeError("boom") }
            }
        },
        Scenario(name: "14_fallback_example") {
            struct Work: Encodable {
                var id = "i"
                var customer = "c"
                var prompt = "p"

                enum CodingKeys: String, CodingKey {
                    case id
                    case customer = "customer_id"
                    case prompt
                }
            }
            _ = try await Botanu.event(
                workflow: "process-with-fallback",
                eventID: "i",
                customerID: "c",
                input: Work()
            ) { _ async throws -> String in
                do {
                    return try Botanu.trackLLMCall(provider: "anthropic", model: "claude-3-opus") { call in
                        call.setAttempt(1)
                        throw RateLimitError("429")
                    }
                } catch is RateLimitError {
                    return Botanu.trackLLMCall(provider: "openai", model: "gpt-4") { call in
                        call.setAttempt(2).setTokens(input: 7, output: 8)
                        Botanu.emitOutcome(valueType: "items_processed", valueAmount: 1)
                        return "x"
                    }
                }
            }
        },
        Scenario(name: "15_data_trackers") {
            Botanu.trackDatabaseOperation(
                "bigquery",
                operation: .select,
                cloudProvider: "GCP",
                attributes: ["shard": 1]
            ) { call in
                call.setQueryID("q1").setBytesScanned(1000).setBytesTransferred(sent: 1, received: 2)
            }
            Botanu.trackDatabaseOperation("DynamoDB", operation: "put") { _ in }
            Botanu.trackStorageOperation("aws_s3", operation: .put) { call in
                call.setResult(objectsCount: 1, bytesRead: 2, bytesWritten: 3).setBucket("b")
                    .setBytesTransferred(sent: 3, received: 2)
            }
            Botanu.trackMessagingOperation("aws_sqs", operation: .publish, destination: "q") { call in
                call.setResult(messageCount: 1, bytesTransferred: 9)
            }
            Botanu.trackMessagingOperation("kafka", operation: .consume, destination: "topic") { _ in }
            withSpan("x") { _ in
                Botanu.setDataMetrics(rowsAffected: 2, bytesRead: 3, bytesWritten: 4, objectsCount: 5)
                Botanu.setWarehouseMetrics(queryID: "q", bytesScanned: 7, rowsReturned: 8, partitionsScanned: 9)
            }
        },
        Scenario(name: "16_retry_context") {
            Botanu.withRetryAttempt(3) {
                Botanu.trackLLMCall(provider: "openai", model: "gpt-4") { _ in }
            }
        },
        Scenario(name: "17_nested_events") {
            Botanu.event(workflow: "Outer", eventID: "outer", customerID: "c") { outer in
                Botanu.event(workflow: "Inner", eventID: "inner", customerID: "c") { inner in
                    #expect(inner.context.parentRunID == outer.context.runID)
                    #expect(inner.context.rootRunID == outer.context.runID)
                }
            }
        },
        Scenario(name: "18_truncation") {
            Botanu.trackLLMCall(provider: "openai", model: "m") { call in
                _ = call.setInputContent(String(repeating: "é", count: 5000))
                    .setOutputContent("xxxxx", maxCharacters: 3)
            }
        },
        Scenario(name: "19_cancellation_and_generator") {
            let task = Task {
                try await Botanu.event(workflow: "cancelled", eventID: "e", customerID: "c") { _ in
                    try await Botanu.trackLLMCall(provider: "openai", model: "m") { _ in
                        try await Task.sleep(for: .seconds(60))
                    }
                }
            }
            task.cancel()
            _ = try? await task.value
        },
    ]
}

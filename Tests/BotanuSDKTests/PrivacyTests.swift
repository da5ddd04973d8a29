import BotanuSDK
import CoreMetrics
import Foundation
import InMemoryTracing
import MetricsTestKit
import PIIScrubbing
import Testing
import Tracing

/// Every string that is given to the SDK, at every entry point, holds something to redact: none of it may come out.
@Suite("Nothing of what is to be scrubbed leaves")
struct PrivacyTests {
    private static let secret = Samples.email
    /// What must be found nowhere: the part that makes it personal.
    private static let trace = "alice"

    struct Leaking: Error, CustomStringConvertible {
        var description: String { "no mail for \(PrivacyTests.secret)" }
    }

    struct Payload: Encodable {
        var text = PrivacyTests.secret
        var list = ["line\n" + PrivacyTests.secret]
        var map = [PrivacyTests.secret: PrivacyTests.secret]
    }

    struct Response: LLMResponse, Sendable {
        var tokenUsage: LLMTokenUsage? { nil }
        var responseModel: String? { PrivacyTests.secret }
        var responseID: String? { PrivacyTests.secret }
    }

    struct Entry: Sendable, CustomTestStringConvertible {
        var testDescription: String
        var work: @Sendable () async throws -> Void
    }

    @Test("by any door", arguments: entries)
    func leavesNothing(_ entry: Entry) async throws {
        var config = BotanuConfig()
        config.contentCaptureRate = 1
        config.deploymentEnvironment = Self.secret
        let tracer = InMemoryTracer()
        let metrics = TestMetrics()
        let logs = RecordedLogs.shared
        try await withTracer(tracer) {
            try await withMetricsFactory(metrics) {
                try await Botanu.withConfiguration(config) { try? await entry.work() }
            }
        }
        #expect(!logs.all.contains(Self.trace))
        #expect(!tracer.finishedSpans.isEmpty)
        for span in tracer.finishedSpans {
            var shown = [span.operationName, span.status?.message ?? ""]
            // swift-format-ignore: ReplaceForEachWithForLoop
            span.attributes.forEach { shown += [$0, "\($1)"] }
            for event in span.events {
                shown.append(event.name)
                // swift-format-ignore: ReplaceForEachWithForLoop
                event.attributes.forEach { shown += [$0, "\($1)"] }
            }
            shown += span.errors.map { "\($0.error)" }
            for text in shown { #expect(!text.contains(Self.trace), "in \(span.kind) span") }
        }
        for metric in metrics.counters.map(\.dimensions) + metrics.recorders.map(\.dimensions) {
            for (name, value) in metric { #expect(!(name + value).contains(Self.trace)) }
        }
    }

    @Test("by the log: of settings that are not understood, of texts that cannot be scrubbed")
    func log() throws {
        let logs = RecordedLogs.shared
        var config = BotanuConfig()
        let names = [
            "BOTANU_AUTO_DETECT_RESOURCES", "BOTANU_MAX_QUEUE_SIZE", "BOTANU_CONTENT_CAPTURE_RATE", "BOTANU_PII_IDS",
            "BOTANU_PII_SCOPE", "OTEL_EXPORTER_OTLP_HEADERS", "BOTANU_PII_SCRUB_ENABLED",
            "BOTANU_COLLECTOR_ENDPOINT", "BOTANU_API_KEY", "BOTANU_PII_ID_KEY",
        ]
        config.apply(environment: Dictionary(uniqueKeysWithValues: names.map { ($0, Self.secret) }))
        config.contentCaptureRate = 1
        config.scrubbing.limits.maximumTextBytes = 4
        try Botanu.withConfiguration(config) {
            Botanu.trackToolCall(Self.secret) { call in _ = call.setInputContent(Self.secret) }
            Botanu.event(workflow: "", eventID: "", customerID: Self.secret) { _ in }
        }
        #expect(logs.all.contains("BOTANU_MAX_QUEUE_SIZE is ignored"))
        #expect(logs.all.contains("could not be scrubbed"))
        #expect(!logs.all.contains(Self.trace))
    }

    @Test("by looking into what is held: trackers, runs, options of recognizers")
    func descriptions() async throws {
        struct Slow: Recognizer {
            var name: String { "slow" }
            func recognize(_ request: RecognitionRequest) -> RecognitionOutcome { .findings([]) }
        }
        var config = BotanuConfig()
        config.contentCaptureRate = 1
        try Botanu.withConfiguration(config, recognizers: [Slow()]) {
            let call = Botanu.startLLMCall(provider: Provider(Self.secret), model: Self.secret)
                .setInputContent(Self.secret)
            Botanu.event(workflow: "w", eventID: Self.secret, customerID: "c", input: Self.secret) { run in
                for value in [call, run, run.context] as [Any] {
                    var dumped = "\(value) \(String(reflecting: value))"
                    dump(value, to: &dumped)
                    #expect(!dumped.contains(Self.trace))
                }
            }
        }
    }

    private static var attributes: [String: any SpanAttributeConvertible] {
        [secret: secret, "list": [secret], "number": 4111_1111_1111_1111, "decoded": 4111_1111_1111_1111.0]
    }

    private static let entries: [Entry] = [
        Entry(testDescription: "LLM call") {
            try Botanu.trackLLMCall(
                provider: Provider(secret),
                model: secret,
                operation: ModelOperation(rawValue: secret),
                clientRequestID: secret,
                attributes: attributes
            ) { call in
                call.setRequestID(provider: secret, client: secret).setResponseModel(secret).setInputContent(secret)
                    .setOutputContent(secret).setRequestParams(stopSequences: [secret]).setFinishReason(secret)
                    .addMetadata(attributes).setTokens(input: 1).markFirstChunk()
                throw Leaking()
            }
        },
        Entry(testDescription: "tool call") {
            try Botanu.trackToolCall(secret, callID: secret, provider: Provider(secret), attributes: attributes) {
                tool in
                tool.setInputContent(secret).setOutputContent(secret).setToolCallID(secret).addMetadata(attributes)
                throw Leaking()
            }
        },
        Entry(testDescription: "database operation") {
            try Botanu.trackDatabaseOperation(
                DatabaseSystem(secret),
                operation: DatabaseOperation(rawValue: secret),
                database: secret,
                cloudProvider: secret,
                attributes: attributes
            ) { call in
                call.setTable(secret, schema: secret).setQueryID(secret).setRetrievalContent(secret)
                    .addMetadata(attributes)
                throw Leaking()
            }
        },
        Entry(testDescription: "storage operation") {
            try Botanu.trackStorageOperation(
                StorageSystem(secret),
                operation: StorageOperation(rawValue: secret),
                cloudProvider: secret,
                attributes: attributes
            ) { call in
                call.setBucket(secret).addMetadata(attributes)
                throw Leaking()
            }
        },
        Entry(testDescription: "messaging operation") {
            try Botanu.trackMessagingOperation(
                MessagingSystem(secret),
                operation: MessagingOperation(rawValue: secret),
                destination: secret,
                cloudProvider: secret,
                attributes: attributes
            ) { call in
                call.addMetadata(attributes)
                throw Leaking()
            }
        },
        Entry(testDescription: "handles that are ended by hand") {
            Botanu.startLLMCall(provider: Provider(secret), model: secret, attributes: attributes)
                .setInputContent(secret).setError(Leaking()).end()
            await Botanu.startToolCall(secret, callID: secret).setOutputContent(secret).setError(Leaking()).finish()
            Botanu.startDatabaseOperation(DatabaseSystem(secret), operation: .select).setError(Leaking()).end()
            Botanu.startStorageOperation(StorageSystem(secret), operation: .get).setError(Leaking()).end()
            Botanu.startMessagingOperation(MessagingSystem(secret), operation: .publish, destination: secret)
                .setError(Leaking()).end()
        },
        Entry(testDescription: "a client's method and a stream") {
            let chat = Botanu.instrumented(provider: Provider(secret), model: { (request: String) in request }) {
                (_: String) async throws -> Response in
                Response()
            }
            _ = try await chat(secret)
            let failing = Botanu.instrumented(provider: "openai", model: { (request: String) in request }) {
                (_: String) async throws -> Response in
                throw Leaking()
            }
            _ = try? await failing(secret)
            let stream = AsyncThrowingStream<String, any Error> { continuation in
                continuation.yield(secret)
                continuation.finish(throwing: Leaking())
            }
            for try await _ in Botanu.startLLMCall(provider: "openai", model: "m").tracking(stream) {}
        },
        Entry(testDescription: "event and step") {
            let options = EventOptions(environment: secret, tenantID: secret, workflowVersion: secret)
            try Botanu.event(workflow: secret, eventID: secret, customerID: secret, options: options) { run in
                Botanu.emitOutcome(
                    valueType: secret,
                    reason: secret,
                    errorType: secret,
                    metadata: [secret: secret]
                )
                Botanu.setBusinessContext(customerID: secret, team: secret, costCenter: secret, region: secret)
                Botanu.setCorrelation([secret: secret])
                #expect(!"\(run.context)".contains(trace))
                withSpan("another library's") { _ in }
                try Botanu.step(secret) { throw Leaking() }
            }
        },
        Entry(testDescription: "content of an event") {
            _ = Botanu.event(workflow: "w", eventID: "e", customerID: "c", input: Payload()) { _ in Payload() }
            _ = Botanu.event(workflow: "w", eventID: "e", customerID: "c", input: secret) { _ in Leaking() }
        },
        Entry(testDescription: "standalone helpers") {
            withSpan("mine") { _ in
                Botanu.setLLMAttributes(
                    provider: Provider(secret),
                    model: secret,
                    operation: ModelOperation(rawValue: secret),
                    inputTokens: 1,
                    providerRequestID: secret
                )
                Botanu.setWarehouseMetrics(queryID: secret, bytesScanned: 1)
            }
        },
        Entry(testDescription: "a run that comes in from outside") {
            var context = ServiceContext.topLevel
            let encoded = secret.replacing("@", with: "%40")
            let header = ["run_id", "workflow", "event_id", "customer_id", "tenant_id", "root_run_id"]
                .map { "botanu.\($0)=\(encoded)" }.joined(separator: ",")
            RunPropagator().extract(["baggage": header], into: &context, using: DictionaryExtractor())
            ServiceContext.withValue(context) { Botanu.trackToolCall("t") { _ in } }
        },
    ]

    struct DictionaryExtractor: Extractor {
        func extract(key: String, from carrier: [String: String]) -> String? { carrier[key] }
    }

    @Test("descriptions of a configuration show no header, credential or regex")
    func configuration() {
        var config = BotanuConfig()
        config.otlpHeaders = ["X-Secret": Self.secret]
        config.otlpEndpoint = "https://user:alice@ingest.botanu.ai"
        config.scrubbing.addPattern("own", regex: "alice")
        for text in ["\(config)", String(reflecting: config), "\(Mirror(reflecting: config).children.map(\.value))"] {
            #expect(!text.contains(Self.trace))
        }
        #expect(config.otlpEndpoint == "https://ingest.botanu.ai")
    }
}

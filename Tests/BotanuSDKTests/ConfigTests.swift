import BotanuSDK
import Foundation
import PIIScrubbing
import Testing

@Suite("Configuration of the SDK")
struct ConfigTests {
    private static let yaml = """
        service:
          name: ${NAME:-fallback}
          version: "1.2"
          namespace: shop
          environment: staging
        resource: {auto_detect: false}
        otlp:
          endpoint: https://ingest.botanu.ai
          headers: {X-Team: "${TEAM}"}
        export: {batch_size: 64, queue_size: 1024, delay_ms: 250, export_timeout_ms: 9000}
        eval:
          content_capture_rate: ${RATE:-0.2}
          pii:
            disable_patterns: [ipv4]
            replacement: "[GONE]"
            scope: content
            ids: as_given
            id_key: ${ID_KEY:-}
            recognizer_deadline_ms: 300
        propagation: {hosts: [api.example.com, "*.internal"], ids: digest}
        """

    private func load(_ yaml: String, _ environment: [String: String] = [:]) throws -> BotanuConfig {
        let file = FileManager.default.temporaryDirectory.appendingPathComponent("botanu-\(UUID()).yaml")
        try Data(yaml.utf8).write(to: file)
        defer { try? FileManager.default.removeItem(at: file) }
        return try BotanuConfig.load(file: file.path, environment: environment)
    }

    @Test("reads all sections of a file, with variables in it")
    func file() throws {
        let config = try load(Self.yaml, ["TEAM": "a: b"])
        #expect(config.serviceName == "fallback")
        #expect(config.serviceVersion == "1.2")
        #expect(config.serviceNamespace == "shop")
        #expect(config.deploymentEnvironment == "staging")
        #expect(!config.detectsResources)
        #expect(config.otlpEndpoint == "https://ingest.botanu.ai")
        #expect(config.otlpHeaders == ["X-Team": "a: b"])
        #expect(config.maximumExportBatchSize == 64)
        #expect(config.maximumQueueSize == 1024)
        #expect(config.scheduleDelay == .milliseconds(250))
        #expect(config.exportTimeout == .seconds(9))
        #expect(config.contentCaptureRate == 0.2)
        #expect(config.scrubbing.replacement == "[GONE]")
        #expect(config.scrubbingScope == .content)
        #expect(config.identifiers == .asGiven)
        #expect(config.identifierKey == nil)
        #expect(config.recognizerDeadline == .milliseconds(300))
        #expect(config.propagationHosts == ["api.example.com", "*.internal"])
        #expect(config.propagatesDigests)
        #expect(try Scrubber(config.scrubbing).scrub("10.0.0.1 \(Samples.email)") == "10.0.0.1 [GONE]")
    }

    @Test("the file in the README is understood")
    func documented() throws {
        let readme = URL(filePath: #filePath).deletingLastPathComponent()
            .appending(path: "../../README.md").standardizedFileURL
        let text = try String(contentsOf: readme, encoding: .utf8)
        let start = try #require(text.range(of: "```yaml\n# botanu.yaml"))
        let end = try #require(text.range(of: "```", range: start.upperBound..<text.endIndex))
        let config = try load(String(text[start.lowerBound..<end.lowerBound].dropFirst("```yaml\n".count)))
        #expect(config.contentCaptureRate == 0.2)
        #expect(config.deploymentEnvironment == "staging")
    }

    @Test("the environment goes before the file, BOTANU before OTEL")
    func environment() throws {
        let config = try load(
            Self.yaml,
            [
                "TEAM": "t", "OTEL_SERVICE_NAME": "otel", "BOTANU_SERVICE_NAME": "own",
                "BOTANU_CONTENT_CAPTURE_RATE": "3", "BOTANU_PII_SCRUB_REPLACEMENT": "[X]",
                "OTEL_BSP_MAX_QUEUE_SIZE": "7", "BOTANU_PII_SCOPE": "own", "BOTANU_PII_IDS": "digest",
                "BOTANU_PII_ID_KEY": "k",
                "OTEL_EXPORTER_OTLP_HEADERS": "a=b%20c, d = e",
            ]
        )
        #expect(config.serviceName == "own")
        #expect(config.contentCaptureRate == 1)
        #expect(config.scrubbing.replacement == "[X]")
        #expect(config.maximumQueueSize == 7)
        #expect(config.scrubbingScope == .own)
        #expect(config.identifiers == .digest)
        #expect(config.identifierKey == "k")
        #expect(config.otlpHeaders == ["a": "b c", "d": " e"])
    }

    @Test(
        "a mistake is told with file, line and key",
        arguments: [
            ("service: {nam: x}", 1, "service.nam"), ("a: 1", 1, "a"),
            ("eval:\n  content_capture_rate: 2", 2, "eval.content_capture_rate"),
            ("eval:\n  content_capture_rate: often", 2, "eval.content_capture_rate"),
            ("eval:\n  pii:\n    enabld: true", 3, "eval.pii.enabld"),
            ("service:\n  name: ${NOBODY_SET_THIS}", 2, "service.name"),
            ("otlp:\n  endpoint: https://u:p@host", 2, "otlp.endpoint"),
            ("otlp:\n  endpoint: not a url", 2, "otlp.endpoint"),
            ("propagation:\n  hosts: [api.example.com:8443]", 2, "propagation.hosts[0]"),
            ("export: {batch_size: 0}", 1, "export.batch_size"),
            ("eval:\n  pii:\n    scope: some", 3, "eval.pii.scope"), ("eval: {pii: {ids: hash}}", 1, "eval.pii.ids"),
            ("propagation:\n  hosts: ['https://a.example']", 2, "propagation.hosts[0]"),
        ]
    )
    func mistakes(yaml: String, line: Int, key: String) throws {
        let error = #expect(throws: ConfigurationError.self) { try load(yaml) }
        #expect(error?.line == line)
        #expect(error?.key == key)
    }

    @Test(
        "names that are nearly those of variables are told of",
        arguments: ["BOTANU_CONTENT_CAPTURE_RAT", "BOTANU_PII_SCOP", "BOTANU_PII_ID_KEYS"]
    )
    func misspelt(name: String) throws {
        let logs = RecordedLogs.shared
        var config = BotanuConfig()
        config.apply(environment: [name: "1"])
        try Botanu.withConfiguration(config) {}
        #expect(logs.all.contains("\(name) is ignored"))
    }

    @Test("what can hardly be meant is told of when it is used")
    func doubts() throws {
        let logs = RecordedLogs.shared
        var config = BotanuConfig()
        config.scrubbing.isEnabled = false
        config.contentCaptureRate = 1
        config.propagationHosts = ["https://api.example.com"]
        config.propagatesDigests = true
        config.otlpEndpoint = "ftp://x"
        config.maximumQueueSize = 1
        try Botanu.withConfiguration(config) {}
        for doubt in ["scrubbing is switched off", "is no host", "id_key", "no URL", "larger than"] {
            #expect(logs.all.contains(doubt))
        }
    }

    @Test("a file that is named must be there; nobody names one, and the defaults hold")
    func absence() throws {
        #expect(throws: ConfigurationError.self) {
            try BotanuConfig.load(file: "/nowhere/botanu.yaml", environment: [:])
        }
        #expect(throws: ConfigurationError.self) {
            try BotanuConfig.load(environment: ["BOTANU_CONFIG_FILE": "/nowhere/botanu.yaml"])
        }
        let config = try BotanuConfig.load(environment: [:])
        #expect(config.contentCaptureRate == 0)
        #expect(config.otlpEndpoint == "http://localhost:4318")
    }

    @Test(
        "the API key goes to hosts of Botanu and to this machine only",
        arguments: [
            ("https://ingest.botanu.ai", true), ("https://BOTANU.ai/v1", true), ("http://localhost:4318", true),
            ("http://127.0.0.1", true), ("http://[::1]:4318", true), ("https://botanu.ai.evil.example", false),
            ("https://evilbotanu.ai", false), ("https://evil.example/botanu.ai", false),
            ("http://0.0.0.0:4318", false), ("http://ingest.botanu.ai", false),
        ]
    )
    func apiKey(endpoint: String, isSent: Bool) throws {
        var config = BotanuConfig()
        config.apply(environment: ["BOTANU_API_KEY": "k", "BOTANU_COLLECTOR_ENDPOINT": endpoint])
        #expect((config.tracesTarget.headers["Authorization"] == "Bearer k") == isSent)
    }

    @Test("with an API key and no endpoint telemetry goes to Botanu")
    func defaultEndpoint() {
        var config = BotanuConfig()
        config.apply(environment: ["BOTANU_API_KEY": "k"])
        #expect(config.otlpEndpoint == "https://ingest.botanu.ai")
    }
}

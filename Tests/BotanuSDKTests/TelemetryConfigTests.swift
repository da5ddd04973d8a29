import PIIScrubbing
import Testing

@testable import BotanuSDK

@Suite("how telemetry is configured")
struct TelemetryConfigTests {
    @Test("a file says all of it")
    func yaml() throws {
        var config = BotanuConfig()
        try config.apply(
            yaml: """
                otlp:
                  endpoint: https://collector.example/base
                  metrics_endpoint: https://metrics.example/own
                  headers: {x-team: blue}
                  protocol: http/json
                  compression: gzip
                  timeout_ms: 1500
                  certificate: ca.pem
                  client_certificate: client.pem
                  client_key: client.key
                  proxy: http://proxy:3128
                export:
                  traces: [otlp, console]
                  metrics: []
                  file: t.jsonl
                  batch_size: 10
                  queue_size: 20
                  queue_bytes: 100000
                  delay_ms: 30
                  export_timeout_ms: 40
                  metric_interval_ms: 50
                  temporality: delta
                  sampler: traceidratio
                  sampler_arg: 0.25
                  disk: {folder: d, max_bytes: 2000000, max_age_s: 60, flush_ms: 70}
                limits: {attributes: 1, events: 2, links: 3, event_attributes: 4, link_attributes: 5, value_length: 6}
                resource: {auto_detect: false, attributes: {team: blue}}
                eval: {compat: [openinference], pii: {scope: all}}
                """,
            file: "botanu.yaml",
            environment: [:]
        )
        #expect(config.tracesTarget.url == "https://collector.example/base/v1/traces")
        #expect(config.metricsTarget.url == "https://metrics.example/own")
        #expect(config.otlp.encoding == .json && config.otlp.compression == .gzip)
        #expect(config.otlp.timeout == .milliseconds(1500) && config.otlp.proxy == "http://proxy:3128")
        #expect(config.export.traces == [.otlp, .console] && config.export.metrics.isEmpty)
        #expect(config.export.temporality == .delta && config.export.maximumQueueBytes == 100_000)
        #expect(config.sampler == Sampler(root: .ratio(0.25), isParentBased: false))
        var disk = DiskBufferOptions(folder: "d")
        (disk.maximumBytes, disk.maximumAge, disk.flushInterval) = (2_000_000, .seconds(60), .milliseconds(70))
        #expect(config.export.disk == disk)
        #expect(config.spanLimits.attributeCount == 1 && config.spanLimits.linkAttributeCount == 5)
        #expect(config.spanLimits.attributeValueLength == 6 && config.resourceAttributes == ["team": "blue"])
        #expect(config.compatibility == [.openInference] && config.scrubbingScope == .all && !config.detectsResources)
    }

    @Test(
        "a mistake in a file is told with its line and what to do",
        arguments: [
            ("otlp: {protocol: grpc}", "'http/protobuf' or 'http/json'"), ("otlp: {compresion: gzip}", "compression"),
            ("otlp: {traces_endpoint: nowhere}", "must be a URL"), ("export: {traces: [jaeger]}", "'otlp'"),
            ("export: {sampler: sometimes}", "'parentbased_traceidratio'"),
            ("export: {sampler: traceidratio, sampler_arg: 2}", "sampler_arg"), ("export: {disk: {}}", "'folder'"),
            ("export: {queue_size: 0}", "queue_size"), ("limits: {attributes: -1}", "limits.attributes"),
            ("eval: {compat: [langfuse]}", "'openinference' or 'genai'"), ("export: {temporality: both}", "'delta'"),
        ]
    )
    func mistakes(yaml: String, says: String) throws {
        var config = BotanuConfig()
        let error = #expect(throws: ConfigurationError.self) {
            try config.apply(yaml: yaml, file: "botanu.yaml", environment: [:])
        }
        let text = "\(try #require(error))"
        #expect(text.contains("botanu.yaml:1") && text.contains(says), "\(text)")
    }

    @Test("the variables of the OpenTelemetry specification")
    func environment() {
        var config = BotanuConfig()
        config.apply(environment: [
            "OTEL_EXPORTER_OTLP_ENDPOINT": "http://a:1", "OTEL_EXPORTER_OTLP_TRACES_ENDPOINT": "http://b:2/x",
            "OTEL_EXPORTER_OTLP_HEADERS": "k=v", "OTEL_EXPORTER_OTLP_METRICS_HEADERS": "m=w",
            "OTEL_EXPORTER_OTLP_PROTOCOL": "http/json", "OTEL_EXPORTER_OTLP_TRACES_PROTOCOL": "http/protobuf",
            "OTEL_EXPORTER_OTLP_TIMEOUT": "100", "OTEL_EXPORTER_OTLP_METRICS_TIMEOUT": "200",
            "OTEL_TRACES_EXPORTER": "console", "OTEL_METRICS_EXPORTER": "none", "OTEL_METRIC_EXPORT_INTERVAL": "300",
            "OTEL_TRACES_SAMPLER": "parentbased_traceidratio", "OTEL_TRACES_SAMPLER_ARG": "0.5",
            "OTEL_ATTRIBUTE_COUNT_LIMIT": "9", "OTEL_SPAN_ATTRIBUTE_COUNT_LIMIT": "7",
            "OTEL_ATTRIBUTE_VALUE_LENGTH_LIMIT": "8", "OTEL_RESOURCE_ATTRIBUTES": "team=blue,city=New%20York",
            "OTEL_EXPORTER_OTLP_METRICS_TEMPORALITY_PREFERENCE": "DELTA", "HTTP_PROXY": "http://p:1",
            "OTEL_BSP_MAX_QUEUE_SIZE": "11",
        ])
        #expect(config.warnings.isEmpty)
        #expect(config.tracesTarget.url == "http://b:2/x" && config.metricsTarget.url == "http://a:1/v1/metrics")
        #expect(config.tracesTarget.headers == ["k": "v"] && config.metricsTarget.headers == ["m": "w"])
        #expect(config.tracesTarget.options.encoding == .protobuf && config.metricsTarget.options.encoding == .json)
        #expect(config.tracesTarget.options.timeout == .milliseconds(100))
        #expect(config.metricsTarget.options.timeout == .milliseconds(200))
        #expect(config.metricsTarget.options.proxy == "http://p:1")
        #expect(config.export.traces == [.console] && config.export.metrics.isEmpty)
        #expect(config.export.metricInterval == .milliseconds(300) && config.export.temporality == .delta)
        #expect(config.sampler == Sampler(root: .ratio(0.5)))
        #expect(config.spanLimits.attributeCount == 7 && config.spanLimits.eventAttributeCount == 9)
        #expect(config.spanLimits.attributeValueLength == 8)
        #expect(config.resourceAttributes == ["team": "blue", "city": "New York"])
        #expect(config.maximumQueueSize == 11)
    }

    @Test(
        "a value that is not understood is ignored, and told of without it",
        arguments: [
            "OTEL_EXPORTER_OTLP_PROTOCOL", "OTEL_EXPORTER_OTLP_COMPRESSION", "OTEL_EXPORTER_OTLP_TIMEOUT",
            "OTEL_TRACES_EXPORTER", "OTEL_METRICS_EXPORTER", "OTEL_TRACES_SAMPLER", "OTEL_METRIC_EXPORT_INTERVAL",
            "OTEL_EXPORTER_OTLP_TRACES_ENDPOINT", "OTEL_EXPORTER_OTLP_METRICS_HEADERS", "OTEL_SPAN_LINK_COUNT_LIMIT",
            "OTEL_ATTRIBUTE_VALUE_LENGTH_LIMIT", "OTEL_EXPORTER_OTLP_METRICS_TEMPORALITY_PREFERENCE",
            "OTEL_RESOURCE_ATTRIBUTES", "BOTANU_EVAL_COMPAT", "BOTANU_PII_SCOPE",
        ]
    )
    func odd(name: String) {
        var config = BotanuConfig()
        config.apply(environment: [name: "bogus secret"])
        #expect(config.warnings.count == 1 && config.warnings.contains { $0.hasPrefix("\(name) is ignored") })
        #expect(!config.warnings.joined().contains("bogus"))
    }

    @Test(
        "bases with and without the path of a signal",
        arguments: [
            "http://h:1", "http://h:1/", "http://h:1/v1/traces", "http://h:1/v1/metrics", "http://h:1/v1/traces?k=v",
        ]
    )
    func bases(endpoint: String) {
        var config = BotanuConfig()
        config.otlpEndpoint = endpoint
        let query = endpoint.contains("?") ? "?k=v" : ""
        #expect(config.tracesTarget.url == "http://h:1/v1/traces\(query)")
        #expect(config.metricsTarget.url == "http://h:1/v1/metrics\(query)")
    }

    @Test("the API key goes to a signal's own endpoint by the same rule")
    func apiKey() {
        var config = BotanuConfig()
        config.apply(environment: [
            "BOTANU_API_KEY": "k", "OTEL_EXPORTER_OTLP_ENDPOINT": "https://ingest.botanu.ai",
            "OTEL_EXPORTER_OTLP_METRICS_ENDPOINT": "https://elsewhere.example/v1/metrics",
        ])
        #expect(config.tracesTarget.headers["Authorization"] == "Bearer k")
        #expect(config.metricsTarget.headers["Authorization"] == nil)
    }

    @Test("proxies that are not for a host, and no proxy for this machine")
    func proxies() {
        for (list, isUsed) in [("", true), ("*", false), ("a", false), (".a", false), ("b,c", true), ("x.a", true)] {
            var config = BotanuConfig()
            config.apply(environment: [
                "OTEL_EXPORTER_OTLP_ENDPOINT": "http://a:1", "http_proxy": "http://p", "NO_PROXY": list,
            ])
            #expect((config.tracesTarget.options.proxy != nil) == isUsed)
        }
    }
}

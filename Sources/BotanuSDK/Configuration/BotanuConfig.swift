public import PIIScrubbing

/// What the SDK does: which service it speaks for, what it captures, where telemetry goes.
///
/// ``load(file:environment:)`` reads it from a YAML file and the environment; what is then set in code goes before
/// both. Descriptions show neither header values nor credentials nor custom regexes.
public struct BotanuConfig: Sendable {
    public var serviceName = "unknown_service"
    public var serviceVersion: String?
    public var serviceNamespace: String?
    /// As in `production`, `staging`.
    public var deploymentEnvironment = "production"
    /// Whether to look for what is known of host, process and container.
    public var detectsResources = true
    /// Where telemetry is sent, as an OTLP/HTTP base URL.
    public var otlpEndpoint = "http://localhost:4318" {
        didSet { otlpEndpoint = Self.withoutCredentials(otlpEndpoint) }
    }
    /// Sent with all telemetry. With `BOTANU_API_KEY` set, and the endpoint a host that may see it, a header
    /// `Authorization` comes on top.
    public var otlpHeaders: [String: String] = [:]
    /// How telemetry is sent.
    public var otlp = OTLPOptions()
    /// What is different for spans.
    public var otlpTraces = OTLPSignalOptions()
    /// What is different for metrics.
    public var otlpMetrics = OTLPSignalOptions()
    /// Where spans and metrics go, and when.
    public var export = ExportOptions()
    public var sampler = Sampler.parentBasedAlways
    public var spanLimits = SpanLimits()
    /// Attributes of the resource besides those that are found; these count (`OTEL_RESOURCE_ATTRIBUTES`).
    public var resourceAttributes: [String: String] = [:]
    /// Other names that captured content is written under as well.
    public var compatibility: Set<Compatibility> = []
    /// Spans that are exported at once, at most.
    public var maximumExportBatchSize = 512
    /// Spans that wait to be exported, at most.
    public var maximumQueueSize = 65_536
    /// How long spans wait for others to be exported with.
    public var scheduleDelay: Duration = .seconds(5)
    /// How long one attempt to export a batch may take; ``OTLPOptions/timeout`` counts where it is shorter. What a receiver
    /// may still take is tried again.
    public var exportTimeout: Duration = .seconds(30)
    /// The share of texts that are captured, from 0 to 1: with 0, the default, none are.
    public var contentCaptureRate = 0.0 {
        didSet { contentCaptureRate = Self.clamped(contentCaptureRate) }
    }
    /// How captured texts, and all other strings that are given to the SDK, are scrubbed.
    public var scrubbing = ScrubberConfiguration()
    /// Which strings are scrubbed besides content. With `scrubbing.isEnabled` false content is not, these still are.
    public var scrubbingScope = ScrubbingScope.own
    /// What becomes of identifiers that hold something to redact.
    public var identifiers = IdentifierPolicy.digest
    /// A secret that digests of identifiers are made with. With the same key they are the same in all processes and
    /// after restarts, without one in this process only.
    public var identifierKey: String?
    /// How long recognizers may take for all texts at the end of a scope. What is not seen by then is dropped.
    public var recognizerDeadline: Duration = .seconds(2)
    /// Hosts that runs may go out to, as in `api.example.com` and `*.example.com`: see
    /// ``Botanu/propagating(to:_:)-(_,()->Result)``.
    public var propagationHosts: [String] = []
    /// Whether identifiers of events, customers and tenants go out as digests.
    public var propagatesDigests = false

    /// The key of `BOTANU_API_KEY`.
    package var apiKey: String?
    /// What was wrong and could be ignored.
    package var warnings: [String] = []

    /// The defaults: nothing is captured, strings are scrubbed.
    public init() {}

    static func clamped(_ rate: Double) -> Double {
        // Not a number is no reason to capture anything.
        rate >= 0 ? min(rate, 1) : 0
    }
}

extension BotanuConfig: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    public var description: String {
        """
        BotanuConfig(service: \(serviceName), environment: \(deploymentEnvironment), \
        contentCaptureRate: \(contentCaptureRate), endpoint: \(shownEndpoint), \
        headers: \(otlpHeaders.keys.sorted()), scrubbing: \(scrubbing))
        """
    }

    public var debugDescription: String { description }

    public var customMirror: Mirror {
        Mirror(self, children: ["description": description])
    }
}

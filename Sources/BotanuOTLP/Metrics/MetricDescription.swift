/// Unit and buckets of the metrics that conventions know.
struct MetricDescription: Sendable, Equatable {
    var unit = ""
    var bounds = Self.usual

    /// The default of the OpenTelemetry specification.
    private static let usual: [Double] = [
        0, 5, 10, 25, 50, 75, 100, 250, 500, 750, 1000, 2500, 5000, 7500, 10000,
    ]
    /// Seconds that a call takes, of the semantic conventions for HTTP and others.
    private static let seconds: [Double] = [
        0.005, 0.01, 0.025, 0.05, 0.075, 0.1, 0.25, 0.5, 0.75, 1, 2.5, 5, 7.5, 10,
    ]
    /// Seconds that a model takes, of the semantic conventions for GenAI.
    private static let modelSeconds: [Double] = [
        0.01, 0.02, 0.04, 0.08, 0.16, 0.32, 0.64, 1.28, 2.56, 5.12, 10.24, 20.48, 40.96, 81.92,
    ]
    private static let firstChunkSeconds: [Double] = [
        0.001, 0.005, 0.01, 0.02, 0.04, 0.06, 0.08, 0.1, 0.25, 0.5, 0.75, 1, 2.5, 5, 7.5, 10,
    ]
    /// Tokens, of the semantic conventions for GenAI.
    private static let tokens: [Double] = [
        1, 4, 16, 64, 256, 1024, 4096, 16384, 65536, 262_144, 1_048_576, 4_194_304, 16_777_216, 67_108_864,
    ]
    /// Seconds that scrubbing takes.
    private static let shortSeconds: [Double] = [
        1e-6, 2.5e-6, 5e-6, 1e-5, 2.5e-5, 5e-5, 1e-4, 2.5e-4, 5e-4, 1e-3, 1e-2, 1e-1, 1,
    ]

    static func of(_ label: String) -> MetricDescription {
        switch label {
        case "gen_ai.client.token.usage": MetricDescription(unit: "{token}", bounds: tokens)
        case "gen_ai.client.operation.duration": MetricDescription(unit: "s", bounds: modelSeconds)
        case "gen_ai.client.operation.time_to_first_chunk", "gen_ai.server.time_to_first_token",
            "gen_ai.client.operation.time_per_output_chunk":
            MetricDescription(unit: "s", bounds: firstChunkSeconds)
        case "botanu.pii.scrub.duration": MetricDescription(unit: "s", bounds: shortSeconds)
        case _ where label.hasSuffix(".duration"): MetricDescription(unit: "s", bounds: seconds)
        case _ where label.hasPrefix("otel.sdk.") && label.contains(".span."): MetricDescription(unit: "{span}")
        default: MetricDescription()
        }
    }

    /// Of a timer, whose values come in nanoseconds and go out in seconds.
    static func ofTimer(_ label: String) -> MetricDescription {
        var description = of(label)
        if description.unit.isEmpty { description = MetricDescription(unit: "s", bounds: seconds) }
        return description
    }
}

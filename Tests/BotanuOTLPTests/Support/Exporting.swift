import BotanuSDK
import Foundation
import Testing
import Tracing

@testable import BotanuOTLP

/// What has to come is waited for as long as this: a busy machine may be late, and no test asserts a time.
let patience: Duration = .seconds(240)

/// Exports to a receiver while the closure runs, and shuts down after it.
func exporting<Result>(
    to receiver: Receiver,
    _ change: (inout BotanuConfig) -> Void = { _ in },
    _ body: (TelemetryPipeline) async throws -> Result
) async throws -> Result {
    var config = BotanuConfig()
    config.otlpEndpoint = receiver.url
    config.export.metrics = []
    config.scheduleDelay = .milliseconds(20)
    config.otlp.timeout = patience
    config.detectsResources = false
    change(&config)
    return try await exporting(config, body)
}

func exporting<Result>(
    _ config: BotanuConfig,
    inMemory: InMemoryExporter? = nil,
    _ body: (TelemetryPipeline) async throws -> Result
) async throws -> Result {
    try await Botanu.withConfiguration(config) {
        let pipeline = try TelemetryPipeline(config, inMemory: inMemory)
        do {
            let result = try await body(pipeline)
            await pipeline.shutdown(within: .seconds(5))
            return result
        } catch {
            await pipeline.shutdown(within: .seconds(1))
            throw error
        }
    }
}

/// Waits until something is so.
func eventually(_ isSo: () -> Bool) async -> Bool {
    let end = ContinuousClock.now + patience
    while !isSo() {
        guard ContinuousClock.now < end else { return false }
        try? await Task.sleep(for: .milliseconds(10))
    }
    return true
}

extension TelemetryPipeline {
    func span(_ name: String, _ attributes: SpanAttributes = [:]) {
        let span = tracer?.startSpan(name, context: .topLevel)
        span?.updateAttributes { $0.merge(attributes) }
        span?.end()
    }
}

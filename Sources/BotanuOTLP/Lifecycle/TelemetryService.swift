public import ServiceLifecycle

/// Exports what is left when a service group shuts down gracefully. Put it first into the group: the first service ends
/// last.
public struct TelemetryService: Service {
    private let pipeline: TelemetryPipeline
    /// How long the last export may take.
    public var shutdownLimit: Duration = .seconds(10)

    init(_ pipeline: TelemetryPipeline) {
        self.pipeline = pipeline
    }

    public func run() async throws {
        // It also goes on when the task is cancelled, which is how a group ends that has no time.
        try? await gracefulShutdown()
        await pipeline.shutdown(within: shutdownLimit)
    }
}

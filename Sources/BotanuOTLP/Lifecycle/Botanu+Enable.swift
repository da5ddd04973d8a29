public import BotanuSDK
public import CoreMetrics
import Logging
import Synchronization

extension Botanu {
    /// Sets everything up: configuration, tracer, metrics, exporter. To be called once, when the process starts, before
    /// clients are made that keep the tracer that is there then, as async-http-client does.
    ///
    /// Where another tracing or metrics backend has been bootstrapped, it stays, nothing is installed over it, and the
    /// log says what to do; events stamp its spans all the same.
    ///
    /// A backend that does nothing and was bootstrapped on purpose cannot be told from none: then this is the second
    /// bootstrap, which the interfaces end the process for.
    ///
    /// ```swift
    /// try Botanu.enable()
    /// // …
    /// await Botanu.shutdown()
    /// ```
    ///
    /// - Parameters:
    ///   - config: what ``BotanuConfig/load(file:environment:)`` reads unless given.
    ///   - recognizers: what finds names and places, which patterns cannot.
    ///   - inMemory: where spans go in place of where the configuration sends them: for tests.
    ///   - metrics: a metrics backend of the application's own, which gets all metrics as well: it must not be bootstrapped.
    /// - Returns: a service for swift-service-lifecycle, which exports what is left when the group shuts down.
    /// - Throws: ``ConfigurationError`` for a file that is not understood, ``ExporterError`` for what cannot be used.
    @discardableResult
    public static func enable(
        _ config: BotanuConfig? = nil,
        recognizers: [any Recognizer] = [],
        inMemory: InMemoryExporter? = nil,
        beside metrics: (any MetricsFactory)? = nil
    ) throws -> TelemetryService {
        try Enabled.claim()
        do {
            let pipeline = try configuring(config, recognizers: recognizers) { config in
                try TelemetryPipeline(config, inMemory: inMemory)
            }
            Enabled.set(pipeline)
            install(pipeline, beside: metrics)
            return TelemetryService(pipeline)
        } catch {
            Enabled.release()
            throw error
        }
    }

    private static func install(_ pipeline: TelemetryPipeline, beside other: (any MetricsFactory)?) {
        if InstrumentationSystem.instrument is NoOpInstrument {
            // Without spans to export, there is room for somebody else's tracer.
            if let tracer = pipeline.tracer { bootstrap(wrapping: tracer) }
        } else if pipeline.tracer != nil, !stampsRuns {
            Log.telemetry.notice(
                """
                another tracer is bootstrapped and stays: spans go where it sends them; for its spans outside of events \
                to be stamped, call Botanu.bootstrap(wrapping:) in place of InstrumentationSystem.bootstrap
                """
            )
        }
        let factories = [other, pipeline.metrics].compactMap { $0 }
        guard let first = factories.first else { return }
        if MetricsSystem.factory is NOOPMetricsHandler {
            MetricsSystem.bootstrap(factories.count == 1 ? first : MultiplexMetricsHandler(factories: factories))
        } else {
            Log.telemetry.notice(
                """
                another metrics backend is bootstrapped and stays: metrics go there alone; for both, give it to \
                Botanu.enable(beside:) and do not bootstrap it
                """
            )
        }
    }

    /// Exports what has ended and what metrics have come to.
    ///
    /// - Parameter limit: how long it may take.
    /// - Returns: whether it was done in time.
    @discardableResult
    public static func flush(within limit: Duration = .seconds(10)) async -> Bool {
        await Enabled.pipeline?.flush(within: limit) ?? true
    }

    /// Exports what has ended, and nothing from then on. To be called before a script or tool ends; services use what
    /// ``enable(_:recognizers:inMemory:beside:)`` returns.
    ///
    /// - Parameter limit: how long it may take. What is not exported by then is counted and given up, or stays on disk.
    public static func shutdown(within limit: Duration = .seconds(10)) async {
        await Enabled.pipeline?.shutdown(within: limit)
    }

    /// What became of spans so far; nil before ``enable(_:recognizers:inMemory:beside:)``.
    public static var exportStatistics: ExportStatistics? { Enabled.pipeline?.statistics }
}

/// The pipeline of the process.
private enum Enabled {
    private enum State {
        case free
        case claimed
        case running(TelemetryPipeline)
    }

    private static let state = Mutex(State.free)

    static var pipeline: TelemetryPipeline? {
        state.withLock { if case .running(let pipeline) = $0 { pipeline } else { nil } }
    }

    static func claim() throws(ExporterError) {
        let isFree = state.withLock { state in
            guard case .free = state else { return false }
            state = .claimed
            return true
        }
        if !isFree { throw .isEnabled }
    }

    static func release() {
        state.withLock { $0 = .free }
    }

    static func set(_ pipeline: TelemetryPipeline) {
        state.withLock { $0 = .running(pipeline) }
    }
}

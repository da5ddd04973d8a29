import BotanuSDK
import Logging
import Synchronization

/// What exports spans and metrics, put together as the configuration says.
final class TelemetryPipeline: Sendable {
    /// Nil where spans go nowhere.
    let tracer: OTLPTracer?
    let metrics: OTLPMetricsFactory?
    private let processor: BatchProcessor
    private let publisher: MetricPublisher?

    /// - Throws: for what in the configuration cannot be used.
    init(_ config: BotanuConfig, inMemory: InMemoryExporter?) throws(ExporterError) {
        let scrubber = Botanu.exportScrubber
        let gate = LastGate(scrubber)
        var resource = Resource(config)
        gate?.uncounted.clean(&resource.attributes)
        let counters = ExportCounters()
        let file = try Self.file(config)
        // That of spans last: it may have a task and a folder of its own, which nobody would end if the other failed.
        let exportsMetrics = inMemory == nil && !config.export.metrics.isEmpty
        let metricExporter = exportsMetrics ? try Self.metricExporter(config, resource, file) : nil
        let exporter: any SpanExporter =
            if let inMemory { inMemory } else { try Self.spanExporter(config, resource, file, counters) }
        let exportsSpans = inMemory != nil || !config.export.traces.isEmpty
        var delay = config.scheduleDelay
        if let disk = config.export.disk { delay = min(delay, disk.flushInterval) }
        let queueSize = max(1, min(config.maximumQueueSize, Self.largestQueue))
        processor = BatchProcessor(
            BatchProcessor.Options(
                batchSize: max(1, min(config.maximumExportBatchSize, queueSize)),
                queueSize: queueSize,
                queueBytes: max(1, config.export.maximumQueueBytes),
                delay: Self.clamped(delay),
                valueLength: config.spanLimits.attributeValueLength.map { max(0, $0) },
                scrubber: scrubber
            ),
            exporter: exporter,
            gate: gate,
            counters: counters
        )
        tracer =
            exportsSpans ? OTLPTracer(sampler: config.sampler, limits: config.spanLimits.clamped, sink: processor) : nil
        guard let metricExporter else {
            (metrics, publisher) = (nil, nil)
            return
        }
        let factory = OTLPMetricsFactory()
        metrics = factory
        publisher = MetricPublisher(
            factory,
            exporter: metricExporter,
            interval: Self.clamped(config.export.metricInterval),
            gate: gate
        )
    }

    var statistics: ExportStatistics { processor.counters.statistics }

    func flush(within limit: Duration) async -> Bool {
        async let spans = processor.flush(within: limit)
        async let points = publisher?.flush(within: limit) ?? true
        return await (spans, points) == (true, true)
    }

    func shutdown(within limit: Duration) async {
        // A cancelled task must not take its telemetry with it.
        await Task.detached { [processor, publisher] in
            // Spans first: what becomes of them is a metric.
            let end = ContinuousClock.now + limit.clamped
            await processor.shutdown(within: limit)
            await publisher?.shutdown(within: max(.milliseconds(100), ContinuousClock.now.duration(to: end)))
        }.value
    }

    private static let largestQueue = 10_000_000

    /// Between a millisecond and a day.
    private static func clamped(_ delay: Duration) -> Duration { max(.milliseconds(1), min(delay, .seconds(86_400))) }

    private static func file(_ config: BotanuConfig) throws(ExporterError) -> FileExporter? {
        guard config.export.traces.contains(.file) || config.export.metrics.contains(.file) else { return nil }
        return try FileExporter(config.export.file)
    }

    private static func sender(
        _ target: BotanuConfig.Target,
        _ config: BotanuConfig,
        signal: String
    ) throws(ExporterError) -> OTLPSender {
        guard BotanuConfig.isUsable(endpoint: target.url) else { throw .endpoint }
        let timeout = clamped(min(target.options.timeout, config.exportTimeout))
        let place = BotanuConfig.shown(endpoint: target.url)
        return OTLPSender(try HTTPTransport(target, timeout: timeout), signal: signal, place: place)
    }

    private static func spanExporter(
        _ config: BotanuConfig,
        _ resource: Resource,
        _ file: FileExporter?,
        _ counters: ExportCounters
    ) throws(ExporterError) -> any SpanExporter {
        var exporters: [any SpanExporter] = []
        if config.export.traces.contains(.otlp) {
            let target = config.tracesTarget
            let sender = try sender(target, config, signal: "spans")
            let encoder = OTLPEncoder(encoding: target.options.encoding, resource: resource)
            if let disk = config.export.disk {
                let buffer = try DiskBuffer(disk)
                exporters.append(DiskSpanExporter(buffer, sender: sender, encoder: encoder, counters: counters))
            } else {
                exporters.append(OTLPSpanExporter(sender: sender, encoder: encoder))
            }
        }
        if config.export.traces.contains(.console) { exporters.append(ConsoleExporter()) }
        if let file, config.export.traces.contains(.file) {
            exporters.append(FileSpanExporter(file: file, encoder: OTLPEncoder(encoding: .json, resource: resource)))
        }
        guard let first = exporters.first else { return InMemoryExporter() }
        return exporters.count == 1 ? first : SpanFanOut(first: first, others: Array(exporters.dropFirst()))
    }

    private static func metricExporter(
        _ config: BotanuConfig,
        _ resource: Resource,
        _ file: FileExporter?
    ) throws(ExporterError) -> any MetricExporter {
        var exporters: [any MetricExporter] = []
        let isDelta = config.export.isDelta
        if config.export.metrics.contains(.otlp) {
            let target = config.metricsTarget
            let exporter = OTLPMetricExporter(
                sender: try sender(target, config, signal: "metrics"),
                encoding: target.options.encoding,
                isDelta: isDelta,
                resource: resource
            )
            exporters.append(exporter)
        }
        if config.export.metrics.contains(.console) { exporters.append(ConsoleMetricExporter()) }
        if let file, config.export.metrics.contains(.file) {
            exporters.append(FileMetricExporter(file: file, isDelta: isDelta, resource: resource))
        }
        return MetricFanOut(exporters, isDelta: isDelta)
    }
}

extension SpanLimits {
    /// None below zero.
    fileprivate var clamped: SpanLimits {
        var limits = self
        for path in [
            \SpanLimits.attributeCount, \.eventCount, \.linkCount, \.eventAttributeCount, \.linkAttributeCount,
        ] {
            limits[keyPath: path] = max(0, limits[keyPath: path])
        }
        return limits
    }
}

extension ExportOptions {
    fileprivate var isDelta: Bool { temporality != .cumulative }
}

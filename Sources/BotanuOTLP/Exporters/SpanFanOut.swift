/// Takes each batch to several exporters. What becomes of a span is what becomes of it at the first.
struct SpanFanOut: SpanExporter {
    let first: any SpanExporter
    let others: [any SpanExporter]

    func export(_ spans: [FinishedSpan]) async -> ExportOutcome {
        for other in others { _ = await other.export(spans) }
        return await first.export(spans)
    }

    func hurry() {
        first.hurry()
        for other in others { other.hurry() }
    }

    func flush() async {
        await first.flush()
        for other in others { await other.flush() }
    }

    func shutdown() async {
        await first.shutdown()
        for other in others { await other.shutdown() }
    }
}

/// The same for metrics: they count as taken when all have them.
struct MetricFanOut: MetricExporter {
    let exporters: [any MetricExporter]

    func export(_ readings: [OTLPMetricsFactory.Reading], patience: Duration) async -> Bool {
        var isTaken = true
        for exporter in exporters where await !exporter.export(readings, patience: patience) { isTaken = false }
        return isTaken
    }

    func hurry() {
        for exporter in exporters { exporter.hurry() }
    }

    func shutdown() async {
        for exporter in exporters { await exporter.shutdown() }
    }
}

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

    func finish() async {
        await first.finish()
        for other in others { await other.finish() }
    }

    func shutdown() async {
        await first.shutdown()
        for other in others { await other.shutdown() }
    }
}

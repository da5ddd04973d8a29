/// Takes batches of ended spans somewhere. A processor asks it from one task at a time.
protocol SpanExporter: Sendable {
    /// Takes spans, none of which comes again.
    ///
    /// - Returns: when they are where they are to go, or are given up.
    func export(_ spans: [FinishedSpan]) async -> ExportOutcome

    /// Does at once what it waits to do: somebody wants everything out.
    func hurry()

    /// Waits until nothing is on the way any more. The task is cancelled when there is no more time.
    func flush() async

    /// The same at the very end: what outlives the process need not be waited for.
    func finish() async

    /// Gives back what it holds.
    func shutdown() async
}

extension SpanExporter {
    func hurry() {}
    func flush() async {}
    func finish() async { await flush() }
    func shutdown() async {}
}

/// What became of a batch.
struct ExportOutcome: Sendable, Equatable {
    /// Spans that a receiver has.
    var exported = 0
    /// Spans that are on disk.
    var handedOver = 0
    /// Spans that a receiver refused.
    var rejected = 0
    /// Spans that could not be sent, or written.
    var failed = 0

    static func + (left: ExportOutcome, right: ExportOutcome) -> ExportOutcome {
        ExportOutcome(
            exported: left.exported + right.exported,
            handedOver: left.handedOver + right.handedOver,
            rejected: left.rejected + right.rejected,
            failed: left.failed + right.failed
        )
    }
}

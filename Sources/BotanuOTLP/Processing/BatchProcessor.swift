import Synchronization

/// Collects ended spans and exports them in batches: when there are enough of them, or after a while.
///
/// Whoever ends a span never waits for it: one that finds the queue full is dropped and counted.
final class BatchProcessor: SpanSink {
    struct Options: Sendable {
        var batchSize: Int
        var queueSize: Int
        var queueBytes: Int
        var delay: Duration
    }

    let counters: ExportCounters
    private let queue: SpanQueue
    private let exporter: any SpanExporter
    private let gate: LastGate?
    private let options: Options
    private let waker = Waker()
    private let isShut = Atomic(false)
    private let ended = Latch()
    private let state = Mutex(State())

    private struct State {
        var worker: Task<Void, Never>?
        /// Spans up to this one are exported without waiting for others.
        var wanted = 0
        /// Who waits until everything up to a span is exported.
        var waiters: [(ticket: Int, latch: Latch)] = []
    }

    init(_ options: Options, exporter: any SpanExporter, gate: LastGate?, counters: ExportCounters) {
        self.options = options
        self.exporter = exporter
        self.gate = gate
        self.counters = counters
        queue = SpanQueue(capacity: options.queueSize, mostBytes: options.queueBytes)
        // What the exporter does is not the application's: it is neither traced nor cancelled with it.
        let worker = Task.detached { [self] in
            await run()
            ended.open()
        }
        state.withLock { $0.worker = worker }
    }

    func take(_ span: OTLPSpan, bytes: Int) {
        counters.countEnd()
        guard !isShut.load(ordering: .relaxed), let number = queue.put(span, bytes: bytes) else {
            counters.countDrops()
            return
        }
        if number % options.batchSize == 0 { waker.wake() }
    }

    func wake() {
        let ticket = queue.ticket
        state.withLock { $0.wanted = max($0.wanted, ticket) }
        waker.wake()
        exporter.hurry()
    }

    /// Exports everything that has ended.
    ///
    /// - Returns: whether it was exported, or given up, in time.
    func flush(within limit: Duration) async -> Bool {
        let ticket = queue.ticket
        let latch = Latch()
        state.withLock { $0.waiters.append((ticket, latch)) }
        wake()
        let isDone = await withTimeLimit(limit) { [exporter] in
            await latch.wait()
            await exporter.flush()
        }
        state.withLock { $0.waiters.removeAll { $0.latch === latch } }
        return isDone
    }

    /// Exports everything that has ended, and nothing from then on. What is not exported in time is given up.
    func shutdown(within limit: Duration) async {
        guard !isShut.exchange(true, ordering: .sequentiallyConsistent) else {
            await ended.wait()
            return
        }
        wake()
        let isDone = await withTimeLimit(limit) { [ended, exporter] in
            await ended.wait()
            await exporter.flush()
        }
        if !isDone {
            state.withLock { $0.worker }?.cancel()
            wake()
            await ended.wait()
        }
        await exporter.shutdown()
        counters.publish()
    }

    private func run() async {
        var head = 0
        var due = ContinuousClock.now + options.delay
        while !Task.isCancelled {
            if ContinuousClock.now >= due {
                due = .now + options.delay
                let ticket = queue.ticket
                state.withLock { $0.wanted = max($0.wanted, ticket) }
                counters.publish()
            }
            let isWanted = settle(head) || isShut.load(ordering: .sequentiallyConsistent)
            let waiting = queue.count
            if waiting >= options.batchSize || (waiting > 0 && isWanted) {
                let spans = queue.take(options.batchSize, from: &head)
                // Somebody may be about to put one in.
                if spans.isEmpty { try? await Task.sleep(for: .milliseconds(1)) } else { await export(spans) }
            } else if isShut.load(ordering: .sequentiallyConsistent) {
                break
            } else {
                await waker.sleep(for: max(.zero, ContinuousClock.now.duration(to: due)))
            }
        }
        while case let rest = queue.take(options.batchSize, from: &head), !rest.isEmpty {
            counters.count(ExportOutcome(failed: rest.count))
        }
        _ = settle(.max)
    }

    private func export(_ spans: [OTLPSpan]) async {
        var finished = spans.map { $0.finished() }
        if let gate { for index in finished.indices { gate.clean(&finished[index]) } }
        counters.count(await exporter.export(finished))
        counters.publish()
    }

    /// Lets those go on who wait for what is done.
    ///
    /// - Returns: whether anything that is not done is wanted.
    private func settle(_ head: Int) -> Bool {
        let (latches, isWanted) = state.withLock { state in
            let latches = state.waiters.filter { $0.ticket <= head }.map(\.latch)
            state.waiters.removeAll { $0.ticket <= head }
            return (latches, state.wanted > head)
        }
        for latch in latches { latch.open() }
        return isWanted
    }
}

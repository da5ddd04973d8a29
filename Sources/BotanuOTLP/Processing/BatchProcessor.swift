import BotanuSDK
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
        /// Unicode scalars that a value keeps; nil for all.
        var valueLength: Int?
        var scrubber: ExportScrubber
    }

    let counters: ExportCounters
    private let queue: SpanQueue
    private let exporter: any SpanExporter
    private let gate: LastGate?
    private let options: Options
    private let waker = Waker()
    private let isShut = Atomic(false)
    /// Whether nothing is exported any more.
    private let isOver = Atomic(false)
    /// Whether spans must go out before the queue is full.
    private let isPressed = Atomic(false)
    private let ended = Latch()
    private let state = Mutex(State())

    private struct State {
        var worker: Task<Void, Never>?
        /// How many were taken out of the queue.
        var head = 0
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
        guard !isShut.load(ordering: .relaxed) else {
            counters.countDrops()
            return
        }
        guard let (number, isCrowded) = queue.put(span, bytes: bytes) else {
            counters.countDrops()
            press()
            return
        }
        if number % options.batchSize == 0 { waker.wake() }
        if isCrowded { press() }
        // Nobody may be there any more to export it.
        if isOver.load(ordering: .sequentiallyConsistent) { giveUpRest() }
    }

    /// Wakes the worker, unless it was and has not come to it.
    private func press() {
        if !isPressed.exchange(true, ordering: .relaxed) { waker.wake() }
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
        // Nobody comes any more.
        if ended.isOpen { _ = settle(.max) }
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
            _ = await withTimeLimit(limit) { [ended] in await ended.wait() }
            return
        }
        wake()
        let isDone = await withTimeLimit(limit) { [ended, exporter] in
            await ended.wait()
            await exporter.finish()
        }
        if !isDone {
            state.withLock { $0.worker }?.cancel()
            wake()
            // What hangs in the system, a pipe that nobody reads, does not hear of it.
            _ = await withTimeLimit(.seconds(1)) { [ended] in await ended.wait() }
        }
        _ = await withTimeLimit(.seconds(2)) { [exporter] in await exporter.shutdown() }
        counters.publish(isLast: true)
    }

    private func run() async {
        var due = ContinuousClock.now + options.delay
        while !Task.isCancelled {
            let isLast = isShut.load(ordering: .sequentiallyConsistent)
            if isPressed.exchange(false, ordering: .relaxed) || ContinuousClock.now >= due {
                due = .now + options.delay
                let ticket = queue.ticket
                state.withLock { $0.wanted = max($0.wanted, ticket) }
                counters.publish()
            }
            let isWanted = settle(head) || isLast
            let waiting = queue.count
            if waiting >= options.batchSize || (waiting > 0 && isWanted) {
                let spans = takeFromQueue()
                // Somebody may be about to put one in.
                if spans.isEmpty { try? await Task.sleep(for: .milliseconds(1)) } else { await export(spans) }
            } else if isLast {
                break
            } else {
                await waker.sleep(for: max(.zero, ContinuousClock.now.duration(to: due)))
            }
        }
        isOver.store(true, ordering: .sequentiallyConsistent)
        giveUpRest()
        _ = settle(.max)
    }

    /// How many were taken out.
    private var head: Int { state.withLock { $0.head } }

    private func takeFromQueue() -> [OTLPSpan] {
        state.withLock { state in queue.take(options.batchSize, from: &state.head) }
    }

    private func giveUpRest() {
        while case let rest = takeFromQueue(), !rest.isEmpty { counters.count(ExportOutcome(failed: rest.count)) }
    }

    private func export(_ spans: [OTLPSpan]) async {
        var finished = spans.map { $0.finished() }
        if let gate { for index in finished.indices { gate.clean(&finished[index]) } }
        if let length = options.valueLength {
            for index in finished.indices { finished[index].cut(to: length, options.scrubber) }
        }
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

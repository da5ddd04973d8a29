import BotanuSDK
import Synchronization

/// Takes readings of all series somewhere.
protocol MetricExporter: Sendable {
    /// - Returns: whether they were taken; if not, what they say comes again.
    func export(_ readings: [MetricReading], patience: Duration) async -> Bool
    func hurry()
    func shutdown() async
}

extension MetricExporter {
    func hurry() {}
    func shutdown() async {}
}

/// Exports all series from time to time.
final class MetricPublisher: Sendable {
    private let factory: OTLPMetricsFactory
    private let exporter: any MetricExporter
    private let interval: Duration
    private let gate: LastGate?
    private let waker = Waker()
    private let ended = Latch()
    private let state = Mutex(State())

    private struct State {
        var worker: Task<Void, Never>?
        var isShut = false
        /// Who waits for an export that starts from now on.
        var waiters: [Latch] = []
    }

    init(
        _ factory: OTLPMetricsFactory,
        exporter: any MetricExporter,
        interval: Duration,
        gate: LastGate?
    ) {
        self.factory = factory
        self.exporter = exporter
        self.interval = interval
        self.gate = gate
        let worker = Task.detached { [self] in
            await run()
            ended.open()
        }
        state.withLock { $0.worker = worker }
    }

    /// Exports what series have come to by now.
    func flush(within limit: Duration) async -> Bool {
        let latch = Latch()
        state.withLock { $0.waiters.append(latch) }
        // Nobody comes any more.
        if ended.isOpen { latch.open() }
        waker.wake()
        exporter.hurry()
        return await withTimeLimit(limit) { await latch.wait() }
    }

    func shutdown(within limit: Duration) async {
        let isFirst = state.withLock { state in
            defer { state.isShut = true }
            return !state.isShut
        }
        guard isFirst else {
            await ended.wait()
            return
        }
        waker.wake()
        exporter.hurry()
        let isDone = await withTimeLimit(limit) { [ended] in await ended.wait() }
        if !isDone {
            state.withLock { $0.worker }?.cancel()
            waker.wake()
            exporter.hurry()
            // What hangs in the system does not hear of it.
            _ = await withTimeLimit(.seconds(1)) { [ended] in await ended.wait() }
        }
        _ = await withTimeLimit(.seconds(2)) { [exporter] in await exporter.shutdown() }
    }

    private func run() async {
        var due = ContinuousClock.now + interval
        while !Task.isCancelled {
            let (waiters, isShut) = state.withLock { state in
                defer { state.waiters = [] }
                return (state.waiters, state.isShut)
            }
            let isDue = ContinuousClock.now >= due
            if isDue || isShut || !waiters.isEmpty {
                if isDue { due = .now + interval }
                await export()
                for waiter in waiters { waiter.open() }
                if isShut { break }
            } else {
                await waker.sleep(for: max(.zero, ContinuousClock.now.duration(to: due)))
            }
        }
        for waiter in state.withLock({ $0.waiters }) { waiter.open() }
    }

    private func export() async {
        let readings = factory.readings()
        if readings.isEmpty {
            factory.removeDestroyed([])
        } else if await exporter.export(gate?.cleaned(readings) ?? readings, patience: interval) {
            factory.removeDestroyed(readings)
        }
    }
}

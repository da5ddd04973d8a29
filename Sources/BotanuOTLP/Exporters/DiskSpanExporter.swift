import Logging
import Synchronization

/// Writes each batch to disk, and sends from there what a receiver has not taken yet.
final class DiskSpanExporter: SpanExporter {
    private let buffer: DiskBuffer
    private let sender: OTLPSender
    private let encoder: OTLPEncoder
    private let counters: ExportCounters
    private let (writing, reading) = (FileWork("write"), FileWork("read"))
    private let waker = Waker()
    private let ended = Latch()
    private let state = Mutex(State())
    /// One request is tried for so long before its age is looked at again.
    private static let patience = Duration.seconds(60)

    private struct State {
        var task: Task<Void, Never>?
        var waiters: [Latch] = []
    }

    init(_ buffer: DiskBuffer, sender: OTLPSender, encoder: OTLPEncoder, counters: ExportCounters) {
        self.buffer = buffer
        self.sender = sender
        self.encoder = encoder
        self.counters = counters
        let task = Task.detached { [self] in
            await run()
            ended.open()
        }
        state.withLock { $0.task = task }
    }

    func export(_ spans: [FinishedSpan]) async -> ExportOutcome {
        let isWritten = await writing.run { [buffer, encoder] in
            buffer.append(
                SegmentRecord(payload: encoder.request(spans), spans: spans.count, encoding: encoder.encoding)
            )
        }
        guard isWritten else { return ExportOutcome(failed: spans.count) }
        waker.wake()
        return ExportOutcome(handedOver: spans.count)
    }

    func hurry() {
        waker.wake()
        sender.hurry()
    }

    func flush() async {
        let latch = Latch()
        state.withLock { $0.waiters.append(latch) }
        // Nobody comes any more; what is left is for the next process.
        if ended.isOpen { latch.open() }
        hurry()
        await latch.wait()
        state.withLock { $0.waiters.removeAll { $0 === latch } }
    }

    /// What is on disk is safe: a receiver that is down is not waited for.
    func finish() async {
        if !sender.isDown { await flush() }
    }

    func shutdown() async {
        state.withLock { $0.task }?.cancel()
        hurry()
        await sender.shutdown()
        await ended.wait()
        buffer.shutdown()
    }

    private func run() async {
        while !Task.isCancelled {
            let next = await reading.run { [buffer, counters] in
                buffer.next { spans, isRecovered in
                    Log.telemetry.warning("\(spans) spans on disk are too old to be sent and are given up")
                    if !isRecovered { counters.count(ExportOutcome(failed: spans)) }
                }
            }
            guard let next else {
                let waiters = state.withLock { state in
                    defer { state.waiters = [] }
                    return state.waiters
                }
                for waiter in waiters { waiter.open() }
                await waker.sleep(for: .seconds(1))
                continue
            }
            let outcome = await sender.send(next.record.payload, next.record.encoding, patience: Self.patience)
            if outcome == .givenUp { continue }
            await reading.run { [buffer] in buffer.noteTaken(next) }
            let spans = ExportOutcome(outcome, spans: next.record.spans)
            if next.isRecovered { counters.countRecovered(spans.exported) } else { counters.count(spans) }
        }
    }
}

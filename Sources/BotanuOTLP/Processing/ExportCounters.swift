import CoreMetrics
import Logging
import Synchronization

/// What became of spans so far, of this process. `ended` is the sum of all others but ``handedOver``.
public struct ExportStatistics: Sendable, Hashable {
    /// Sampled spans that ended.
    public var ended = 0
    /// A receiver has them, or they were written to console, file or memory.
    public var exported = 0
    /// Dropped since too many waited, or since they ended after the shutdown.
    public var dropped = 0
    /// Refused by the receiver.
    public var rejected = 0
    /// Given up: no receiver until the shutdown or for too long, or not to be written.
    public var failed = 0
    /// They wait: in memory, in a request, or on disk.
    public var waiting = 0
    /// Written to disk, of those that any of the above counts.
    public var handedOver = 0
    /// Left on disk by an earlier process, and sent by this one. They count nowhere else.
    public var recovered = 0
}

/// Counts what becomes of spans, as metrics too, and says in the log what was lost: once a minute at most.
final class ExportCounters: Sendable {
    private let ended = Atomic(0)
    private let exported = Atomic(0)
    private let dropped = Atomic(0)
    private let rejected = Atomic(0)
    private let failed = Atomic(0)
    private let handedOver = Atomic(0)
    private let recovered = Atomic(0)
    private let told = Mutex(Told())

    /// What metrics and the log know.
    private struct Told {
        var published = ExportStatistics()
        var logged = ExportStatistics()
        var nextLine: ContinuousClock.Instant?
    }

    private static let pause = Duration.seconds(60)

    func countEnd() { ended.add(1, ordering: .relaxed) }
    func countDrops(_ count: Int = 1) { dropped.add(count, ordering: .relaxed) }

    func count(_ outcome: ExportOutcome) {
        exported.add(outcome.exported, ordering: .relaxed)
        rejected.add(outcome.rejected, ordering: .relaxed)
        failed.add(outcome.failed, ordering: .relaxed)
        handedOver.add(outcome.handedOver, ordering: .relaxed)
    }

    func countRecovered(_ count: Int) { recovered.add(count, ordering: .relaxed) }

    var statistics: ExportStatistics {
        var statistics = ExportStatistics(
            exported: exported.load(ordering: .relaxed),
            dropped: dropped.load(ordering: .relaxed),
            rejected: rejected.load(ordering: .relaxed),
            failed: failed.load(ordering: .relaxed),
            handedOver: handedOver.load(ordering: .relaxed),
            recovered: recovered.load(ordering: .relaxed)
        )
        // Read last: what ended is counted first.
        statistics.ended = ended.load(ordering: .relaxed)
        let done = statistics.exported + statistics.dropped + statistics.rejected + statistics.failed
        statistics.waiting = max(0, statistics.ended - done)
        return statistics
    }

    /// Passes on what is new to metrics and the log. Called by who exports, so that who ends a span need not.
    ///
    /// - Parameter isLast: whether the log is told now, since there is no later.
    func publish(isLast: Bool = false) {
        let now = statistics
        let (before, line) = told.withLock { told in
            defer { told.published = now }
            var line: (ExportStatistics, since: ExportStatistics)?
            let clock = ContinuousClock.now
            if now.lost > told.logged.lost, isLast || told.nextLine.map({ $0 <= clock }) ?? true {
                line = (now, told.logged)
                told.logged = now
                told.nextLine = clock + Self.pause
            }
            return (told.published, line)
        }
        Self.increment(MetricLabel.processed, [], now.ended - now.dropped - before.ended + before.dropped)
        Self.increment(MetricLabel.processed, [("error.type", "queue_full")], now.dropped - before.dropped)
        Self.increment(MetricLabel.exported, [], now.exported - before.exported)
        Self.increment(MetricLabel.exported, [("error.type", "rejected")], now.rejected - before.rejected)
        Self.increment(MetricLabel.exported, [("error.type", "failed")], now.failed - before.failed)
        guard let (now, since) = line else { return }
        Log.telemetry.warning(
            """
            spans were lost: \(now.dropped - since.dropped) since the queue was full or shut, \
            \(now.rejected - since.rejected) refused by the receiver, \
            \(now.failed - since.failed) given up; \(now.waiting) wait
            """
        )
    }

    private static func increment(_ label: String, _ dimensions: [(String, String)], _ count: Int) {
        guard count > 0 else { return }
        Counter(label: label, dimensions: dimensions).increment(by: count)
    }
}

extension ExportStatistics {
    fileprivate var lost: Int { dropped + rejected + failed }
}

/// Of the semantic conventions for SDKs.
private enum MetricLabel {
    static let processed = "otel.sdk.processor.span.processed"
    static let exported = "otel.sdk.exporter.span.exported"
}

enum Log {
    /// Made anew each time, which is rare, so that it writes to what the application has bootstrapped by then.
    static var telemetry: Logger { Logger(label: "botanu.otlp") }
}

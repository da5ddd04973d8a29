import CoreMetrics
import Synchronization

/// One instrument with its dimensions, as it is told things.
protocol SeriesHandler: AnyObject, Sendable {
    /// Nil where it was never told anything.
    var point: MetricPoint? { get }
}

final class CounterSeries: CounterHandler, SeriesHandler {
    private let sum = Atomic<Int64>(0)

    func increment(by amount: Int64) {
        // A counter only goes up.
        if amount > 0 { sum.wrappingAdd(amount, ordering: .relaxed) }
    }

    /// Cumulative sums cannot go back: nothing is reset.
    func reset() {}

    var point: MetricPoint? {
        let sum = sum.load(ordering: .relaxed)
        return sum == 0 ? nil : MetricPoint(value: .integerSum(sum))
    }
}

final class FloatingPointCounterSeries: FloatingPointCounterHandler, SeriesHandler {
    private let sum = Mutex(0.0)

    func increment(by amount: Double) {
        if amount > 0, amount.isFinite { sum.withLock { $0 += amount } }
    }

    func reset() {}

    var point: MetricPoint? {
        let sum = sum.withLock { $0 }
        return sum == 0 ? nil : MetricPoint(value: .sum(sum))
    }
}

final class GaugeSeries: MeterHandler, RecorderHandler, SeriesHandler {
    private let value = Mutex<Double?>(nil)

    func set(_ value: Int64) { set(Double(value)) }
    func set(_ value: Double) { if value.isFinite { self.value.withLock { $0 = value } } }
    func increment(by amount: Double) { if amount.isFinite { value.withLock { $0 = ($0 ?? 0) + amount } } }
    func decrement(by amount: Double) { increment(by: -amount) }
    func record(_ value: Int64) { set(value) }
    func record(_ value: Double) { set(value) }

    var point: MetricPoint? { value.withLock { $0 }.map { MetricPoint(value: .gauge($0)) } }
}

final class HistogramSeries: RecorderHandler, TimerHandler, SeriesHandler {
    private let histogram: Mutex<Histogram>

    init(bounds: [Double]) { histogram = Mutex(Histogram(bounds: bounds)) }

    func record(_ value: Int64) { record(Double(value)) }
    func record(_ value: Double) { histogram.withLock { $0.record(value) } }
    func recordNanoseconds(_ duration: Int64) { record(Double(duration) / 1e9) }

    var point: MetricPoint? {
        let histogram = histogram.withLock { $0 }
        return histogram.count == 0 ? nil : MetricPoint(value: .histogram(histogram))
    }
}

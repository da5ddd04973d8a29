import Metrics
import Synchronization

/// The metrics of the SDK. An instrument is made once for each combination of dimensions and kept.
///
/// They are made by the metrics system that is there when one is used first: bootstrap it before.
final class Instruments: Sendable {
    /// Which instrument of which metric.
    private struct Series: Hashable {
        var label: String
        var dimensions: [String]

        init(_ label: String, _ dimensions: [(String, String)]) {
            self.label = label
            self.dimensions = dimensions.flatMap { [$0.0, $0.1] }
        }
    }

    private struct Made {
        var recorders: [Series: Recorder] = [:]
        var counters: [Series: Counter] = [:]

        var count: Int { recorders.count + counters.count }
    }

    private let made = Mutex(Made())

    /// A model's name can be anything; more series than this are counted as one.
    private static let mostSeries = 2000
    private static let overflow = [("otel.metric.overflow", "true")]

    func record(_ value: Double, _ label: String, _ dimensions: [(String, String)]) {
        recorder(label, dimensions).record(value)
    }

    func count(_ label: String, _ dimensions: [(String, String)]) {
        counter(label, dimensions).increment()
    }

    /// Records tokens, unless there are none of a type.
    func recordTokens(input: Int, output: Int, _ dimensions: [(String, String)]) {
        for (type, count) in [("input", input), ("output", output)] where count > 0 {
            record(Double(count), MetricName.tokenUsage, dimensions + [(AttributeName.GenAI.tokenType, type)])
        }
    }

    func recorder(_ label: String, _ dimensions: [(String, String)]) -> Recorder {
        instrument(label, dimensions, \.recorders) { Recorder(label: label, dimensions: $0, aggregate: true) }
    }

    func counter(_ label: String, _ dimensions: [(String, String)]) -> Counter {
        instrument(label, dimensions, \.counters) { Counter(label: label, dimensions: $0) }
    }

    /// The instrument of a series, or the one of all that came too late. It is made outside of the lock: a metrics system
    /// may do anything.
    private func instrument<Instrument: Sendable>(
        _ label: String,
        _ dimensions: [(String, String)],
        _ path: WritableKeyPath<Made, [Series: Instrument]>,
        make: ([(String, String)]) -> Instrument
    ) -> Instrument {
        let own = Series(label, dimensions)
        let (known, isFull) = made.withLock { ($0[keyPath: path][own], $0.count >= Self.mostSeries) }
        if let known { return known }
        let series = isFull ? Series(label, Self.overflow) : own
        if isFull, let known = made.withLock({ $0[keyPath: path][series] }) { return known }
        let instrument = make(isFull ? Self.overflow : dimensions)
        return made.withLock { made in
            // Another thread may have been faster.
            if let known = made[keyPath: path][series] { return known }
            made[keyPath: path][series] = instrument
            return instrument
        }
    }
}

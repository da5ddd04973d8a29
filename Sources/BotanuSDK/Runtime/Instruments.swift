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
        let series = Series(label, dimensions)
        return made.withLock { made in
            let isFull = made.count >= Self.mostSeries
            return Self.instrument(series, dimensions, of: &made.recorders, isFull: isFull) { dimensions in
                Recorder(label: label, dimensions: dimensions, aggregate: true)
            }
        }
    }

    func counter(_ label: String, _ dimensions: [(String, String)]) -> Counter {
        let series = Series(label, dimensions)
        return made.withLock { made in
            let isFull = made.count >= Self.mostSeries
            return Self.instrument(series, dimensions, of: &made.counters, isFull: isFull) { dimensions in
                Counter(label: label, dimensions: dimensions)
            }
        }
    }

    /// The instrument of a series, or the one of all that came too late.
    private static func instrument<Instrument>(
        _ own: Series,
        _ dimensions: [(String, String)],
        of made: inout [Series: Instrument],
        isFull: Bool,
        make: ([(String, String)]) -> Instrument
    ) -> Instrument {
        if let known = made[own] { return known }
        let series = isFull ? Series(own.label, overflow) : own
        if isFull, let known = made[series] { return known }
        let instrument = make(isFull ? overflow : dimensions)
        made[series] = instrument
        return instrument
    }
}

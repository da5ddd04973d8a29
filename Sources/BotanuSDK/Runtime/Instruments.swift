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

    func countDroppedText() {
        count(MetricName.droppedTexts, [])
    }

    func recorder(_ label: String, _ dimensions: [(String, String)]) -> Recorder {
        let series = Series(label: label, dimensions: dimensions.flatMap { [$0.0, $0.1] })
        return made.withLock { made in
            if let known = made.recorders[series] { return known }
            let (series, dimensions) = Self.bounded(series, dimensions, made.count)
            if let known = made.recorders[series] { return known }
            let recorder = Recorder(label: label, dimensions: dimensions, aggregate: true)
            made.recorders[series] = recorder
            return recorder
        }
    }

    func counter(_ label: String, _ dimensions: [(String, String)]) -> Counter {
        let series = Series(label: label, dimensions: dimensions.flatMap { [$0.0, $0.1] })
        return made.withLock { made in
            if let known = made.counters[series] { return known }
            let (series, dimensions) = Self.bounded(series, dimensions, made.count)
            if let known = made.counters[series] { return known }
            let counter = Counter(label: label, dimensions: dimensions)
            made.counters[series] = counter
            return counter
        }
    }

    private static func bounded(
        _ series: Series,
        _ dimensions: [(String, String)],
        _ count: Int
    ) -> (Series, [(String, String)]) {
        guard count >= mostSeries else { return (series, dimensions) }
        return (Series(label: series.label, dimensions: ["overflow"]), overflow)
    }
}

import BotanuSDK
public import CoreMetrics
import Logging
import Synchronization

/// A metrics backend for swift-metrics whose series are exported over OTLP. Any number of threads may use it.
///
/// Counters become monotonic sums, meters and recorders that do not aggregate become gauges, timers (in seconds) and
/// other recorders histograms, with the buckets that the semantic conventions have for them.
/// ``Botanu/enable(_:recognizers:inMemory:beside:)`` makes and installs one.
public final class OTLPMetricsFactory: MetricsFactory {
    private struct Series: Sendable {
        let description: MetricDescription
        let handler: any SeriesHandler
        /// Nanoseconds since 1970.
        let start: UInt64
        /// Whether the application has given it back: it is exported once more.
        var isDestroyed = false
    }

    private struct State {
        var series: [MetricKey: Series] = [:]
        var seriesOfLabel: [String: Int] = [:]
        var hasWarned = false
    }

    private let state = Mutex(State())
    /// Series of one label, as the OpenTelemetry specification limits them: later ones are one.
    private static let mostSeries = 2000
    private static let overflow = [MetricKey.Dimension(name: "otel.metric.overflow", value: "true")]

    init() {}

    public func makeCounter(label: String, dimensions: [(String, String)]) -> any CounterHandler {
        series(.counter, label, dimensions) { CounterSeries() }
    }

    public func makeFloatingPointCounter(
        label: String,
        dimensions: [(String, String)]
    ) -> any FloatingPointCounterHandler {
        series(.floatingPointCounter, label, dimensions) { FloatingPointCounterSeries() }
    }

    public func makeMeter(label: String, dimensions: [(String, String)]) -> any MeterHandler {
        series(.gauge, label, dimensions) { GaugeSeries() }
    }

    public func makeRecorder(label: String, dimensions: [(String, String)], aggregate: Bool) -> any RecorderHandler {
        if aggregate {
            let bounds = MetricDescription.of(label).bounds
            return series(.histogram, label, dimensions) { HistogramSeries(bounds: bounds) }
        }
        return series(.gauge, label, dimensions) { GaugeSeries() }
    }

    public func makeTimer(label: String, dimensions: [(String, String)]) -> any TimerHandler {
        let bounds = MetricDescription.ofTimer(label).bounds
        return series(.timer, label, dimensions) { HistogramSeries(bounds: bounds) }
    }

    public func destroyCounter(_ handler: any CounterHandler) { destroy(handler) }
    public func destroyFloatingPointCounter(_ handler: any FloatingPointCounterHandler) { destroy(handler) }
    public func destroyMeter(_ handler: any MeterHandler) { destroy(handler) }
    public func destroyRecorder(_ handler: any RecorderHandler) { destroy(handler) }
    public func destroyTimer(_ handler: any TimerHandler) { destroy(handler) }

    /// The handler of a series: the same for the same label and dimensions, whatever their order.
    private func series<Handler: SeriesHandler>(
        _ kind: MetricKey.Kind,
        _ label: String,
        _ dimensions: [(String, String)],
        make: () -> Handler
    ) -> Handler {
        let (handler, warns) = state.withLock { state -> (Handler, Bool) in
            var key = MetricKey(label: label, kind: kind, dimensions: MetricKey.settled(dimensions))
            var warns = false
            if state.series[key] == nil, state.seriesOfLabel[label, default: 0] >= Self.mostSeries {
                warns = !state.hasWarned
                state.hasWarned = true
                key.dimensions = Self.overflow
            }
            if let known = state.series[key]?.handler as? Handler {
                state.series[key]?.isDestroyed = false
                return (known, warns)
            }
            let handler = make()
            state.seriesOfLabel[label, default: 0] += 1
            state.series[key] = Series(
                description: kind == .timer ? .ofTimer(label) : .of(label),
                handler: handler,
                start: WallClock.now
            )
            return (handler, warns)
        }
        if warns {
            Log.telemetry.warning(
                "a metric has over \(Self.mostSeries) combinations of dimensions; further ones are one"
            )
        }
        return handler
    }

    private func destroy(_ handler: AnyObject) {
        state.withLock { state in
            for (key, series) in state.series where series.handler === handler { state.series[key]?.isDestroyed = true }
        }
    }

    // MARK: Export

    /// All series that were ever told anything, by label, kind and dimensions.
    func readings() -> [MetricReading] {
        let time = WallClock.now
        let all = state.withLock { $0.series }
        let readings = all.compactMap { key, series -> MetricReading? in
            guard let point = series.handler.point else { return nil }
            return MetricReading(
                key: key,
                description: series.description,
                start: series.start,
                time: time,
                point: point
            )
        }
        return readings.sorted { $0.key < $1.key }
    }

    /// Forgets series that were given back and have nothing more to say.
    ///
    /// - Parameter exported: what receivers have.
    func removeDestroyed(_ exported: [MetricReading]) {
        let points = Dictionary(exported.map { ($0.key, $0.point) }) { $1 }
        state.withLock { state in
            for (key, series) in state.series where series.isDestroyed && series.handler.point == points[key] {
                state.series[key] = nil
                state.seriesOfLabel[key.label, default: 1] -= 1
            }
        }
    }
}

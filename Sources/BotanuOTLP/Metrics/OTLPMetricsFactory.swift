import BotanuSDK
public import CoreMetrics
import Logging
import Synchronization
import Tracing

/// A metrics backend for swift-metrics whose series are exported over OTLP. Any number of threads may use it.
///
/// Counters become monotonic sums, meters and recorders that do not aggregate become gauges, timers (in seconds) and
/// other recorders histograms, with the buckets that the semantic conventions have for them.
/// ``Botanu/enable(_:recognizers:exporter:)`` makes and installs one.
public final class OTLPMetricsFactory: MetricsFactory {
    fileprivate struct Key: Hashable {
        var kind: Kind
        var label: String
        var dimensions: [String]
    }

    enum Kind: Hashable {
        case counter, floatingPointCounter, gauge, histogram, timer

        /// Whether it says what is, not what has been.
        var isCurrent: Bool { self == .gauge }
    }

    struct Series: Sendable {
        let label: String
        var dimensions: [(String, String)]
        let kind: Kind
        let description: MetricDescription
        let handler: any SeriesHandler
        /// Nanoseconds since 1970.
        let start: UInt64
        /// As the receiver has it.
        var exported: MetricPoint?
        var exportedAt: UInt64?
        /// Whether the application has given it back: it is exported once more.
        var isDestroyed = false
    }

    private struct State {
        var series: [Key: Series] = [:]
        var seriesOfLabel: [String: Int] = [:]
        var hasWarned = false
    }

    private let state = Mutex(State())
    /// Series of one label, as the OpenTelemetry specification limits them: later ones are one.
    private static let mostSeries = 2000
    private static let overflow = [("otel.metric.overflow", "true")]

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
        _ kind: Kind,
        _ label: String,
        _ dimensions: [(String, String)],
        make: () -> Handler
    ) -> Handler {
        let (handler, warns) = state.withLock { state -> (Handler, Bool) in
            var dimensions = Self.settled(dimensions)
            var key = Key(kind: kind, label: label, dimensions: dimensions.flatMap { [$0.0, $0.1] })
            var warns = false
            if state.series[key] == nil, state.seriesOfLabel[label, default: 0] >= Self.mostSeries {
                warns = !state.hasWarned
                state.hasWarned = true
                dimensions = Self.overflow
                key.dimensions = dimensions.flatMap { [$0.0, $0.1] }
            }
            if let known = state.series[key]?.handler as? Handler {
                state.series[key]?.isDestroyed = false
                return (known, warns)
            }
            let handler = make()
            state.seriesOfLabel[label, default: 0] += 1
            state.series[key] = Series(
                label: label,
                dimensions: dimensions,
                kind: kind,
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

    /// Sorted, each name once: the last counts.
    private static func settled(_ dimensions: [(String, String)]) -> [(String, String)] {
        var values: [String: String] = [:]
        for (name, value) in dimensions where !name.isEmpty { values[name] = value }
        return values.sorted { $0.key < $1.key }.map { ($0.key, $0.value) }
    }

    private func destroy(_ handler: AnyObject) {
        state.withLock { state in
            for (key, series) in state.series where series.handler === handler { state.series[key]?.isDestroyed = true }
        }
    }

    // MARK: Export

    /// A series with what it has come to.
    struct Reading: Sendable {
        fileprivate let key: Key
        fileprivate(set) var series: Series
        let point: MetricPoint
        /// Nanoseconds since 1970.
        let time: UInt64

        /// The same with dimensions that may leave.
        func cleaned(by gate: LastGate) -> Reading {
            var attributes = attributes
            gate.clean(&attributes)
            var reading = self
            reading.series.dimensions = attributes.compactMap { attribute in
                guard case .string(let text) = attribute.value else { return nil }
                return (attribute.name, text)
            }
            return reading
        }
    }

    /// All series that were ever told anything, by label and dimensions.
    func readings() -> [Reading] {
        let time = WallClock.now
        let all = state.withLock { Array($0.series) }
        return all.map { Reading(key: $0.key, series: $0.value, point: $0.value.handler.point, time: time) }
            .filter { !$0.point.isEmpty }
            .sorted { ($0.key.label, $0.key.dimensions.joined()) < ($1.key.label, $1.key.dimensions.joined()) }
    }

    /// Notes that a receiver has these. What it has not comes again, so that none is lost.
    func noteExported(_ readings: [Reading]) {
        state.withLock { state in
            for reading in readings {
                guard var series = state.series[reading.key], series.handler === reading.series.handler else {
                    continue
                }
                if series.isDestroyed, series.handler.point == reading.point {
                    state.series[reading.key] = nil
                    state.seriesOfLabel[series.label, default: 1] -= 1
                } else {
                    series.exported = reading.point
                    series.exportedAt = reading.time
                    state.series[reading.key] = series
                }
            }
        }
    }
}

import BotanuSDK

// `opentelemetry/proto/metrics/v1/metrics.proto` of OTLP 1.x.

extension WireWriter where Self: ~Copyable {
    /// An `ExportMetricsServiceRequest`.
    ///
    /// - Parameter isDelta: whether sums and histograms say what came in since the receiver was told last.
    mutating func metrics(_ readings: [OTLPMetricsFactory.Reading], isDelta: Bool, of resource: Resource) {
        root { writer in
            writer.messages(WireField(1, "resourceMetrics"), CollectionOfOne(readings)) { writer, readings in
                writer.resource(resource)
                writer.messages(WireField(2, "scopeMetrics"), CollectionOfOne(readings)) { writer, readings in
                    writer.message(WireField(1, "scope")) { $0.string(WireField(1, "name"), "swift-metrics") }
                    writer.messages(WireField(2, "metrics"), Self.byMetric(readings)) {
                        $0.metric($1, isDelta: isDelta)
                    }
                }
            }
        }
    }

    /// Readings, sorted by label, of which neighbours make one metric.
    private static func byMetric(
        _ readings: [OTLPMetricsFactory.Reading]
    ) -> [ArraySlice<OTLPMetricsFactory.Reading>] {
        var metrics: [ArraySlice<OTLPMetricsFactory.Reading>] = []
        var rest = readings[...]
        while let first = rest.first {
            let metric = rest.prefix { $0.series.label == first.series.label && $0.series.kind == first.series.kind }
            metrics.append(metric)
            rest = rest.dropFirst(metric.count)
        }
        return metrics
    }

    private mutating func metric(_ readings: ArraySlice<OTLPMetricsFactory.Reading>, isDelta: Bool) {
        guard let series = readings.first?.series else { return }
        let temporality: UInt32 = isDelta ? 1 : 2
        string(WireField(1, "name"), series.label)
        if !series.description.unit.isEmpty { string(WireField(3, "unit"), series.description.unit) }
        switch series.kind {
        case .gauge:
            message(WireField(5, "gauge")) { writer in
                writer.messages(WireField(1, "dataPoints"), readings) { $0.number($1, isDelta: false) }
            }
        case .counter, .floatingPointCounter:
            message(WireField(7, "sum")) { writer in
                writer.messages(WireField(1, "dataPoints"), readings) { $0.number($1, isDelta: isDelta) }
                writer.uint32(WireField(2, "aggregationTemporality"), temporality)
                writer.bool(WireField(3, "isMonotonic"), true)
            }
        case .histogram, .timer:
            message(WireField(9, "histogram")) { writer in
                writer.messages(WireField(1, "dataPoints"), readings) { $0.histogram($1, isDelta: isDelta) }
                writer.uint32(WireField(2, "aggregationTemporality"), temporality)
            }
        }
    }

    private mutating func number(_ reading: OTLPMetricsFactory.Reading, isDelta: Bool) {
        times(reading, isDelta: isDelta)
        switch reading.point(isDelta: isDelta).value {
        case .sum(let value), .gauge(let value): double(WireField(4, "asDouble"), value)
        case .integerSum(let value): sfixed64(WireField(6, "asInt"), value)
        case .histogram: break
        }
        attributes(WireField(7, "attributes"), reading.attributes)
    }

    private mutating func histogram(_ reading: OTLPMetricsFactory.Reading, isDelta: Bool) {
        guard case .histogram(let histogram) = reading.point(isDelta: isDelta).value else { return }
        times(reading, isDelta: isDelta)
        fixed64(WireField(4, "count"), histogram.count)
        double(WireField(5, "sum"), histogram.sum)
        fixed64s(WireField(6, "bucketCounts"), histogram.counts)
        doubles(WireField(7, "explicitBounds"), histogram.bounds)
        attributes(WireField(9, "attributes"), reading.attributes)
        if let minimum = histogram.minimum { double(WireField(11, "min"), minimum) }
        if let maximum = histogram.maximum { double(WireField(12, "max"), maximum) }
    }

    private mutating func times(_ reading: OTLPMetricsFactory.Reading, isDelta: Bool) {
        let start = isDelta ? reading.series.exportedAt ?? reading.series.start : reading.series.start
        fixed64(WireField(2, "startTimeUnixNano"), start)
        fixed64(WireField(3, "timeUnixNano"), reading.time)
    }
}

extension OTLPMetricsFactory.Reading {
    fileprivate func point(isDelta: Bool) -> MetricPoint {
        guard isDelta, let exported = series.exported else { return point }
        return point.since(exported)
    }

    var attributes: [FinishedSpan.Attribute] {
        series.dimensions.map { CollectedAttribute($0.0, .string($0.1)) }
    }
}

import BotanuSDK

// `opentelemetry/proto/metrics/v1/metrics.proto` of OTLP 1.x.

extension WireWriter where Self: ~Copyable {
    /// An `ExportMetricsServiceRequest`.
    ///
    /// - Parameters:
    ///   - readings: sorted by key.
    ///   - isDelta: whether sums and histograms say what came in since the receiver was told last.
    mutating func metrics(_ readings: [MetricReading], isDelta: Bool, of resource: Resource) {
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
        _ readings: [MetricReading]
    ) -> [ArraySlice<MetricReading>] {
        var metrics: [ArraySlice<MetricReading>] = []
        var rest = readings[...]
        while let first = rest.first {
            let metric = rest.prefix { $0.key.label == first.key.label && $0.key.kind == first.key.kind }
            metrics.append(metric)
            rest = rest.dropFirst(metric.count)
        }
        return metrics
    }

    private mutating func metric(_ readings: ArraySlice<MetricReading>, isDelta: Bool) {
        guard let first = readings.first else { return }
        let temporality: UInt32 = isDelta ? 1 : 2
        string(WireField(1, "name"), first.key.label)
        if !first.description.unit.isEmpty { string(WireField(3, "unit"), first.description.unit) }
        switch first.key.kind {
        case .gauge:
            message(WireField(5, "gauge")) { writer in
                writer.messages(WireField(1, "dataPoints"), readings) { $0.number($1) }
            }
        case .counter, .floatingPointCounter:
            message(WireField(7, "sum")) { writer in
                writer.messages(WireField(1, "dataPoints"), readings) { $0.number($1) }
                writer.uint32(WireField(2, "aggregationTemporality"), temporality)
                writer.bool(WireField(3, "isMonotonic"), true)
            }
        case .histogram, .timer:
            message(WireField(9, "histogram")) { writer in
                writer.messages(WireField(1, "dataPoints"), readings) { $0.histogram($1) }
                writer.uint32(WireField(2, "aggregationTemporality"), temporality)
            }
        }
    }

    private mutating func number(_ reading: MetricReading) {
        times(reading)
        switch reading.point.value {
        case .sum(let value), .gauge(let value): double(WireField(4, "asDouble"), value)
        case .integerSum(let value): sfixed64(WireField(6, "asInt"), value)
        case .histogram: break
        }
        attributes(WireField(7, "attributes"), reading.attributes)
    }

    private mutating func histogram(_ reading: MetricReading) {
        guard case .histogram(let histogram) = reading.point.value else { return }
        times(reading)
        fixed64(WireField(4, "count"), histogram.count)
        double(WireField(5, "sum"), histogram.sum)
        fixed64s(WireField(6, "bucketCounts"), histogram.counts)
        doubles(WireField(7, "explicitBounds"), histogram.bounds)
        attributes(WireField(9, "attributes"), reading.attributes)
        if let minimum = histogram.minimum { double(WireField(11, "min"), minimum) }
        if let maximum = histogram.maximum { double(WireField(12, "max"), maximum) }
    }

    private mutating func times(_ reading: MetricReading) {
        fixed64(WireField(2, "startTimeUnixNano"), reading.start)
        fixed64(WireField(3, "timeUnixNano"), reading.time)
    }
}

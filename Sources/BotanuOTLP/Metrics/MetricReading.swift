import BotanuSDK
import Tracing

/// Which series of which metric.
struct MetricKey: Sendable, Hashable, Comparable {
    enum Kind: Int, Sendable {
        case counter, floatingPointCounter, gauge, histogram, timer
    }

    struct Dimension: Sendable, Hashable, Comparable {
        var name: String
        var value: String

        static func < (left: Dimension, right: Dimension) -> Bool {
            (left.name, left.value) < (right.name, right.value)
        }
    }

    var label: String
    let kind: Kind
    /// By name, each once.
    var dimensions: [Dimension]

    /// Of dimensions with one name the last counts.
    static func settled(_ dimensions: [(String, String)]) -> [Dimension] {
        var values: [String: String] = [:]
        for (name, value) in dimensions where !name.isEmpty { values[name] = value }
        return values.map { Dimension(name: $0.key, value: $0.value) }.sorted()
    }

    static func < (left: MetricKey, right: MetricKey) -> Bool {
        if left.label != right.label { return left.label < right.label }
        if left.kind != right.kind { return left.kind.rawValue < right.kind.rawValue }
        return left.dimensions.lexicographicallyPrecedes(right.dimensions)
    }
}

/// What a series has come to.
struct MetricReading: Sendable {
    var key: MetricKey
    let description: MetricDescription
    /// Since when it counts, and when it was read, in nanoseconds since 1970.
    var start: UInt64
    let time: UInt64
    var point: MetricPoint

    var attributes: [CollectedAttribute] {
        key.dimensions.map { CollectedAttribute($0.name, .string($0.value)) }
    }
}

extension LastGate {
    /// Readings whose labels and dimensions may leave. Series that become the same are added up: a receiver takes each
    /// once.
    func cleaned(_ readings: [MetricReading]) -> [MetricReading] {
        var clean: [MetricKey: MetricReading] = [:]
        for var reading in readings {
            reading.key.label = scrub(reading.key.label)
            var attributes = reading.attributes
            self.clean(&attributes)
            reading.key.dimensions = MetricKey.settled(
                attributes.map { attribute in
                    guard case .string(let text) = attribute.value else { return (attribute.name, "") }
                    return (attribute.name, text)
                }
            )
            guard let other = clean[reading.key] else {
                clean[reading.key] = reading
                continue
            }
            reading.start = min(reading.start, other.start)
            reading.point = other.point.adding(reading.point)
            clean[reading.key] = reading
        }
        return clean.values.sorted { $0.key < $1.key }
    }
}

/// What a receiver has: deltas are told from there, so that what it has not comes again.
final class MetricBaseline {
    private var taken: [MetricKey: (point: MetricPoint, time: UInt64)] = [:]

    /// What came in since then. What has not changed is left out, but for what says how things are.
    func since(_ readings: [MetricReading]) -> [MetricReading] {
        readings.compactMap { reading in
            guard let (point, time) = taken[reading.key], reading.key.kind != .gauge else { return reading }
            guard point != reading.point else { return nil }
            var reading = reading
            // A series that was given back and made anew starts from nothing.
            guard let difference = reading.point.since(point) else { return reading }
            (reading.point, reading.start) = (difference, time)
            return reading
        }
    }

    func note(_ readings: [MetricReading]) {
        let known = Set(readings.map(\.key))
        taken = taken.filter { known.contains($0.key) }
        for reading in readings { taken[reading.key] = (reading.point, reading.time) }
    }
}

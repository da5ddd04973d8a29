/// What one series has come to.
struct MetricPoint: Sendable, Equatable {
    enum Value: Sendable, Equatable {
        /// What has been added up.
        case sum(Double)
        case integerSum(Int64)
        /// What it is now.
        case gauge(Double)
        case histogram(Histogram)
    }

    var value: Value

    /// What came in since another point of the same series; nil where that is no earlier one.
    func since(_ other: MetricPoint) -> MetricPoint? {
        switch (value, other.value) {
        case (.sum(let new), .sum(let old)): new < old ? nil : MetricPoint(value: .sum(new - old))
        case (.integerSum(let new), .integerSum(let old)):
            new < old ? nil : MetricPoint(value: .integerSum(new - old))
        case (.histogram(let new), .histogram(let old)):
            new.since(old).map { MetricPoint(value: .histogram($0)) }
        default: self
        }
    }

    /// Two series as one.
    func adding(_ other: MetricPoint) -> MetricPoint {
        switch (value, other.value) {
        case (.sum(let one), .sum(let two)): MetricPoint(value: .sum(one + two))
        case (.integerSum(let one), .integerSum(let two)): MetricPoint(value: .integerSum(one &+ two))
        case (.histogram(let one), .histogram(let two)): MetricPoint(value: .histogram(one.adding(two)))
        default: other
        }
    }
}

/// How often values fell between bounds.
struct Histogram: Sendable, Equatable {
    let bounds: [Double]
    /// One more than bounds: values up to each, and those above the last.
    private(set) var counts: [UInt64]
    private(set) var count: UInt64 = 0
    private(set) var sum = 0.0
    /// Of all values; nil where they cannot be known, since others are taken off.
    private(set) var minimum: Double?
    private(set) var maximum: Double?

    init(bounds: [Double]) {
        self.bounds = bounds
        counts = Array(repeating: 0, count: bounds.count + 1)
    }

    mutating func record(_ value: Double) {
        // What is no number has no place.
        guard value.isFinite else { return }
        var low = 0
        var high = bounds.count
        while low < high {
            let middle = (low + high) / 2
            if bounds[middle] < value { low = middle + 1 } else { high = middle }
        }
        counts[low] += 1
        count += 1
        sum += value
        minimum = min(minimum ?? value, value)
        maximum = max(maximum ?? value, value)
    }

    func adding(_ other: Histogram) -> Histogram {
        guard bounds == other.bounds else { return other }
        var both = self
        for index in counts.indices { both.counts[index] &+= other.counts[index] }
        both.count &+= other.count
        both.sum += other.sum
        both.minimum = [minimum, other.minimum].compactMap { $0 }.min()
        both.maximum = [maximum, other.maximum].compactMap { $0 }.max()
        return both
    }

    func since(_ other: Histogram) -> Histogram? {
        guard other.count > 0 else { return self }
        guard other.count <= count, zip(counts, other.counts).allSatisfy(>=) else { return nil }
        var difference = self
        for index in counts.indices { difference.counts[index] &-= other.counts[index] }
        difference.count &-= other.count
        difference.sum -= other.sum
        (difference.minimum, difference.maximum) = (nil, nil)
        return difference
    }
}

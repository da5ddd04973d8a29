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

    /// What came in since another point of the same series.
    func since(_ other: MetricPoint) -> MetricPoint {
        switch (value, other.value) {
        case (.sum(let new), .sum(let old)): MetricPoint(value: .sum(new - old))
        case (.integerSum(let new), .integerSum(let old)): MetricPoint(value: .integerSum(new &- old))
        case (.histogram(let new), .histogram(let old)): MetricPoint(value: .histogram(new.since(old)))
        default: self
        }
    }

    /// Whether anything was ever told.
    var isEmpty: Bool {
        switch value {
        case .sum(let sum): sum == 0
        case .integerSum(let sum): sum == 0
        case .gauge: false
        case .histogram(let histogram): histogram.count == 0
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

    func since(_ other: Histogram) -> Histogram {
        guard other.count > 0 else { return self }
        var difference = self
        for index in counts.indices { difference.counts[index] &-= other.counts[index] }
        difference.count &-= other.count
        difference.sum -= other.sum
        (difference.minimum, difference.maximum) = (nil, nil)
        return difference
    }
}

/// What an instruction set can tell of windows of four bytes, and how much of a text that lets through.
protocol WindowSignature {
    init(_ window: [ByteSet])
    func union(_ other: Self) -> Self
    /// How much of a text passes, roughly.
    var frequency: Double { get }
}

/// Puts windows of four sets each into buckets.
///
/// A bucket lets through whatever looks to an instruction set like a mixture of its windows, so windows that look alike
/// belong together: the two buckets are made one that then let the least through, until few enough are left.
struct BucketAssignment<Signature: WindowSignature> {
    private(set) var buckets: [Bucket] = []

    /// Windows that are looked for together.
    struct Bucket {
        private(set) var windows: [[ByteSet]]
        private(set) var signature: Signature
        fileprivate private(set) var frequency: Double

        init(_ window: [ByteSet]) {
            windows = [window]
            signature = Signature(window)
            frequency = signature.frequency
        }

        mutating func merge(_ other: Bucket) {
            windows += other.windows
            signature = signature.union(other.signature)
            frequency = signature.frequency
        }

        /// What more is let through when both are one.
        fileprivate func cost(with other: Bucket) -> Double {
            signature.union(other.signature).frequency - frequency - other.frequency
        }
    }

    init(_ windows: [[ByteSet]], count: Int) {
        var seen = Set<[ByteSet]>()
        let distinct = windows.filter { seen.insert($0).inserted }
        var candidates = Self.shares(of: distinct).map { share in
            share.dropFirst().reduce(into: Bucket(share[0])) { $0.merge(Bucket($1)) }
        }
        // What each would best be made one with, and what more would then be let through.
        var partners = Self.partners(in: candidates)
        while candidates.count > count {
            guard let left = candidates.indices.min(by: { partners[$0].cost < partners[$1].cost }) else { break }
            let right = partners[left].index
            candidates[left].merge(candidates[right])
            candidates.remove(at: right)
            partners.remove(at: right)
            let changed = left > right ? left - 1 : left
            for index in candidates.indices {
                if partners[index].index == right || partners[index].index == left || index == changed {
                    partners[index] = Self.partner(of: index, in: candidates)
                } else {
                    if partners[index].index > right { partners[index].index -= 1 }
                    let cost = candidates[index].cost(with: candidates[changed])
                    if cost < partners[index].cost { partners[index] = (changed, cost) }
                }
            }
        }
        buckets = candidates
    }

    /// Windows that start alike together, few enough of them for looking at all pairs.
    private static func shares(of windows: [[ByteSet]]) -> [[[ByteSet]]] {
        guard windows.count > mostCandidates else { return windows.map { [$0] } }
        func key(_ window: [ByteSet]) -> [UInt8] { window.map { $0.members.first ?? 0 } }
        let sorted = windows.map { (key($0), $0) }.sorted { $0.0.lexicographicallyPrecedes($1.0) }.map(\.1)
        let length = (sorted.count + mostCandidates - 1) / mostCandidates
        return stride(from: 0, to: sorted.count, by: length).map { Array(sorted[$0..<min($0 + length, sorted.count)]) }
    }

    private static var mostCandidates: Int { 128 }

    private static func partners(in buckets: [Bucket]) -> [(index: Int, cost: Double)] {
        var partners = buckets.indices.map { (index: $0, cost: Double.infinity) }
        for left in buckets.indices {
            for right in buckets.indices.dropFirst(left + 1) {
                let cost = buckets[left].cost(with: buckets[right])
                if cost < partners[left].cost { partners[left] = (right, cost) }
                if cost < partners[right].cost { partners[right] = (left, cost) }
            }
        }
        return partners
    }

    private static func partner(of index: Int, in buckets: [Bucket]) -> (index: Int, cost: Double) {
        var best = (index: index, cost: Double.infinity)
        for other in buckets.indices where other != index {
            let cost = buckets[index].cost(with: buckets[other])
            if cost < best.cost { best = (other, cost) }
        }
        return best
    }
}

/// Puts openings of three sets each into eight buckets.
///
/// A bucket lets through whatever has at each place a byte that one of its openings has there, so openings that share
/// bytes belong together: the two buckets are made one that then let the least through, until eight are left.
struct BucketAssignment {
    private(set) var buckets: [[[ByteSet]]] = []

    private static let count = 8

    private struct Bucket {
        var openings: [[ByteSet]]
        var union: [ByteSet]
        var frequency: Double

        init(_ openings: [[ByteSet]], union: [ByteSet]) {
            self.openings = openings
            self.union = union
            frequency = union.reduce(1) { $0 * min(1, ByteFrequency.frequency(of: $1)) }
        }

        func with(_ other: Bucket) -> Bucket {
            Bucket(openings + other.openings, union: zip(union, other.union).map { $0.union($1).byHalves })
        }
    }

    init(_ openings: [[ByteSet]]) {
        var seen = Set<[ByteSet]>()
        let distinct = openings.filter { seen.insert($0).inserted }
        var candidates = Self.shares(of: distinct).map { share in
            share.dropFirst().reduce(Bucket([share[0]], union: share[0].map(\.byHalves))) { bucket, opening in
                bucket.with(Bucket([opening], union: opening.map(\.byHalves)))
            }
        }
        // What each would best be made one with, and what more would then be let through.
        var partners = candidates.indices.map { Self.partner(of: $0, in: candidates) }
        while candidates.count > Self.count {
            guard let left = candidates.indices.min(by: { partners[$0].cost < partners[$1].cost }) else { break }
            let right = partners[left].index
            candidates[left] = candidates[left].with(candidates[right])
            candidates.remove(at: right)
            partners.remove(at: right)
            let changed = left > right ? left - 1 : left
            for index in candidates.indices {
                if partners[index].index == right || partners[index].index == left || index == changed {
                    partners[index] = Self.partner(of: index, in: candidates)
                } else {
                    if partners[index].index > right { partners[index].index -= 1 }
                    let cost = Self.cost(candidates[index], candidates[changed])
                    if cost < partners[index].cost { partners[index] = (changed, cost) }
                }
            }
        }
        buckets = candidates.map(\.openings)
    }

    /// Openings that start alike together, few enough of them for looking at all pairs.
    private static func shares(of openings: [[ByteSet]]) -> [[[ByteSet]]] {
        guard openings.count > mostCandidates else { return openings.map { [$0] } }
        func key(_ opening: [ByteSet]) -> [UInt8] { opening.map { $0.members.first ?? 0 } }
        let sorted = openings.map { (key($0), $0) }.sorted { $0.0.lexicographicallyPrecedes($1.0) }.map(\.1)
        let length = (sorted.count + mostCandidates - 1) / mostCandidates
        return stride(from: 0, to: sorted.count, by: length).map { Array(sorted[$0..<min($0 + length, sorted.count)]) }
    }

    private static let mostCandidates = 128

    private static func partner(of index: Int, in buckets: [Bucket]) -> (index: Int, cost: Double) {
        var best = (index: index, cost: Double.infinity)
        for other in buckets.indices where other != index {
            let cost = cost(buckets[index], buckets[other])
            if cost < best.cost { best = (other, cost) }
        }
        return best
    }

    private static func cost(_ left: Bucket, _ right: Bucket) -> Double {
        left.with(right).frequency - left.frequency - right.frequency
    }
}

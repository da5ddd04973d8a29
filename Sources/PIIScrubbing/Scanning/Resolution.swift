/// Settles which of several overlapping matches stays: the higher rank, then the one further left, then the longer.
///
/// A match that sticks out of a stronger one keeps what sticks out: each part of it was found to be sensitive.
enum Resolution {
    /// - Parameter fixed: sorted, disjoint ranges that no finding may reach into.
    /// - Returns: sorted, disjoint, non-empty matches.
    static func resolve(_ matches: [Match], fixed: [Range<Int>] = []) -> [Match] {
        let sorted = matches.sorted {
            ($0.range.lowerBound, $0.range.upperBound) < ($1.range.lowerBound, $1.range.upperBound)
        }
        var resolved: [Match] = []
        resolved.reserveCapacity(sorted.count)
        var index = 0
        while index < sorted.count {
            var end = sorted[index].range.upperBound
            var next = index + 1
            while next < sorted.count, sorted[next].range.lowerBound < end {
                end = max(end, sorted[next].range.upperBound)
                next += 1
            }
            let cluster = sorted[index..<next]
            let touchesFixed = !fixed.isEmpty && fixed.contains { $0.overlaps(sorted[index].range.lowerBound..<end) }
            if cluster.count == 1, !touchesFixed {
                resolved.append(sorted[index])
            } else {
                resolved += settle(cluster, fixed: touchesFixed ? fixed : [])
            }
            index = next
        }
        return resolved
    }

    private static func settle(_ cluster: ArraySlice<Match>, fixed: [Range<Int>]) -> [Match] {
        let strongestFirst = cluster.sorted { left, right in
            if left.rank != right.rank { return left.rank > right.rank }
            if left.range.lowerBound != right.range.lowerBound { return left.range.lowerBound < right.range.lowerBound }
            if left.range.count != right.range.count { return left.range.count > right.range.count }
            return left.pattern < right.pattern
        }
        var taken = fixed
        var settled: [Match] = []
        for match in strongestFirst {
            for part in uncovered(match.range, by: taken) {
                settled.append(Match(pattern: match.pattern, range: part, rank: match.rank))
                taken.insert(part, at: taken.firstIndex { $0.lowerBound > part.lowerBound } ?? taken.endIndex)
            }
        }
        return settled.sorted { $0.range.lowerBound < $1.range.lowerBound }
    }

    /// The parts of a range that none of the sorted, disjoint ranges covers.
    private static func uncovered(_ range: Range<Int>, by taken: [Range<Int>]) -> [Range<Int>] {
        var parts: [Range<Int>] = []
        var start = range.lowerBound
        for other in taken where other.overlaps(range) {
            if other.lowerBound > start {
                parts.append(start..<other.lowerBound)
            }
            start = max(start, other.upperBound)
        }
        if start < range.upperBound {
            parts.append(start..<range.upperBound)
        }
        return parts
    }
}

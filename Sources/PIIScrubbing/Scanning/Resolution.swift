/// Settles which of several overlapping matches stays: the higher rank, then the one further left, then the longer.
///
/// A match that sticks out of a stronger one keeps what sticks out: each part of it was found to be sensitive.
/// O(n log n) in the matches, however they overlap.
enum Resolution {
    /// - Parameters:
    ///   - matches: what patterns found, in any order; its content is of no use afterwards.
    ///   - added: what recognizers found.
    ///   - fixed: sorted, disjoint ranges that no finding may reach into.
    ///   - findings: empty; becomes the sorted, disjoint, non-empty findings.
    static func resolve(
        _ matches: inout ScratchBuffer<Match>,
        added: [Match],
        fixed: [Range<Int>],
        into findings: inout ScratchBuffer<Match>
    ) {
        if !added.isEmpty { matches.append(contentsOf: added) }
        var isInOrder = isInOrder(matches.elements)
        if !isInOrder {
            sort(matches.elements)
            isInOrder = Self.isInOrder(matches.elements)
        }
        guard fixed.isEmpty, isInOrder else {
            resolve(sorted: UnsafeBufferPointer(matches.elements), fixed: fixed) { findings.append(contentsOf: $0) }
            return
        }
        swap(&matches, &findings)
    }

    static func resolved(_ matches: [Match]) -> [Match] {
        guard matches.count > 1 else { return matches }
        var resolved: [Match] = []
        matches.sorted(by: precedes).withUnsafeBufferPointer { sorted in
            resolve(sorted: sorted, fixed: []) { resolved += $0 }
        }
        return resolved
    }

    @inline(__always)
    private static func precedes(_ left: Match, _ right: Match) -> Bool {
        left.lowerBound != right.lowerBound
            ? left.lowerBound < right.lowerBound : left.upperBound < right.upperBound
    }

    /// Whether they are sorted and disjoint already.
    private static func isInOrder(_ matches: UnsafeMutableBufferPointer<Match>) -> Bool {
        var end = 0
        for match in matches {
            if match.lowerBound < end { return false }
            end = match.upperBound
        }
        return true
    }

    /// Matches come nearly sorted: out of order are the few that go back over text others were found in.
    private static func sort(_ matches: UnsafeMutableBufferPointer<Match>) {
        var moves = 0
        var index = 1
        while index < matches.count {
            var place = index
            while place > 0, precedes(matches[place], matches[place - 1]) {
                matches.swapAt(place, place - 1)
                place -= 1
                moves += 1
                if moves > 4 * matches.count {
                    var all = matches
                    all.sort(by: precedes)
                    return
                }
            }
            index += 1
        }
    }

    private static func resolve(
        sorted: UnsafeBufferPointer<Match>,
        fixed: [Range<Int>],
        _ add: (UnsafeBufferPointer<Match>) -> Void
    ) {
        var ahead = fixed[...]
        var index = 0
        /// From here on all stand alone.
        var firstAlone = 0
        while index < sorted.count {
            let start = sorted[index].lowerBound
            var end = sorted[index].upperBound
            var next = index + 1
            while next < sorted.count, sorted[next].lowerBound < end {
                end = max(end, sorted[next].upperBound)
                next += 1
            }
            if !ahead.isEmpty { ahead = ahead.drop { $0.upperBound <= start } }
            let isAlone = next == index + 1 && ahead.first.map { $0.lowerBound >= end } ?? true
            if !isAlone {
                add(UnsafeBufferPointer(rebasing: sorted[firstAlone..<index]))
                if next == index + 2, ahead.isEmpty {
                    settle(sorted[index], sorted[index + 1], add)
                } else {
                    let obstacles = ahead.prefix { $0.lowerBound < end }
                    settle(sorted[index..<next], obstacles: obstacles).withUnsafeBufferPointer(add)
                }
                firstAlone = next
            }
            index = next
        }
        add(UnsafeBufferPointer(rebasing: sorted[firstAlone...]))
    }

    private static func isStronger(_ left: Match, _ right: Match) -> Bool {
        if left.rank != right.rank { return left.rank > right.rank }
        if left.lowerBound != right.lowerBound { return left.lowerBound < right.lowerBound }
        if left.upperBound != right.upperBound { return left.upperBound > right.upperBound }
        return left.pattern < right.pattern
    }

    /// The same as `settle` for the two that most clusters are of.
    private static func settle(_ first: Match, _ second: Match, _ add: (UnsafeBufferPointer<Match>) -> Void) {
        let firstIsStronger = isStronger(first, second)
        let strong = firstIsStronger ? first : second
        let weak = firstIsStronger ? second : first
        withUnsafeTemporaryAllocation(of: Match.self, capacity: 3) { parts in
            var count = 0
            if weak.lowerBound < strong.lowerBound {
                parts[count] = Match(
                    pattern: weak.pattern,
                    range: weak.lowerBound..<strong.lowerBound,
                    rank: weak.rank
                )
                count += 1
            }
            parts[count] = strong
            count += 1
            if weak.upperBound > strong.upperBound {
                parts[count] = Match(
                    pattern: weak.pattern,
                    range: strong.upperBound..<weak.upperBound,
                    rank: weak.rank
                )
                count += 1
            }
            add(UnsafeBufferPointer(rebasing: parts[..<count]))
        }
    }

    private static func settle(_ cluster: some RandomAccessCollection<Match>, obstacles: ArraySlice<Range<Int>>)
        -> [Match]
    {
        let strongestFirst = cluster.sorted(by: isStronger)
        var ground = Ground(
            edges: cluster.flatMap { [$0.range.lowerBound, $0.range.upperBound] }
                + obstacles.flatMap { [$0.lowerBound, $0.upperBound] }
        )
        for obstacle in obstacles {
            _ = ground.take(obstacle)
        }
        var settled: [Match] = []
        for match in strongestFirst {
            for part in ground.take(match.range) {
                settled.append(Match(pattern: match.pattern, range: part, rank: match.rank))
            }
        }
        return settled.sorted { $0.range.lowerBound < $1.range.lowerBound }
    }
}

/// A stretch of text, cut at the edges of all ranges, whose pieces are given away one after the other.
private struct Ground {
    private let edges: [Int]
    /// For each piece the next one from it on that is free, as far as known: taken pieces are skipped in one step.
    private var nextFree: [Int]

    init(edges: [Int]) {
        self.edges = Set(edges).sorted()
        nextFree = Array(0...self.edges.count)
    }

    /// Gives away what is free of a range whose bounds are among the edges.
    mutating func take(_ range: Range<Int>) -> [Range<Int>] {
        var parts: [Range<Int>] = []
        var piece = firstFree(from: index(of: range.lowerBound))
        while piece + 1 < edges.count, edges[piece] < range.upperBound {
            nextFree[piece] = piece + 1
            if let last = parts.last, last.upperBound == edges[piece] {
                parts[parts.count - 1] = last.lowerBound..<edges[piece + 1]
            } else {
                parts.append(edges[piece]..<edges[piece + 1])
            }
            piece = firstFree(from: piece + 1)
        }
        return parts
    }

    private mutating func firstFree(from piece: Int) -> Int {
        var free = piece
        while nextFree[free] != free {
            free = nextFree[free]
        }
        var current = piece
        while nextFree[current] != current {
            (current, nextFree[current]) = (nextFree[current], free)
        }
        return free
    }

    private func index(of edge: Int) -> Int {
        var low = 0
        var high = edges.count
        while low < high {
            let middle = (low + high) / 2
            if edges[middle] < edge {
                low = middle + 1
            } else {
                high = middle
            }
        }
        return low
    }
}

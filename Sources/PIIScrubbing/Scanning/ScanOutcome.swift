/// What scanning for all patterns came to, before overlaps are settled.
struct ScanOutcome {
    var matches = ContiguousArray<Match>()
    /// Matches that a word near them spoke against.
    var suppressed = ContiguousArray<Match>()
    /// Where the fast engine looked and found no match: only there may what a finding hides come to light.
    var unsettled = ContiguousArray<Range<Int>>()
    /// What searches went on behind of: scanning must not start anew inside one. Kept where more text follows only.
    var extents: [Range<Int>] = []
    /// The first offset from which a match may go on behind the end.
    var firstPartial: Int?

    mutating func removeAll() {
        matches.removeAll(keepingCapacity: true)
        suppressed.removeAll(keepingCapacity: true)
        unsettled.removeAll(keepingCapacity: true)
        extents.removeAll(keepingCapacity: true)
        firstPartial = nil
    }

    func lastMatchCovers(_ range: Range<Int>) -> Bool {
        matches.last.map { $0.range.lowerBound <= range.lowerBound && $0.range.upperBound >= range.upperBound } ?? false
    }

    mutating func addPartial(_ start: Int) {
        firstPartial = min(firstPartial ?? start, start)
    }

    /// Takes in what a regex found.
    ///
    /// - Parameters:
    ///   - whole: the match.
    ///   - group: the sensitive group in it.
    /// - Returns: where the pattern is searched for next.
    @inline(__always)
    mutating func settle(
        _ pattern: CompiledPattern,
        whole: Range<Int>,
        group: Range<Int>,
        in subject: UnsafeBufferPointer<UInt8>,
        keepsExtents: Bool
    ) -> Int {
        let next: Int
        switch pattern.judge(group, in: subject) {
        case .accepted(let match):
            matches.append(match)
            next = match.range.upperBound
        case .suppressed(let match):
            suppressed.append(match)
            next = match.range.upperBound
        case .rejected:
            next = whole.count <= CompiledPattern.retryLength ? whole.lowerBound + 1 : whole.upperBound
        }
        if keepsExtents, next > whole.lowerBound + 1 {
            extents.append(min(whole.lowerBound, group.lowerBound)..<next)
        }
        return max(next, whole.lowerBound + 1)
    }
}

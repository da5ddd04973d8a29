/// What scanning for all patterns came to, before overlaps are settled. Lives in a scratch.
struct ScanOutcome {
    /// A range of bytes.
    struct Extent: BitwiseCopyable {
        var lowerBound: Int
        var upperBound: Int

        init(_ lowerBound: Int, _ upperBound: Int) {
            self.lowerBound = lowerBound
            self.upperBound = upperBound
        }
    }

    /// Where the fast engine looked for a match that starts there, and found none.
    struct Unsettled: BitwiseCopyable {
        var lowerBound: Int
        var upperBound: Int
        /// What stands from here on had no part in that: a match may come to light only where the text ends before. What
        /// stands before the lower bound may have had.
        var reach: Int
    }

    var matches = ScratchBuffer<Match>()
    /// Matches that a word near them spoke against.
    var suppressed = ScratchBuffer<Match>(capacity: 8)
    /// Only there may what a finding hides come to light. In ascending order.
    var unsettled = ScratchBuffer<Unsettled>()
    /// What searches went on behind of: scanning must not start anew inside one.
    var extents = ScratchBuffer<Extent>(capacity: 8)
    /// Whether to note those: where more text follows only.
    var keepsExtents = false
    /// The first offset from which a match may go on behind the end.
    var firstPartial: Int?
    /// Counts what regexes are asked to do, where a test wants to know.
    var work: UnsafeMutablePointer<ScanWork>?

    func deallocate() {
        matches.deallocate()
        suppressed.deallocate()
        unsettled.deallocate()
        extents.deallocate()
    }

    mutating func removeAll() {
        matches.removeAll()
        suppressed.removeAll()
        unsettled.removeAll()
        extents.removeAll()
        firstPartial = nil
    }

    /// Whether something is missing because there was no memory for it.
    var isIncomplete: Bool {
        matches.isIncomplete || suppressed.isIncomplete || unsettled.isIncomplete || extents.isIncomplete
    }

    /// Gives back what an unusually long text needed.
    ///
    /// - Parameter matches: how many matches there were, before they were passed on.
    /// - Returns: whether there is more than is kept in any case.
    mutating func shrink(matches used: Int) -> Bool {
        var isLarge = matches.shrink(used: used)
        isLarge = suppressed.shrink(used: suppressed.count) || isLarge
        isLarge = unsettled.shrink(used: unsettled.count) || isLarge
        return extents.shrink(used: extents.count) || isLarge
    }

    func lastMatchCovers(_ lowerBound: Int, _ upperBound: Int) -> Bool {
        guard let last = matches.elements.last else { return false }
        return last.lowerBound <= lowerBound && last.upperBound >= upperBound
    }

    /// Notes where something was looked for in vain. Extents come nearly in order of where they start, and are kept so;
    /// what is close together becomes one.
    ///
    /// - Parameter reach: nil where a regex or a word decided, which may depend on anything near it.
    @inline(__always)
    mutating func addUnsettled(_ lowerBound: Int, _ upperBound: Int, reach: Int?) {
        let reach = reach ?? upperBound &+ FindingEdges.window
        if let last = unsettled.elements.last, lowerBound <= last.upperBound &+ Self.closeBytes {
            unsettled.elements[unsettled.count &- 1] = Unsettled(
                lowerBound: min(lowerBound, last.lowerBound),
                upperBound: max(upperBound, last.upperBound),
                reach: max(reach, last.reach)
            )
        } else {
            unsettled.append(Unsettled(lowerBound: lowerBound, upperBound: upperBound, reach: reach))
        }
        let extents = unsettled.elements
        let last = extents.count &- 1
        if last > 0, extents[last &- 1].lowerBound > extents[last].lowerBound { moveLastUnsettled() }
    }

    /// Moves the last one to where it belongs.
    @inline(never)
    private mutating func moveLastUnsettled() {
        let extents = unsettled.elements
        var index = extents.count - 1
        while index > 0, extents[index - 1].lowerBound > extents[index].lowerBound {
            extents.swapAt(index, index - 1)
            index -= 1
        }
    }

    private static let closeBytes = 8

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
        in subject: UnsafeBufferPointer<UInt8>
    ) -> Int {
        let next: Int
        switch pattern.judge(group, in: subject) {
        case .accepted(let match):
            matches.append(match)
            next = match.upperBound
        case .suppressed(let match):
            suppressed.append(match)
            next = match.upperBound
        case .rejected:
            next = whole.count <= CompiledPattern.retryLength ? whole.lowerBound + 1 : whole.upperBound
        }
        if keepsExtents, next > whole.lowerBound + 1 {
            extents.append(Extent(min(whole.lowerBound, group.lowerBound), next))
        }
        return max(next, whole.lowerBound + 1)
    }
}

// Runs of digits: which of many patterns might match a number, without running their regexes.
extension FastScanner {
    /// Tries a group of digits, and what may lead to it.
    ///
    /// - Parameters:
    ///   - digits: where digits stand from there on, one bit a byte, as far as their number goes.
    ///   - digitCount: how many these are.
    mutating func followRun(_ digits: UInt64, count digitCount: Int, at offset: Int) throws(ScanFailure) {
        guard let run = tables.pointee.run, let walks else { return }
        let matched = outcome.pointee.matches.count
        let extent = offset &+ UInt64.bitWidth &- digits.leadingZeroBitCount
        let all = run.pointee.patterns(of: digits, count: digitCount)
        var wanted = all
        // Where no word stands before it there is as a rule none behind it either, and to look is cheaper than a walk.
        if wordless.upperBound >= offset { dropContextual(run, &wanted, at: offset) }
        // Where text ends, words may come to light.
        let dropped = all & ~wanted
        // More digits, or fewer, might make a difference.
        var reach = extent &+ 1
        guard wanted != 0 else {
            outcome.pointee.addUnsettled(offset, extent, reach: dropped != 0 ? nil : reach)
            return
        }
        var mayDepend = false
        var candidate = offset
        let farthest = max(start, offset &- run.pointee.maximumLead)
        while candidate > farthest, run.pointee.lead[Int(base[candidate &- 1])] != 0 { candidate &-= 1 }
        while candidate <= offset, candidate < end {
            let first = run.pointee.byFirst[Int(base[candidate])]
            let possible = wanted & first
            if possible != 0 {
                var found: Automaton.Walker.Outcome
                if let walker = run.pointee.walker.value(orMake: { makeWalker() }) {
                    found = walks.outcome(
                        of: walker,
                        base,
                        from: candidate,
                        upTo: count,
                        digits: digits << UInt64(truncatingIfNeeded: offset &- candidate),
                        watched: run.pointee.checkable
                    )
                } else {
                    found = Automaton.Walker.Outcome(accepted: .max, taken: FindingEdges.window)
                }
                if found.accepted & dropped != 0 { mayDepend = true }
                reach = max(reach, candidate &+ found.taken)
                found.accepted &= possible
                if found.accepted != 0, try examine(run, found, at: candidate) { mayDepend = true }
            } else if dropped & first != 0 {
                mayDepend = true
            }
            candidate &+= 1
        }
        if outcome.pointee.matches.count != matched &+ 1 || !outcome.pointee.lastMatchCovers(offset, extent) {
            outcome.pointee.addUnsettled(offset, extent, reach: mayDepend ? nil : reach)
        }
    }

    /// - Returns: nil where there is none, and the regexes must be asked.
    @inline(never)
    private func makeWalker() -> UnsafeMutablePointer<Automaton.Walker>? {
        loan.set.plan?.run?.makeWalker()
    }

    /// Takes away the patterns of which no match can count, as no word of theirs is near.
    @inline(__always)
    private mutating func dropContextual(
        _ run: UnsafeMutablePointer<RunPlan.Tables>,
        _ patterns: inout UInt64,
        at offset: Int
    ) {
        if patterns & run.pointee.contextual != 0, !hasContextWord(run, at: offset) {
            patterns &= ~run.pointee.contextual
        }
    }

    /// Whether a word of a context starts near an offset. Asked in ascending order it looks at each byte once.
    @inline(__always)
    private mutating func hasContextWord(_ run: UnsafeMutablePointer<RunPlan.Tables>, at offset: Int) -> Bool {
        let lower = max(0, offset &- run.pointee.reachBefore)
        let upper = min(count, offset &+ run.pointee.reachBehind)
        if lower < wordless.lowerBound || lower > wordless.upperBound {
            wordless = lower..<lower
            endsAtWord = false
        }
        if upper <= wordless.upperBound { return false }
        return endsAtWord || findContextWord(run, upTo: upper)
    }

    /// Goes on from what is known to have none.
    @inline(never)
    private mutating func findContextWord(_ run: UnsafeMutablePointer<RunPlan.Tables>, upTo upper: Int) -> Bool {
        guard let words = run.pointee.contextWords else { return true }
        let first = wordless.upperBound
        // What comes with it at no cost saves the next look.
        let last = min(max(upper, first &+ ContextMatcher.block), count)
        let word = words.firstWord(in: subject, from: first, to: last)
        wordless = wordless.lowerBound..<(word ?? last)
        endsAtWord = word != nil
        counts?.pointee.steps += wordless.upperBound - first
        return wordless.upperBound < upper
    }

    /// Runs the regexes that the automaton left over, unless something cheaper says no.
    ///
    /// - Returns: whether something else than what the automaton looked at may have decided.
    private mutating func examine(
        _ run: UnsafeMutablePointer<RunPlan.Tables>,
        _ found: Automaton.Walker.Outcome,
        at candidate: Int
    ) throws(ScanFailure) -> Bool {
        var accepted = found.accepted
        dropContextual(run, &accepted, at: candidate)
        var mayDepend = accepted != found.accepted
        while accepted != 0 {
            let bit = accepted.trailingZeroBitCount
            accepted &= accepted &- 1
            let pattern = run.pointee.patterns[bit]
            guard candidate >= cursors[pattern] else {
                // The match that it stands in may be gone.
                mayDepend = true
                continue
            }
            if run.pointee.checkable >> UInt64(bit) & 1 == 1, let end = found.end,
                found.isOnlyEnd || run.pointee.checksLongest,
                !tables.pointee.rows[pattern].precheck.mayAccept(Candidate(subject: subject, range: candidate..<end))
            {
                cursors[pattern] = candidate &+ 1
                continue
            }
            mayDepend = true
            _ = try attempt(pattern, at: candidate)
        }
        return mayDepend
    }
}

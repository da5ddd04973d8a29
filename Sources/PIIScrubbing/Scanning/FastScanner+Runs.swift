// Runs of digits: which of many patterns might match a number, without running their regexes.
extension FastScanner {
    /// Tries a group of digits, and what may lead to it.
    ///
    /// - Parameter digits: where digits stand from there on, one bit a byte, as far as their number goes.
    mutating func followRun(_ digits: UInt64, at offset: Int) throws(ScanFailure) {
        guard let run = tables.run else { return }
        let matched = outcome.pointee.matches.count
        let extent = offset &+ UInt64.bitWidth &- digits.leadingZeroBitCount
        var wanted = run.pointee.byDigits[digits.nonzeroBitCount]
        if wanted & run.pointee.contextual != 0,
            !mayHaveLetter(from: offset &- run.pointee.reachBefore, to: offset &+ run.pointee.reachBehind)
        {
            wanted &= ~run.pointee.contextual
        }
        var candidate = offset
        let farthest = max(start, offset &- run.pointee.maximumLead)
        while candidate > farthest, run.pointee.lead[Int(base[candidate &- 1])] != 0 { candidate &-= 1 }
        while wanted != 0, candidate < offset, candidate < end {
            try walk(run, from: candidate, wanted: wanted & run.pointee.byFirst[Int(base[candidate])])
            candidate &+= 1
        }
        let possible = wanted & run.pointee.byFirst[Int(base[offset])]
        if possible != 0, offset < end {
            let length = (~digits).trailingZeroBitCount
            if digits >> UInt64(length) == 0, length <= UnbrokenRuns.mostDigits {
                let walker = run.pointee.walker
                let next = offset &+ length < count ? walker.byteClass(base[offset &+ length]) : nil
                let entry = run.pointee.unbroken.entry(digits: length, next: next)
                let accepted = entry.pointee.accepted & possible & walker.possible(base, at: offset)
                if accepted != 0 {
                    let found = Automaton.Walker.Outcome(
                        accepted: accepted,
                        end: entry.pointee.length > 0 ? offset &+ Int(entry.pointee.length) : nil,
                        isOnlyEnd: entry.pointee.isOnlyLength
                    )
                    try examine(run, found, at: offset)
                }
            } else {
                try walk(run, from: offset, wanted: possible)
            }
        }
        if outcome.pointee.matches.count != matched &+ 1 || !outcome.pointee.lastMatchCovers(offset, extent) {
            outcome.pointee.addUnsettled(offset, extent)
        }
    }

    /// Whether a letter stands in a part of the text. Asked of parts in ascending order it looks at each byte once.
    @inline(__always)
    private mutating func mayHaveLetter(from lower: Int, to upper: Int) -> Bool {
        let lower = max(0, lower)
        let upper = min(upper, count)
        let isKnown = letterless.contains(lower) || letterless.upperBound == lower
        var first = isKnown ? letterless.upperBound : lower
        if !isKnown { letterless = lower..<lower }
        guard first < upper else { return false }
        let letter = ContextMatcher.firstLetter(in: subject, from: first, to: upper)
        first = letter ?? upper
        letterless = letterless.lowerBound..<first
        return letter != nil
    }

    @inline(__always)
    private mutating func walk(
        _ run: UnsafeMutablePointer<RunPlan.Tables>,
        from offset: Int,
        wanted: UInt64
    ) throws(ScanFailure) {
        let found = run.pointee.walker.walk(
            base,
            from: offset,
            upTo: count,
            isStartOfText: offset == 0,
            wanted: wanted,
            watched: run.pointee.checkable & wanted
        )
        if found.accepted != 0 { try examine(run, found, at: offset) }
    }

    /// Runs the regexes that the automaton left over, unless something cheaper says no.
    private mutating func examine(
        _ run: UnsafeMutablePointer<RunPlan.Tables>,
        _ found: Automaton.Walker.Outcome,
        at candidate: Int
    ) throws(ScanFailure) {
        var accepted = found.accepted
        while accepted != 0 {
            let bit = accepted.trailingZeroBitCount
            accepted &= accepted &- 1
            let pattern = run.pointee.patterns[bit]
            guard candidate >= cursors[pattern] else { continue }
            if run.pointee.checkable >> UInt64(bit) & 1 == 1, let end = found.end,
                found.isOnlyEnd || run.pointee.checksLongest,
                !tables.rows[pattern].precheck.mayAccept(Candidate(subject: subject, range: candidate..<end))
            {
                cursors[pattern] = candidate &+ 1
                continue
            }
            _ = try attempt(pattern, at: candidate)
        }
    }
}

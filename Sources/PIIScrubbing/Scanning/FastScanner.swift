import CByteScan
import CPCRE2

/// The fast engine: one pass over the text finds where matches might start, and only there regexes run.
///
/// It finds what ``PlainScanner`` finds. For each pattern every place is tried where a match could start, in ascending
/// order and each once, so that the leftmost match is taken just as a search would take it.
struct FastScanner: ~Copyable {
    let loan: ScanLoan
    let tables: UnsafePointer<ScanTables>
    /// Whether more text follows what is scanned.
    private let isPartial: Bool
    let subject: UnsafeBufferPointer<UInt8>
    let base: UnsafePointer<UInt8>
    let count: Int
    let start: Int
    /// Starts from here on are left to the plain engine, since what follows the text decides about them.
    let end: Int
    private let mode: CompiledPattern.Mode
    /// Bytes in which no word of a context starts, as far as somebody looked.
    var wordless = 0..<0
    /// Whether one starts behind those.
    var endsAtWord = false
    /// What it adds to.
    let outcome: UnsafeMutablePointer<ScanOutcome>
    let cursors: UnsafeMutablePointer<Int>
    private let memory: RegexScratch.Memory
    let walks: WalkCache?
    let counts: UnsafeMutablePointer<ScanWork>?
    /// What may be done for timed patterns until the clock is looked at.
    private var ticksUntilLook = Self.ticksBetweenLooks
    private var deadline: Deadline?

    /// A walk is one tick: it is not long.
    private static let ticksBetweenLooks = 256
    private static let ticksOfRegex = 8

    /// Bytes at the end of a text of which more follows: no plan looks farther ahead for what it anchors at, save those
    /// that go back over any number of bytes.
    private static let tail = 512
    /// Bytes between two turns of scanner and regexes, so that what was found is still in the cache.
    private static let window = 32 << 10

    /// - Parameter base: where the subject starts.
    @inline(__always)
    init(
        _ loan: ScanLoan,
        _ tables: UnsafePointer<ScanTables>,
        isPartial: Bool,
        subject: UnsafeBufferPointer<UInt8>,
        base: UnsafePointer<UInt8>,
        start: Int,
        outcome: UnsafeMutablePointer<ScanOutcome>
    ) {
        self.loan = loan
        self.tables = tables
        self.isPartial = isPartial
        self.subject = subject
        self.base = base
        self.start = start
        self.outcome = outcome
        count = subject.count
        end = isPartial ? max(start, subject.count - Self.tail) : subject.count
        mode = isPartial ? .anchoredPartial : .anchored
        cursors = loan.memory.cursors
        memory = loan.memory.regex
        walks = loan.memory.walks
        counts = outcome.pointee.work
    }

    /// Scans to the end.
    ///
    /// - Parameter stopsAtMarker: whether to stop where a redaction marker stands.
    /// - Returns: false where it stopped at one.
    @inline(__always)
    mutating func scan(startsTimer: Bool, stopsAtMarker: Bool) throws(ScanFailure) -> Bool {
        cursors.update(repeating: start, count: tables.pointee.patternCount)
        guard isPartial || tables.pointee.needsSearch else { return try runTriggers(stopsAtMarker: stopsAtMarker) }
        return try scanAndSearch(startsTimer: startsTimer, stopsAtMarker: stopsAtMarker)
    }

    /// The same where a plain search must help.
    @inline(never)
    private mutating func scanAndSearch(startsTimer: Bool, stopsAtMarker: Bool) throws(ScanFailure) -> Bool {
        let set = loan.set
        guard let plan = set.plan else { return true }
        if startsTimer, !plan.searchedInterruptibly.isEmpty {
            loan.scratch.regex.startTimer(set.limits.time(forBytes: count - start) * plan.searchedInterruptibly.count)
        }
        for pattern in plan.keyworded { loan.memory.hasKeyword[pattern] = false }
        guard try runTriggers(stopsAtMarker: stopsAtMarker) else { return false }
        let plain = PlainScanner(loan, isPartial: isPartial)
        for pattern in plan.keyworded where isPartial || loan.memory.hasKeyword[pattern] {
            // Without a keyword so far a match must go on behind the end.
            let most = loan.memory.hasKeyword[pattern] ? count : plan.mostBytes(of: pattern)
            let first = max(start, count &- most)
            try plain.search(for: set.patterns[pattern], in: subject, from: first, into: &outcome.pointee)
        }
        for pattern in plan.searched {
            try plain.search(for: set.patterns[pattern], in: subject, from: start, into: &outcome.pointee)
        }
        if isPartial { try finishPartial(plan, plain) }
        return true
    }

    private mutating func runTriggers(stopsAtMarker: Bool) throws(ScanFailure) -> Bool {
        let records = loan.memory.records
        let capacity = loan.memory.recordCapacity
        var cursor = bytescan_cursor()
        cursor.position = start
        while cursor.position < count {
            // Without memory for what is found the rest is of no use.
            if outcome.pointee.isIncomplete { throw .outOfMemory }
            let limit = cursor.position &+ Self.window
            let found = bytescan_triggers(
                tables.pointee.triggers,
                &cursor,
                base,
                count,
                limit,
                records,
                capacity,
                tables.pointee.variant
            )
            var index = 0
            while index < found {
                let record = records[index]
                index &+= 1
                let action = tables.pointee.actions + Int(truncatingIfNeeded: record & 0xFFFF)
                let offset = Int(truncatingIfNeeded: record >> 16)
                switch action.pointee.kind {
                case .run:
                    let (digits, count) = (records[index], records[index &+ 1])
                    index &+= 2
                    try followRun(digits, count: Int(truncatingIfNeeded: count), at: offset)
                case .marker:
                    if stopsAtMarker, isMarker(action, at: offset) { return false }
                default:
                    try handle(action, at: offset)
                }
            }
        }
        return true
    }

    @inline(never)
    private func isMarker(_ action: UnsafeMutablePointer<ScanPlan.Action>, at offset: Int) -> Bool {
        loan.set.plan?.isMarker(action, base + offset, count: count - offset) ?? false
    }

    @inline(__always)
    private mutating func handle(
        _ action: UnsafeMutablePointer<ScanPlan.Action>,
        at offset: Int
    ) throws(ScanFailure) {
        let pattern = action.pointee.pattern
        let matched = outcome.pointee.matches.count
        var offset = offset
        switch action.pointee.kind {
        case .opening:
            offset &-= action.pointee.leastBefore
            if offset >= cursors[pattern], offset < end {
                _ = try attempt(pattern, at: offset)
            }
        case .pivot:
            try goBack(action, from: offset, leastBefore: action.pointee.leastBefore)
        case .chain:
            try openChain(action, at: offset)
        case .keyword:
            loan.memory.hasKeyword[pattern] = true
            return
        case .marker, .run:
            return
        }
        // Where only a part of a match counts, its start may match otherwise once that is gone.
        if outcome.pointee.matches.count == matched || !outcome.pointee.lastMatchCovers(offset, offset &+ 1) {
            outcome.pointee.addUnsettled(offset, offset &+ 1, reach: nil)
        }
    }

    // MARK: One place

    /// Looks for a match of a pattern at an offset, and sets from where it is tried next.
    ///
    /// - Parameter leadEnd: where the bytes end that the automaton of the pattern passes over; else 0.
    /// - Returns: whether it matched.
    @inline(never)
    mutating func attempt(_ pattern: Int, at offset: Int, leadEnd: Int = 0) throws(ScanFailure) -> Bool {
        if counts != nil { countWork(pattern, at: offset) }
        let row = tables.pointee.rows + pattern
        guard row.pointee.mayWalk, !isPartial,
            let automaton = row.pointee.handles.automaton.value(orMake: { loan.set.makeAutomaton(of: pattern) })
        else { return try runRegex(pattern, at: offset) }
        if row.pointee.isTimed { try tick(1, pattern) }
        let end = automaton.end(base, from: offset, leadEnd: leadEnd, count: count)
        if end > offset { return take(offset, end, pattern, at: offset) }
        return end == MatchAutomaton.none ? fail(pattern, at: offset, skippedTo: 0) : try runRegex(pattern, at: offset)
    }

    /// Runs the regex of a pattern at an offset.
    @inline(never)
    private mutating func runRegex(_ pattern: Int, at offset: Int) throws(ScanFailure) -> Bool {
        let row = tables.pointee.rows + pattern
        guard let handle = row.pointee.handles[mode] else {
            _ = try loan.set.patterns[pattern].ready(mode)
            return try runRegex(pattern, at: offset)
        }
        if row.pointee.isTimed { try tick(Self.ticksOfRegex, pattern) }
        if row.pointee.hasSkip { memory.skippedTo = 0 }
        let result = handle.pointee.match(base, count: count, at: offset, memory: memory)
        if result == PCRE2_ERROR_NOMATCH { return fail(pattern, at: offset, skippedTo: memory.skippedTo) }
        let lower = memory.offsets[0]
        let upper = memory.offsets[1]
        guard result >= 0, row.pointee.group == 0, lower < upper else {
            return try settle(result, pattern, at: offset)
        }
        return take(lower, upper, pattern, at: offset)
    }

    @inline(__always)
    private mutating func fail(_ pattern: Int, at offset: Int, skippedTo: Int) -> Bool {
        cursors[pattern] = offset &+ 1
        if tables.pointee.rows[pattern].mayFailOn { failOn(pattern, at: offset, skippedTo: skippedTo) }
        return false
    }

    @inline(__always)
    private mutating func take(_ lower: Int, _ upper: Int, _ pattern: Int, at offset: Int) -> Bool {
        let row = tables.pointee.rows + pattern
        guard row.pointee.isBare else {
            accept(lower..<upper, group: lower..<upper, of: pattern, at: offset)
            return true
        }
        var range = lower..<upper
        CompiledPattern.widenToWholeScalars(&range, in: subject)
        outcome.pointee.matches.append(Match(pattern: pattern, range: range, rank: row.pointee.rank))
        cursors[pattern] = max(offset &+ 1, range.upperBound)
        if outcome.pointee.keepsExtents {
            outcome.pointee.extents.append(ScanOutcome.Extent(lower, range.upperBound))
        }
        return true
    }

    /// Takes in a match that something besides the regex decides about.
    @inline(never)
    private mutating func accept(_ whole: Range<Int>, group: Range<Int>, of pattern: Int, at offset: Int) {
        let next = tables.pointee.rows[pattern].pattern._withUnsafeGuaranteedRef {
            outcome.pointee.settle($0, whole: whole, group: group, in: subject)
        }
        cursors[pattern] = max(offset &+ 1, next)
    }

    /// A run at one place is bounded by the match limit, but there may be many places.
    @inline(__always)
    private mutating func tick(_ ticks: Int, _ pattern: Int) throws(ScanFailure) {
        ticksUntilLook &-= ticks
        if ticksUntilLook <= 0 { try lookAtClock(pattern) }
    }

    @inline(never)
    private mutating func lookAtClock(_ pattern: Int) throws(ScanFailure) {
        ticksUntilLook = Self.ticksBetweenLooks
        guard let deadline else {
            // As long as all of them might take one after the other.
            let set = loan.set
            deadline = Deadline(after: set.limits.time(forBytes: count - start) * set.patterns.count)
            return
        }
        if deadline.isPassed { throw .limit(.time, pattern: loan.set.patterns[pattern].definition.name) }
    }

    private mutating func settle(_ result: Int32, _ pattern: Int, at offset: Int) throws(ScanFailure) -> Bool {
        let row = tables.pointee.rows + pattern
        switch Regex.outcome(result, group: row.pointee.group, offsets: memory.offsets) {
        case .none:
            cursors[pattern] = offset + 1
            return false
        case .partial(let start):
            outcome.pointee.addPartial(start)
            cursors[pattern] = Int.max
            return true
        case .stopped(let limit):
            throw .limit(limit, pattern: loan.set.patterns[pattern].definition.name)
        case .match(let whole, let group):
            accept(whole, group: group, of: pattern, at: offset)
            return true
        }
    }

    /// Passes over starts that must fail because one before them has.
    private mutating func failOn(_ pattern: Int, at offset: Int, skippedTo: Int) {
        let row = tables.pointee.rows + pattern
        if row.pointee.hasSkip {
            cursors[pattern] = max(offset + 1, skippedTo)
        } else if offset > 0, let run = row.pointee.forwardRun {
            let first = offset + row.pointee.forwardLength
            var runEnd = first
            while runEnd < count, run[Int(base[runEnd])] != 0 { runEnd += 1 }
            // More text might still let the run go on to what must follow it.
            guard !isPartial || runEnd < count else { return }
            counts?.pointee.steps += runEnd - first
            cursors[pattern] = max(offset + 1, runEnd - row.pointee.forwardLength + 1)
        }
    }

    @inline(never)
    private mutating func countWork(_ pattern: Int, at offset: Int) {
        counts?.pointee.runs.append(ScanWork.Run(pattern: pattern, offset: offset))
    }

    // MARK: Places that are led to

    /// From a pivot back over what may stand before it.
    ///
    /// - Parameter leastBefore: how many bytes stand before it at least.
    private mutating func goBack(
        _ action: UnsafeMutablePointer<ScanPlan.Action>,
        from offset: Int,
        leastBefore: Int
    ) throws(ScanFailure) {
        let pattern = action.pointee.pattern
        let cursor = cursors[pattern]
        guard offset >= cursor, let before = action.pointee.before else { return }
        let farthest = offset &- cursor > action.pointee.mostBefore ? offset &- action.pointee.mostBefore : cursor
        let last = offset &- leastBefore
        // A start between the two may still lead to a later pivot, if one can go back over this one.
        let decided = leastBefore == 0 || before[Int(base[offset])] == 0 ? offset : last
        defer { cursors[pattern] = max(cursors[pattern], min(decided &+ 1, end)) }
        guard last >= farthest else { return }
        var candidate = offset
        /// From here on the automaton passes over all bytes up to the pivot.
        var leadStart = Int.max
        if !isPartial, let automaton = tables.pointee.rows[pattern].handles.automaton.value,
            let lead = automaton.lead(base, backFrom: offset, to: farthest)
        {
            candidate = lead
            leadStart = lead
        }
        while candidate > farthest, before[Int(base[candidate &- 1])] != 0 { candidate &-= 1 }
        counts?.pointee.steps += offset - candidate
        let table = tables.pointee.starts + pattern
        while candidate <= last, candidate < end {
            if table.pointee.allows(base, at: candidate) {
                let isMatch = try attempt(pattern, at: candidate, leadEnd: candidate >= leadStart ? offset : 0)
                // At the start of a text it may be for what stands before alone that it failed.
                if !isMatch, action.pointee.failsAsOne, candidate > 0 { break }
                candidate = max(candidate &+ 1, cursors[pattern])
            } else {
                candidate &+= 1
            }
        }
    }

    /// From the first separator of a chain back to where a match may start.
    private mutating func openChain(
        _ action: UnsafeMutablePointer<ScanPlan.Action>,
        at offset: Int
    ) throws(ScanFailure) {
        let pattern = action.pointee.pattern
        guard let before = action.pointee.before else { return }
        var candidate = offset
        let farthest = max(start, offset &- action.pointee.mostBefore)
        while candidate > farthest, before[Int(base[candidate &- 1])] != 0 { candidate &-= 1 }
        let table = tables.pointee.starts + pattern
        let last = offset &- action.pointee.leastBefore
        while candidate <= last, candidate < end {
            if candidate >= cursors[pattern], table.pointee.allows(base, at: candidate),
                try attempt(pattern, at: candidate)
            {
                candidate = max(candidate &+ 1, cursors[pattern])
            } else {
                candidate &+= 1
            }
        }
    }

    // MARK: Text of which more follows

    private mutating func finishPartial(_ plan: ScanPlan, _ plain: PlainScanner) throws(ScanFailure) {
        outcome.pointee.addUnsettled(end, count, reach: nil)
        // Starts whose pivot may lie behind the end, farther ahead than the tail is long.
        for index in 0..<tables.pointee.actionCount where tables.pointee.actions[index].kind == .pivot {
            try goBack(tables.pointee.actions + index, from: count, leastBefore: 0)
        }
        for (index, pattern) in loan.set.patterns.enumerated() {
            switch plan.plans[index] {
            case .search, .keywords: continue
            case .openings, .digitRun, .chain, .pivot:
                let from = max(cursors[index], end)
                guard from <= count else { continue }
                try plain.search(for: pattern, in: subject, from: from, into: &outcome.pointee)
            }
        }
    }
}

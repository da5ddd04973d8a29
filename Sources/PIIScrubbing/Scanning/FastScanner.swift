import CByteScan
import CPCRE2

/// The fast engine: one pass over the text finds where matches might start, and only there regexes run.
///
/// It finds what ``PlainScanner`` finds. For each pattern every place is tried where a match could start, in ascending
/// order and each once, so that the leftmost match is taken just as a search would take it.
struct FastScanner {
    let set: CompiledPatternSet
    let plan: ScanPlan
    let scratch: ScanScratch
    /// Whether more text follows what is scanned.
    let isPartial: Bool
    private let subject: UnsafeBufferPointer<UInt8>
    private let base: UnsafePointer<UInt8>
    private let count: Int
    private let start: Int
    /// Starts from here on are left to the plain engine, since what follows the text decides about them.
    private let end: Int
    private let mode: CompiledPattern.Mode
    private let cursors: UnsafeMutablePointer<Int>
    private var runEnd = 0

    /// Bytes at the end of a text of which more follows: no plan looks farther ahead for what it anchors at, save those
    /// that go back over any number of bytes.
    private static let tail = 512
    /// Bytes between two turns of scanner and regexes, so that what was found is still in the cache.
    private static let window = 32 << 10

    init?(
        set: CompiledPatternSet,
        plan: ScanPlan,
        scratch: ScanScratch,
        isPartial: Bool,
        subject: UnsafeBufferPointer<UInt8>,
        start: Int
    ) {
        guard let base = subject.baseAddress else { return nil }
        self.set = set
        self.plan = plan
        self.scratch = scratch
        self.isPartial = isPartial
        self.subject = subject
        self.base = base
        self.start = start
        count = subject.count
        end = isPartial ? max(start, subject.count - Self.tail) : subject.count
        mode = isPartial ? .anchoredPartial : .anchored
        cursors = scratch.cursors
    }

    mutating func scan(startsTimer: Bool, into outcome: inout ScanOutcome) throws(ScanFailure) {
        if startsTimer, set.interruptibleCount > 0 {
            scratch.regex.startTimer(set.limits.time(forBytes: count - start) * set.interruptibleCount)
        }
        cursors.update(repeating: start, count: set.patterns.count)
        for pattern in plan.keyworded { scratch.hasKeyword[pattern] = false }
        try runTriggers(into: &outcome)
        let plain = PlainScanner(set: set, scratch: scratch, isPartial: isPartial)
        for pattern in plan.keyworded where isPartial || scratch.hasKeyword[pattern] {
            try plain.search(for: set.patterns[pattern], in: subject, from: start, into: &outcome)
        }
        for pattern in plan.searched {
            try plain.search(for: set.patterns[pattern], in: subject, from: start, into: &outcome)
        }
        if isPartial {
            try finishPartial(plain, into: &outcome)
        }
    }

    private mutating func runTriggers(into outcome: inout ScanOutcome) throws(ScanFailure) {
        let triggers = plan.triggers.plan
        let records = scratch.records
        var cursor = bytescan_cursor()
        cursor.position = start
        while cursor.position < count {
            let found = bytescan_triggers(
                triggers,
                &cursor,
                base,
                count,
                cursor.position + Self.window,
                records,
                scratch.recordCapacity,
                set.scanVariant
            )
            for index in 0..<found {
                let record = records[index]
                try handle(plan.actions + Int(record & 0xFFFF), at: Int(record >> 16), into: &outcome)
            }
        }
    }

    @inline(__always)
    private mutating func handle(
        _ action: UnsafeMutablePointer<ScanPlan.Action>,
        at offset: Int,
        into outcome: inout ScanOutcome
    ) throws(ScanFailure) {
        let pattern = action.pointee.pattern
        switch action.pointee.kind {
        case .opening:
            if offset >= cursors[pattern], offset < end {
                _ = try attempt(pattern, at: offset, into: &outcome)
            }
        case .pivot:
            try goBack(action, from: offset, into: &outcome)
        case .chain:
            try openChain(action, at: offset, into: &outcome)
        case .run:
            if let run = plan.run { try followRun(run, from: offset, into: &outcome) }
        case .keyword:
            scratch.hasKeyword[pattern] = true
        }
    }

    // MARK: One place

    /// Runs the regex of a pattern at an offset, and sets from where it is tried next.
    ///
    /// - Returns: whether it matched.
    @inline(__always)
    private func attempt(_ pattern: Int, at offset: Int, into outcome: inout ScanOutcome) throws(ScanFailure) -> Bool {
        let row = set.rows + pattern
        guard let handle = row.pointee.handles[mode] else {
            _ = try set.patterns[pattern].ready(mode)
            return try attempt(pattern, at: offset, into: &outcome)
        }
        if scratch.work != nil { countWork(pattern, at: offset) }
        if row.pointee.hasSkip { scratch.regex.skippedTo = 0 }
        let result = handle.pointee.match(base, count: count, at: offset, scratch: scratch.regex)
        if result == PCRE2_ERROR_NOMATCH {
            cursors[pattern] = offset &+ 1
            if row.pointee.mayFailOn { failOn(pattern, at: offset) }
            return false
        }
        let offsets = scratch.regex.offsets
        if result >= 0, row.pointee.isBare, offsets[0] < offsets[1] {
            var match = Match(pattern: pattern, range: offsets[0]..<offsets[1], rank: row.pointee.rank)
            CompiledPattern.widenToWholeScalars(&match.range, in: subject)
            outcome.matches.append(match)
            cursors[pattern] = max(offset &+ 1, match.range.upperBound)
            if isPartial { outcome.extents.append(offsets[0]..<match.range.upperBound) }
            return true
        }
        return try settle(result, pattern, at: offset, into: &outcome)
    }

    private func settle(
        _ result: Int32,
        _ pattern: Int,
        at offset: Int,
        into outcome: inout ScanOutcome
    ) throws(ScanFailure) -> Bool {
        let row = set.rows + pattern
        switch Regex.outcome(result, group: row.pointee.group, offsets: scratch.regex.offsets) {
        case .none:
            cursors[pattern] = offset + 1
            return false
        case .partial(let start):
            outcome.addPartial(start)
            cursors[pattern] = Int.max
            return true
        case .stopped(let limit):
            throw .limit(limit, pattern: set.patterns[pattern].definition.name)
        case .match(let whole, let group):
            let next = outcome.settle(
                set.patterns[pattern],
                whole: whole,
                group: group,
                in: subject,
                keepsExtents: isPartial
            )
            cursors[pattern] = max(offset + 1, next)
            return true
        }
    }

    /// Passes over starts that must fail because one before them has.
    private func failOn(_ pattern: Int, at offset: Int) {
        let row = set.rows + pattern
        if row.pointee.hasSkip {
            cursors[pattern] = max(offset + 1, scratch.regex.skippedTo)
        } else if let run = row.pointee.forwardRun {
            let first = offset + row.pointee.forwardLength
            var runEnd = first
            while runEnd < count, run[Int(base[runEnd])] != 0 { runEnd += 1 }
            // More text might still let the run go on to what must follow it.
            guard !isPartial || runEnd < count else { return }
            scratch.work?.steps += runEnd - first
            cursors[pattern] = max(offset + 1, runEnd - row.pointee.forwardLength + 1)
        }
    }

    private func countWork(_ pattern: Int, at offset: Int) {
        let bytes = set.rows[pattern].bytes
        var extent = offset
        while extent < count, bytes.contains(base[extent]) { extent += 1 }
        scratch.work?.runs += 1
        scratch.work?.bytes += min(extent + 1, count) - offset
    }

    // MARK: Places that are led to

    /// From a pivot back over what may stand before it.
    private func goBack(
        _ action: UnsafeMutablePointer<ScanPlan.Action>,
        from offset: Int,
        into outcome: inout ScanOutcome
    ) throws(ScanFailure) {
        let pattern = action.pointee.pattern
        let cursor = cursors[pattern]
        guard offset >= cursor, let before = action.pointee.before else { return }
        let farthest = offset &- cursor > action.pointee.mostBefore ? offset &- action.pointee.mostBefore : cursor
        var candidate = offset
        while candidate > farthest, before[Int(base[candidate &- 1])] != 0 { candidate &-= 1 }
        scratch.work?.steps += offset - candidate
        let table = plan.starts + pattern
        while candidate <= offset, candidate < end {
            if table.pointee.allows(base, at: candidate) {
                let isMatch = try attempt(pattern, at: candidate, into: &outcome)
                if !isMatch, action.pointee.failsAsOne { break }
                candidate = max(candidate &+ 1, cursors[pattern])
            } else {
                candidate &+= 1
            }
        }
        cursors[pattern] = max(cursors[pattern], min(offset &+ 1, end))
    }

    /// From the first separator of a chain back to where a match may start.
    private func openChain(
        _ action: UnsafeMutablePointer<ScanPlan.Action>,
        at offset: Int,
        into outcome: inout ScanOutcome
    ) throws(ScanFailure) {
        let pattern = action.pointee.pattern
        guard let before = action.pointee.before else { return }
        var candidate = offset
        let farthest = max(start, offset &- action.pointee.mostBefore)
        while candidate > farthest, before[Int(base[candidate &- 1])] != 0 { candidate &-= 1 }
        let table = plan.starts + pattern
        let last = offset &- action.pointee.leastBefore
        while candidate <= last, candidate < end {
            if candidate >= cursors[pattern], table.pointee.allows(base, at: candidate),
                try attempt(pattern, at: candidate, into: &outcome)
            {
                candidate = max(candidate &+ 1, cursors[pattern])
            } else {
                candidate &+= 1
            }
        }
    }

    // MARK: Runs of digits

    /// Tries each group of digits of a run, and what may lead to it.
    private mutating func followRun(
        _ run: RunPlan,
        from offset: Int,
        into outcome: inout ScanOutcome
    ) throws(ScanFailure) {
        let kinds = run.kinds
        var group = offset
        guard group >= runEnd else { return }
        while true {
            var candidate = group
            let farthest = max(start, group &- run.maximumLead)
            while candidate > farthest, kinds[Int(base[candidate &- 1])] & RunPlan.lead != 0 { candidate &-= 1 }
            while candidate <= group, candidate < end {
                try examine(run, at: candidate, into: &outcome)
                candidate &+= 1
            }
            var next = group &+ 1
            while next < count, kinds[Int(base[next])] & RunPlan.digit != 0 { next &+= 1 }
            runEnd = next
            let farthestNext = min(count, next &+ run.maximumGap)
            while next < farthestNext, kinds[Int(base[next])] & RunPlan.separator != 0 { next &+= 1 }
            guard next < count, next > runEnd, kinds[Int(base[next])] & RunPlan.digit != 0 else { return }
            group = next
        }
    }

    @inline(__always)
    private func examine(_ run: RunPlan, at offset: Int, into outcome: inout ScanOutcome) throws(ScanFailure) {
        let found = run.automaton.walk(
            base,
            from: offset,
            upTo: count,
            isStartOfText: offset == 0,
            wanted: run.everyPattern,
            watched: 0
        )
        var accepted = found.accepted
        while accepted != 0 {
            let pattern = run.patterns[accepted.trailingZeroBitCount]
            accepted &= accepted &- 1
            if offset >= cursors[pattern] {
                _ = try attempt(pattern, at: offset, into: &outcome)
            }
        }
    }

    // MARK: Text of which more follows

    private func finishPartial(_ plain: PlainScanner, into outcome: inout ScanOutcome) throws(ScanFailure) {
        // Starts whose pivot may lie behind the end, farther ahead than the tail is long.
        for index in 0..<plan.actionCount where plan.actions[index].kind == .pivot {
            try goBack(plan.actions + index, from: count, into: &outcome)
        }
        for (index, pattern) in set.patterns.enumerated() {
            switch plan.plans[index] {
            case .search, .keywords: continue
            case .openings, .digitRun, .chain, .pivot:
                let from = max(cursors[index], end)
                guard from <= count else { continue }
                try plain.search(for: pattern, in: subject, from: from, into: &outcome)
            }
        }
    }
}

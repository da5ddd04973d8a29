/// Finds the matches of all patterns of a set, by the engine that the set was made for.
struct Scanner {
    let set: CompiledPatternSet
    let scratch: ScanScratch

    /// - Parameters:
    ///   - subject: UTF-8 bytes, not necessarily valid.
    ///   - start: where to start; what lies before it is seen by look-behind and context.
    ///   - isPartial: whether more text follows.
    ///   - startsTimer: false where the time that is left must do.
    func scan(
        _ subject: UnsafeBufferPointer<UInt8>,
        from start: Int,
        isPartial: Bool,
        startsTimer: Bool,
        into outcome: inout ScanOutcome
    ) throws(ScanFailure) {
        if let plan = set.plan {
            _ = try scanFast(
                subject,
                plan,
                from: start,
                isPartial: isPartial,
                startsTimer: startsTimer,
                stopsAtMarker: false,
                into: &outcome
            )
        } else {
            let scanner = PlainScanner(set: set, scratch: scratch, isPartial: isPartial)
            try scanner.scan(subject, from: start, startsTimer: startsTimer, into: &outcome)
        }
    }

    /// - Returns: false where it stopped at a marker; the outcome is then of no use.
    func scanFast(
        _ subject: UnsafeBufferPointer<UInt8>,
        _ plan: ScanPlan,
        from start: Int,
        isPartial: Bool,
        startsTimer: Bool,
        stopsAtMarker: Bool,
        into outcome: inout ScanOutcome
    ) throws(ScanFailure) -> Bool {
        // Taken out, so that adding to it copies nothing.
        var taken = ScanOutcome()
        swap(&taken, &outcome)
        guard
            var scanner = FastScanner(
                set: set,
                plan: plan,
                scratch: scratch,
                isPartial: isPartial,
                subject: subject,
                start: start,
                outcome: taken
            )
        else { return true }
        let isWhole = try scanner.scan(startsTimer: startsTimer, stopsAtMarker: stopsAtMarker)
        outcome = scanner.takeOutcome()
        return isWhole
    }

    /// The matches that start just at an offset.
    func matches(
        at offset: Int,
        in subject: UnsafeBufferPointer<UInt8>,
        into found: inout [Match]
    ) throws(ScanFailure) {
        guard offset < subject.count, let base = subject.baseAddress else { return }
        for pattern in set.patterns {
            if let plan = set.plan, !plan.starts[pattern.index].allows(base, at: offset) { continue }
            let result = try pattern.ready(.anchored).search(
                subject,
                upTo: subject.count,
                from: offset,
                group: pattern.definition.group,
                scratch: scratch.regex
            )
            switch result {
            case .none, .partial:
                continue
            case .stopped(let limit):
                throw .limit(limit, pattern: pattern.definition.name)
            case .match(_, let group):
                if case .accepted(let match) = pattern.judge(group, in: subject) { found.append(match) }
            }
        }
    }
}

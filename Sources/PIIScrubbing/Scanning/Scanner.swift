/// Finds the matches of all patterns of a set, by the engine that the set was made for.
struct Scanner {
    let loan: ScanLoan

    init(_ loan: ScanLoan) {
        self.loan = loan
    }

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
        into outcome: UnsafeMutablePointer<ScanOutcome>
    ) throws(ScanFailure) {
        if let tables = loan.tables {
            _ = try scanFast(
                subject,
                tables,
                from: start,
                isPartial: isPartial,
                startsTimer: startsTimer,
                stopsAtMarker: false,
                into: outcome
            )
        } else {
            let scanner = PlainScanner(loan, isPartial: isPartial)
            try scanner.scan(subject, from: start, startsTimer: startsTimer, into: &outcome.pointee)
        }
    }

    /// - Returns: false where it stopped at a marker; the outcome is then of no use.
    func scanFast(
        _ subject: UnsafeBufferPointer<UInt8>,
        _ tables: UnsafePointer<ScanTables>,
        from start: Int,
        isPartial: Bool,
        startsTimer: Bool,
        stopsAtMarker: Bool,
        into outcome: UnsafeMutablePointer<ScanOutcome>
    ) throws(ScanFailure) -> Bool {
        guard let base = subject.baseAddress else { return true }
        var scanner = FastScanner(
            loan,
            tables,
            isPartial: isPartial,
            subject: subject,
            base: base,
            start: start,
            outcome: outcome
        )
        return try scanner.scan(startsTimer: startsTimer, stopsAtMarker: stopsAtMarker)
    }

    /// Finds the matches that start just at an offset, of patterns that look back over the start of the subject.
    ///
    /// - Parameter isPartial: whether more text follows.
    func scan(
        at offset: Int,
        in subject: UnsafeBufferPointer<UInt8>,
        isPartial: Bool,
        into outcome: UnsafeMutablePointer<ScanOutcome>
    ) throws(ScanFailure) {
        guard offset < min(subject.count, CompiledPatternSet.mostLookBehind), let base = subject.baseAddress else {
            return
        }
        for index in loan.set.patternsSeeingBack[offset] {
            if let tables = loan.tables, !tables.pointee.starts[index].allows(base, at: offset) { continue }
            let pattern = loan.set.patterns[index]
            let memory = loan.memory.regex
            let handle = try pattern.handle(isPartial ? .anchoredPartial : .anchored)
            let found = handle.pointee.match(base, count: subject.count, at: offset, memory: memory)
            switch Regex.outcome(found, group: pattern.definition.group, offsets: memory.offsets) {
            case .none:
                continue
            case .partial(let start):
                outcome.pointee.addPartial(start)
            case .stopped(let limit):
                throw .limit(limit, pattern: pattern.definition.name)
            case .match(let whole, let group):
                _ = outcome.pointee.settle(pattern, whole: whole, group: group, in: subject)
            }
        }
    }
}

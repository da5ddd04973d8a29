/// The plain engine: every pattern in turn over the whole text. What the fast one finds is held to this.
struct PlainScanner {
    private let set: CompiledPatternSet
    private let scratch: ScanScratch
    /// Whether more text follows what is scanned.
    private let isPartial: Bool

    init(_ loan: ScanLoan, isPartial: Bool) {
        set = loan.set
        scratch = loan.scratch
        self.isPartial = isPartial
    }

    func scan(
        _ subject: UnsafeBufferPointer<UInt8>,
        from start: Int,
        startsTimer: Bool,
        into outcome: inout ScanOutcome
    ) throws(ScanFailure) {
        for pattern in set.patterns {
            if startsTimer { scratch.regex.startTimer(set.limits.time(forBytes: subject.count - start)) }
            try search(for: pattern, in: subject, from: start, into: &outcome)
        }
    }

    /// Searches for one pattern from an offset to the end.
    func search(
        for pattern: CompiledPattern,
        in subject: UnsafeBufferPointer<UInt8>,
        from start: Int,
        into outcome: inout ScanOutcome
    ) throws(ScanFailure) {
        let regex = try pattern.ready(isPartial ? .partial : .search)
        var cursor = start
        while cursor <= subject.count {
            let found = regex.search(
                subject,
                upTo: subject.count,
                from: cursor,
                group: pattern.definition.group,
                scratch: scratch.regex
            )
            switch found {
            case .none:
                return
            case .partial(let start):
                outcome.addPartial(start)
                return
            case .stopped(let limit):
                throw .limit(limit, pattern: pattern.definition.name)
            case .match(let whole, let group):
                let next = outcome.settle(pattern, whole: whole, group: group, in: subject)
                cursor = max(cursor + 1, next)
            }
        }
    }
}

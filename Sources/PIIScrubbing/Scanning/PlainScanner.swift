/// The plain engine: every pattern in turn over the whole text. What any faster engine finds is held to this.
struct PlainScanner {
    let set: CompiledPatternSet
    let scratch: RegexScratch
    /// Whether more text follows what is scanned.
    let isPartial: Bool

    /// What all patterns came to.
    struct Outcome {
        var matches: [Match] = []
        /// Matches that a word near them spoke against.
        var suppressed: [Match] = []
        /// What searches went on behind of: scanning must not start anew inside one.
        var extents: [Range<Int>] = []
        /// The first offset from which a match may go on behind the end.
        var firstPartial: Int?
    }

    func scan(_ subject: UnsafeBufferPointer<UInt8>, from start: Int) throws(ScanFailure) -> Outcome {
        var outcome = Outcome()
        for pattern in set.patterns {
            scratch.startTimer(set.limits.time(forBytes: subject.count - start))
            try run(pattern, over: subject, from: start, into: &outcome)
        }
        return outcome
    }

    private func run(
        _ pattern: CompiledPattern,
        over subject: UnsafeBufferPointer<UInt8>,
        from start: Int,
        into outcome: inout Outcome
    ) throws(ScanFailure) {
        let regex = try ready(pattern, isPartial ? .partial : .search)
        var cursor = start
        while cursor <= subject.count {
            let found = regex.search(
                subject,
                upTo: subject.count,
                from: cursor,
                group: pattern.definition.group,
                scratch: scratch
            )
            switch found {
            case .none:
                return
            case .partial(let start):
                outcome.firstPartial = min(outcome.firstPartial ?? start, start)
                return
            case .stopped(let limit):
                throw .limit(limit, pattern: pattern.definition.name)
            case .match(let whole, let group):
                let next: Int
                switch pattern.judge(group, in: subject) {
                case .accepted(let match):
                    outcome.matches.append(match)
                    next = match.range.upperBound
                case .suppressed(let match):
                    outcome.suppressed.append(match)
                    next = match.range.upperBound
                case .rejected:
                    next = whole.count <= CompiledPattern.retryLength ? whole.lowerBound + 1 : whole.upperBound
                }
                if next > whole.lowerBound + 1 {
                    outcome.extents.append(min(whole.lowerBound, group.lowerBound)..<next)
                }
                cursor = max(cursor + 1, next)
            }
        }
    }

    /// The matches of all patterns in a short piece of text, with no more time than is left.
    func matches(in piece: UnsafeBufferPointer<UInt8>, from start: Int) throws(ScanFailure) -> [Match] {
        var outcome = Outcome()
        for pattern in set.patterns {
            try run(pattern, over: piece, from: start, into: &outcome)
        }
        return outcome.matches
    }

    /// The match of a pattern that starts just at an offset.
    func anchoredMatch(
        of pattern: CompiledPattern,
        at offset: Int,
        in subject: UnsafeBufferPointer<UInt8>
    ) throws(ScanFailure) -> Match? {
        let found = try ready(pattern, .anchored).search(
            subject,
            upTo: subject.count,
            from: offset,
            group: pattern.definition.group,
            scratch: scratch
        )
        switch found {
        case .none, .partial:
            return nil
        case .stopped(let limit):
            throw .limit(limit, pattern: pattern.definition.name)
        case .match(_, let group):
            guard case .accepted(let match) = pattern.judge(group, in: subject) else { return nil }
            return match
        }
    }

    private func ready(_ pattern: CompiledPattern, _ mode: CompiledPattern.Mode) throws(ScanFailure) -> Regex {
        do {
            return try pattern.regex(mode)
        } catch {
            throw .patternUnavailable(pattern.definition.name)
        }
    }
}

import Synchronization

/// Patterns whose matches start with a run of digits, looked for together.
final class RunPlan: @unchecked Sendable {
    let minimumDigits: Int
    let maximumGap: Int
    let separators: ByteSet
    /// What is looked at for every group of digits: raw memory, without references to count.
    let tables: UnsafeMutablePointer<Tables>
    /// By bit of the automaton.
    private let runs: [DigitRun]
    /// Made for the first number: most of what a plan costs.
    private let automaton = Mutex<Automaton?>(nil)

    struct Tables {
        let walker = OnceMade<Automaton.Walker>()
        /// By bit of the automaton.
        let patterns: UnsafeMutablePointer<Int>
        /// By number of digits: the patterns, as a mask, that need no more.
        private let byDigits: UnsafeMutablePointer<UInt64>
        /// By number of digits before the first separator: the patterns that a number without separators may be of, and
        /// behind those the ones that a number with some may be of.
        private let byFirstGroup: UnsafeMutablePointer<UInt64>
        /// By its first byte: the patterns, as a mask, that a match may be of.
        let byFirst: UnsafeMutablePointer<UInt64>
        /// Bytes that may lead to a run, as a table of zero and one.
        let lead: UnsafeMutablePointer<UInt8>
        let maximumLead: Int
        /// The bit of a pattern with a validator that a range alone is enough for, or 0.
        let checkable: UInt64
        /// Whether that validator may be asked about the longest possible match alone.
        let checksLongest: Bool
        /// Patterns of which no match counts without a word near it.
        let contextual: UInt64
        /// Those words, of all of them; nil where there are none.
        let contextWords: ContextMatcher?
        /// How far before the first digit and behind it those words may start.
        let reachBefore: Int
        let reachBehind: Int

        private static let digitCounts = UInt64.bitWidth + 1

        /// The patterns, as a mask, that a number may be of.
        ///
        /// - Parameter digits: where its digits stand, from the first on.
        @inline(__always)
        func patterns(of digits: UInt64, count: Int) -> UInt64 {
            let group = (~digits).trailingZeroBitCount
            return byDigits[count] & byFirstGroup[group &+ (group == count ? 0 : Self.digitCounts)]
        }

        func deallocate() {
            walker.deallocate()
            patterns.deallocate()
            byDigits.deallocate()
            byFirstGroup.deallocate()
            byFirst.deallocate()
            lead.deallocate()
            contextWords?.deallocate()
        }
    }

    private static let maximumPatterns = 64
    /// Bytes that the scanner sees from a digit on: of more digits than surely stand in those it must not ask.
    private static let seenBytes = 64

    /// - Parameter plans: those of too many patterns, or too large ones, become searches.
    init?(_ plans: inout [PatternPlan], _ definitions: [PatternDefinition]) {
        var runs: [(pattern: Int, run: DigitRun)] = []
        for (index, plan) in plans.enumerated() {
            if case .digitRun(let run) = plan { runs.append((index, run)) }
        }
        /// With a group the range that validators see is another one than that of the match.
        func checkable(_ runs: [(pattern: Int, run: DigitRun)]) -> UInt64 {
            let index = runs.firstIndex {
                let definition = definitions[$0.pattern]
                // The automaton knows nothing of what may be left out at the end of a match.
                guard $0.run.hasCertainEnd else { return false }
                return definition.group == 0 && definition.validators.first.map { $0.precheck != .none } ?? false
            }
            return index.map { 1 << UInt64($0) } ?? 0
        }
        while let last = runs.last {
            if runs.count <= Self.maximumPatterns, Self.builder(of: runs.map(\.run)) != nil {
                self.runs = runs.map(\.run)
                let gap = runs.reduce(1) { max($0, $1.run.maximumGap) }
                maximumGap = gap
                minimumDigits = runs.reduce(Self.seenDigits(gap)) { min($0, $1.run.minimumDigits) }
                separators = runs.reduce(ByteSet.none) { $0.union($1.run.separators) }
                tables = .allocate(capacity: 1)
                tables.initialize(to: Tables(runs, definitions, gap: gap, checkable: checkable(runs)))
                return
            }
            plans[last.pattern] = .search(.noRoom)
            runs.removeLast()
        }
        return nil
    }

    deinit {
        tables.pointee.deallocate()
        tables.deallocate()
    }

    /// Digits that surely stand in what the scanner sees of a run, if it has that many.
    fileprivate static func seenDigits(_ gap: Int) -> Int { (seenBytes + gap) / (1 + gap) }

    private static func builder(of runs: [DigitRun]) -> AutomatonBuilder? {
        var builder = AutomatonBuilder()
        for run in runs {
            guard builder.add(run.syntax) else { return nil }
        }
        return builder
    }

    /// Makes the automaton, of as many patterns as one can tell apart.
    ///
    /// - Returns: nil where none can be made, and any pattern may match any number.
    func makeWalker() -> UnsafeMutablePointer<Automaton.Walker>? {
        automaton.withLock { automaton in
            guard case .notYet = tables.pointee.walker.state else { return }
            var told = runs
            while automaton == nil, !told.isEmpty {
                automaton = Self.builder(of: told)?
                    .automaton(previous: told.map(\.previous), watched: tables.pointee.checkable)
                if automaton == nil { told.removeLast((told.count + 1) / 2) }
            }
            tables.pointee.walker.set(automaton?.walker(unknown: told.count < UInt64.bitWidth ? .max << told.count : 0))
        }
        return tables.pointee.walker.value
    }
}

extension RunPlan.Tables {
    fileprivate init(
        _ runs: [(pattern: Int, run: DigitRun)],
        _ definitions: [PatternDefinition],
        gap: Int,
        checkable: UInt64
    ) {
        patterns = .allocate(capacity: runs.count)
        patterns.initialize(from: runs.map(\.pattern), count: runs.count)
        byDigits = .allocate(capacity: Self.digitCounts)
        byFirstGroup = .allocate(capacity: 2 * Self.digitCounts)
        for digits in 0..<Self.digitCounts {
            var mask: UInt64 = 0
            var (alone, joined) = (UInt64(0), UInt64(0))
            for (bit, entry) in runs.enumerated() where digits >= min(entry.run.minimumDigits, RunPlan.seenDigits(gap))
            {
                mask |= 1 << UInt64(bit)
            }
            for (bit, entry) in runs.enumerated() {
                let isKnown = digits <= DigitRun.mostKnownDigits
                if !isKnown || entry.run.firstGroups.mayStandAlone[digits] { alone |= 1 << UInt64(bit) }
                if !isKnown || entry.run.firstGroups.mayBeJoined[digits] { joined |= 1 << UInt64(bit) }
            }
            (byDigits + digits).initialize(to: mask)
            (byFirstGroup + digits).initialize(to: alone)
            (byFirstGroup + Self.digitCounts + digits).initialize(to: joined)
        }
        let firsts = runs.map { entry in
            StartCondition.all(of: entry.run.syntax).reduce(ByteSet.none) { $0.union($1.first) }
        }
        byFirst = .allocate(capacity: 256)
        for byte in UInt8.min...UInt8.max {
            var mask: UInt64 = 0
            for (bit, first) in firsts.enumerated() where first.contains(byte) { mask |= 1 << UInt64(bit) }
            (byFirst + Int(byte)).initialize(to: mask)
        }
        lead = runs.reduce(ByteSet.none) { $0.union($1.run.lead) }.table()
        maximumLead = runs.reduce(0) { max($0, $1.run.maximumLead) }
        self.checkable = checkable
        checksLongest =
            checkable != 0
            && definitions[runs[checkable.trailingZeroBitCount].pattern].validators.first?.precheck.isForLongest
                ?? false
        var contextual: UInt64 = 0
        var words = Set<String>()
        var before = 0
        var behind = 0
        for (bit, entry) in runs.enumerated() {
            // A group may stand far from the digits, where the match looks ahead.
            guard definitions[entry.pattern].group == 0,
                let context = definitions[entry.pattern].context, context.isRequired,
                let length = entry.run.syntax.maximumLength, length <= CompiledPattern.retryLength
            else { continue }
            let reach = ContextMatcher.reach(of: context)
            contextual |= 1 << UInt64(bit)
            words.formUnion(context.words)
            before = max(before, reach.before + entry.run.maximumLead)
            // A match is widened to whole characters.
            behind = max(behind, reach.behind + length + 3)
        }
        self.contextual = contextual
        contextWords = words.isEmpty ? nil : ContextMatcher(ContextRule(words: Array(words)))
        reachBefore = before
        reachBehind = behind
    }
}

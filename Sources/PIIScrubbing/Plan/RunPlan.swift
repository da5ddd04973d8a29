/// Patterns whose matches start with a run of digits, looked for together.
final class RunPlan: @unchecked Sendable {
    let minimumDigits: Int
    let maximumGap: Int
    let separators: ByteSet
    let automaton: Automaton
    /// By bit of the automaton.
    let patterns: [Int]
    let patternTable: UnsafeMutablePointer<Int>
    /// The bit of a pattern with a validator that a range alone is enough for, or 0.
    let checkable: UInt64
    /// Whether that validator may be asked about the longest possible match alone.
    let checksLongest: Bool
    /// All bits of the automaton.
    let everyPattern: UInt64
    let maximumLead: Int

    static let digit: UInt8 = 1
    static let separator: UInt8 = 2
    static let lead: UInt8 = 4
    /// What each byte is to a run.
    let kinds: UnsafeMutablePointer<UInt8>

    private static let maximumPatterns = 64
    /// Bytes that the scanner sees from any start on: of more digits than surely stand in those it must not ask.
    private static let seenBytes = 33

    /// - Parameter plans: those that do not fit into one automaton become searches.
    init?(_ plans: inout [PatternPlan], _ definitions: [PatternDefinition]) {
        var runs: [(pattern: Int, run: DigitRun)] = []
        for (index, plan) in plans.enumerated() {
            if case .digitRun(let run) = plan { runs.append((index, run)) }
        }
        /// With a group the range that validators see is another one than that of the match.
        func checkable(_ runs: [(pattern: Int, run: DigitRun)]) -> UInt64 {
            let index = runs.firstIndex {
                let definition = definitions[$0.pattern]
                return definition.group == 0 && definition.validators.first.map { $0.precheck != .none } ?? false
            }
            return index.map { 1 << UInt64($0) } ?? 0
        }
        while let last = runs.last {
            if runs.count <= Self.maximumPatterns,
                let automaton = Self.automaton(of: runs.map(\.run), watched: checkable(runs))
            {
                self.automaton = automaton
                patterns = runs.map(\.pattern)
                patternTable = .allocate(capacity: runs.count)
                patternTable.initialize(from: patterns, count: runs.count)
                let checkable = checkable(runs)
                self.checkable = checkable
                checksLongest =
                    checkable != 0
                    && definitions[patterns[checkable.trailingZeroBitCount]].validators.first?.precheck == .longest
                everyPattern = runs.count == 64 ? ~0 : (1 << UInt64(runs.count)) - 1
                let gap = runs.reduce(1) { max($0, $1.run.maximumGap) }
                maximumGap = gap
                minimumDigits = runs.reduce((Self.seenBytes + gap) / (1 + gap)) { min($0, $1.run.minimumDigits) }
                maximumLead = runs.reduce(0) { max($0, $1.run.maximumLead) }
                separators = runs.reduce(ByteSet.none) { $0.union($1.run.separators) }
                let lead = runs.reduce(ByteSet.none) { $0.union($1.run.lead) }
                kinds = .allocate(capacity: 256)
                for byte in UInt8.min...UInt8.max {
                    let kind =
                        (ByteSet.digits.contains(byte) ? Self.digit : 0)
                        | (separators.contains(byte) ? Self.separator : 0) | (lead.contains(byte) ? Self.lead : 0)
                    (kinds + Int(byte)).initialize(to: kind)
                }
                return
            }
            plans[last.pattern] = .search(.noRoom)
            runs.removeLast()
        }
        return nil
    }

    deinit {
        kinds.deallocate()
        patternTable.deallocate()
    }

    private static func automaton(of runs: [DigitRun], watched: UInt64) -> Automaton? {
        var builder = AutomatonBuilder()
        for run in runs {
            guard builder.add(run.syntax) else { return nil }
        }
        return builder.automaton(previous: runs.map(\.previous), watched: watched)
    }
}

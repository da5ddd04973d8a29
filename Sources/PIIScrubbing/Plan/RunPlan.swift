/// Patterns whose matches start with a run of digits, looked for together.
final class RunPlan: @unchecked Sendable {
    let minimumDigits: Int
    let maximumGap: Int
    let separators: ByteSet
    let automaton: Automaton
    /// By bit of the automaton.
    let patterns: [Int]
    /// All bits of the automaton.
    let everyPattern: UInt64
    let maximumLead: Int

    static let digit: UInt8 = 1
    static let separator: UInt8 = 2
    static let lead: UInt8 = 4
    /// What each byte is to a run.
    let kinds: UnsafeMutablePointer<UInt8>

    private static let maximumPatterns = 64

    /// - Parameter plans: those that do not fit into one automaton become searches.
    init?(_ plans: inout [PatternPlan]) {
        var runs: [(pattern: Int, run: DigitRun)] = []
        for (index, plan) in plans.enumerated() {
            if case .digitRun(let run) = plan { runs.append((index, run)) }
        }
        while let last = runs.last {
            if runs.count <= Self.maximumPatterns, let automaton = Self.automaton(of: runs.map(\.run)) {
                self.automaton = automaton
                patterns = runs.map(\.pattern)
                everyPattern = runs.count == 64 ? ~0 : (1 << UInt64(runs.count)) - 1
                minimumDigits = runs.reduce(Int.max) { min($0, $1.run.minimumDigits) }
                maximumGap = runs.reduce(1) { max($0, $1.run.maximumGap) }
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
    }

    private static func automaton(of runs: [DigitRun]) -> Automaton? {
        var builder = AutomatonBuilder()
        for run in runs {
            guard builder.add(run.syntax) else { return nil }
        }
        return builder.automaton(previous: runs.map(\.previous))
    }
}

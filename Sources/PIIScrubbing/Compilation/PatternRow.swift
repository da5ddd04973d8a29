/// What the scanner needs of a pattern at every candidate, without a look at the objects around it.
struct PatternRow {
    let pattern: Unmanaged<CompiledPattern>
    let handles: PatternHandles
    /// The capture group that is sensitive.
    let group: Int
    let rank: Int
    /// Whether the time that its runs take is bounded.
    let isTimed: Bool
    /// Whether every match counts as it is.
    let isBare: Bool
    /// Whether a failed run may tell that later starts fail too.
    let mayFailOn: Bool
    /// Whether the regex says where a search goes on.
    let hasSkip: Bool
    /// A class of bytes, any number of which stand behind a fixed text of `forwardLength` bytes, and which cannot stand
    /// behind that run. Of all starts whose run ends at one place, all fail if one fails.
    let forwardRun: UnsafeMutablePointer<UInt8>?
    let forwardLength: Int
    /// Whether an automaton may find matches in less time than the regex takes.
    let mayWalk: Bool
    /// Whether it may do so only by comparing, as it would take more steps than are worth it.
    let isLong: Bool
    /// What can be asked of a range before the regex runs.
    let precheck: Validator.Precheck

    init(_ pattern: CompiledPattern, syntax: RegexNode?) {
        self.pattern = .passUnretained(pattern)
        handles = pattern.handles
        group = pattern.definition.group
        rank = pattern.definition.precedence * 2
        isTimed = pattern.isInterruptible
        isBare = pattern.isBare && pattern.definition.group == 0
        hasSkip = syntax?.contains { $0 == .skip } ?? false
        let forward = syntax.flatMap(Self.forward)
        forwardRun = forward?.set.table()
        forwardLength = forward?.length ?? 0
        mayFailOn = hasSkip || forward != nil
        let isLong = syntax.map(Self.leastSteps) ?? Int.max >= Self.longMatch
        self.isLong = isLong
        mayWalk = pattern.definition.group == 0 && syntax.map { !isLong || FixedText.all(of: $0) != nil } ?? false
        precheck = pattern.definition.validators.first?.precheck ?? .none
    }

    func deallocate() {
        forwardRun?.deallocate()
    }

    /// The least number of an automaton's steps from which on the regex is faster: machine code counts at little cost.
    private static let longMatch = 20

    /// How many steps an automaton takes for a match at least; no more than matters.
    private static func leastSteps(_ node: RegexNode) -> Int {
        let steps: Int
        switch node {
        case .byte: steps = 1
        case .sequence(let nodes): steps = nodes.reduce(0) { min($0 + leastSteps($1), longMatch) }
        case .alternation(let branches): steps = branches.map(leastSteps).min() ?? 0
        case .repetition(.byte, let minimum, _) where minimum >= MatchStates.leastCounted: steps = 2
        case .repetition(let inner, let minimum, _): steps = leastSteps(inner) * min(minimum, longMatch)
        case .atomic(let inner): steps = leastSteps(inner)
        case .lookahead, .lookbehind, .wordBoundary, .assertion, .skip: steps = 0
        }
        return min(steps, longMatch)
    }

    private static func forward(_ syntax: RegexNode) -> (length: Int, set: ByteSet)? {
        guard case .sequence(let nodes) = syntax, StartCondition.all(of: syntax).allSatisfy(\.isExact),
            !syntax.contains(where: \.isDependent)
        else {
            return nil
        }
        var length = 0
        var rest = nodes.drop { $0.isZeroWidth }
        while case .byte(let set) = rest.first, set.single != nil, length < 8 {
            length += 1
            rest = rest.dropFirst()
        }
        guard length > 0, case .repetition(.byte(let set), _, nil) = rest.first,
            let next = rest.dropFirst().first, next.minimumLength > 0, next.first.isDisjoint(with: set)
        else { return nil }
        return (length, set)
    }
}

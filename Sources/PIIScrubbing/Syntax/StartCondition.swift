/// What the byte before a match and the first of the match may be. One regex may have several, any of which may hold.
struct StartCondition: Hashable, Sendable {
    /// Bytes that may stand before; the start of the text always may.
    var previous: ByteSet
    /// Bytes that a match may start with, as far as look-ahead says.
    var first: ByteSet
    /// Whether nothing else before a match matters: what may stand there does stand there in every case. The start of a
    /// text is another matter: there some of what counts as allowed is not.
    var isExact: Bool

    static let any = StartCondition(previous: .all, first: .all, isExact: true)
    /// Anything may stand there, but more than one byte decides.
    static let unknown = StartCondition(previous: .all, first: .all, isExact: false)

    private static let maximumCount = 12

    /// Those of what stands at the start of a regex.
    static func all(of node: RegexNode) -> [StartCondition] {
        let first = node.first
        return leading(node, first: first).conditions.compactMap { condition in
            var condition = condition
            condition.first = condition.first.intersection(first)
            return condition.first.isEmpty ? nil : condition
        }
    }

    /// The conditions, and whether the node took text, after which nothing more can be said of what stands before.
    private static func leading(
        _ node: RegexNode,
        first: ByteSet
    ) -> (conditions: [StartCondition], isTaken: Bool) {
        switch node {
        case .byte:
            return ([.any], true)
        case .skip, .assertion:
            return ([.unknown], false)
        case .wordBoundary:
            return (wordBoundary(first: first), false)
        case .lookahead(let ahead, let isNegative):
            guard !isNegative, ahead.minimumLength > 0 else { return ([.unknown], false) }
            let isExact = if case .byte = ahead { true } else { false }
            return ([StartCondition(previous: .all, first: ahead.first, isExact: isExact)], false)
        case .lookbehind(let behind, let isNegative):
            return ([isNegative ? excluding(behind) : including(behind)], false)
        case .sequence(let nodes):
            var conditions = [any]
            for node in nodes {
                let part = leading(node, first: first)
                conditions = both(conditions, part.conditions)
                if part.isTaken { return (conditions, true) }
            }
            return (conditions, false)
        case .alternation(let branches):
            let parts = branches.map { branch in
                let taken = branch.minimumLength > 0
                let part = leading(branch, first: taken ? branch.first : first)
                let narrowed = part.conditions.map { $0.starting(with: taken ? branch.first : .all) }
                return (conditions: narrowed, isTaken: part.isTaken)
            }
            return (bounded(parts.flatMap(\.conditions)), parts.contains { $0.isTaken })
        case .repetition(let node, let minimum, _):
            // What may take text or not leaves open where the assertions behind it stand.
            return minimum > 0 ? leading(node, first: first) : ([.unknown], true)
        case .atomic(let node):
            return leading(node, first: first)
        }
    }

    private static func wordBoundary(first: ByteSet) -> [StartCondition] {
        let word = first.intersection(.word)
        let other = first.subtracting(.word)
        var conditions: [StartCondition] = []
        if !word.isEmpty {
            conditions.append(StartCondition(previous: ByteSet.word.inverted, first: word, isExact: true))
        }
        if !other.isEmpty {
            conditions.append(StartCondition(previous: .word, first: other, isExact: true))
        }
        return conditions
    }

    private static func excluding(_ node: RegexNode) -> StartCondition {
        switch node {
        case .byte(let set):
            return StartCondition(previous: set.inverted, first: .all, isExact: true)
        case .alternation(let branches):
            return branches.map(excluding).reduce(.any) { $0.and($1) }
        default:
            return .unknown
        }
    }

    private static func including(_ node: RegexNode) -> StartCondition {
        StartCondition(previous: last(node), first: .all, isExact: false)
    }

    /// Every byte that the text of a node may end with; all where it may be empty.
    private static func last(_ node: RegexNode) -> ByteSet {
        switch node {
        case .byte(let set): set
        case .sequence(let nodes): nodes.last { !$0.isZeroWidth }.map(last) ?? .all
        case .alternation(let branches): branches.reduce(.none) { $0.union(last($1)) }
        case .repetition(let node, let minimum, _): minimum > 0 ? last(node) : .all
        case .atomic(let node): last(node)
        case .lookahead, .lookbehind, .wordBoundary, .assertion, .skip: .all
        }
    }

    private func starting(with set: ByteSet) -> StartCondition {
        StartCondition(previous: previous, first: first.intersection(set), isExact: isExact)
    }

    private func and(_ other: StartCondition) -> StartCondition {
        StartCondition(
            previous: previous.intersection(other.previous),
            first: first.intersection(other.first),
            isExact: isExact && other.isExact
        )
    }

    private static func both(_ left: [StartCondition], _ right: [StartCondition]) -> [StartCondition] {
        bounded(left.flatMap { left in right.map { left.and($0) } })
    }

    /// Too many are made one that holds wherever one of them does.
    private static func bounded(_ conditions: [StartCondition]) -> [StartCondition] {
        guard conditions.count > maximumCount else { return conditions }
        return [
            StartCondition(
                previous: conditions.reduce(.none) { $0.union($1.previous) },
                first: conditions.reduce(.none) { $0.union($1.first) },
                isExact: false
            )
        ]
    }
}

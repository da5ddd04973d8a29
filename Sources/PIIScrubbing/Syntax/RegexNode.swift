/// What a regex says about bytes, as far as a scan plan needs it: an upper bound of what it matches.
///
/// Whether a quantifier is greedy, lazy or possessive and whether a group is atomic makes no difference to the set of
/// texts that might match, so none of that is kept, save where a regex is read exactly.
indirect enum RegexNode: Hashable, Sendable {
    /// One byte of a set.
    case byte(ByteSet)
    case sequence([RegexNode])
    case alternation([RegexNode])
    /// So many times; without a maximum, any number.
    case repetition(RegexNode, minimum: Int, maximum: Int?)
    /// What it takes first and nothing else: a possessive quantifier. Only in a regex read by `parseExactly`.
    case atomic(RegexNode)
    case lookahead(RegexNode, isNegative: Bool)
    case lookbehind(RegexNode, isNegative: Bool)
    case wordBoundary
    /// Another assertion: `^`, `$`, `\A`, `\B`. Taken as one that may hold anywhere.
    case assertion
    /// `(*SKIP)(*FAIL)`: nothing matches here, and the search goes on behind what was read.
    case skip

    static let empty = RegexNode.sequence([])
    /// Never matches.
    static let never = RegexNode.byte(.none)

    /// What depends on how groups matched before it: the text of one again, or a condition. Taken once, as nothing else
    /// is written with a count: what follows may depend on where a match starts.
    static func dependent(_ node: RegexNode) -> RegexNode {
        .repetition(node, minimum: 1, maximum: 1)
    }

    /// Whether it may depend on how groups matched.
    var isDependent: Bool {
        if case .repetition(_, 1, 1) = self { true } else { false }
    }

    /// Whether it takes no text: an assertion, or nothing.
    var isZeroWidth: Bool {
        switch self {
        case .lookahead, .lookbehind, .wordBoundary, .assertion: true
        case .byte, .skip: false
        case .sequence(let nodes), .alternation(let nodes): nodes.allSatisfy(\.isZeroWidth)
        case .repetition(let node, _, let maximum): maximum == 0 || node.isZeroWidth
        case .atomic(let node): node.isZeroWidth
        }
    }

    /// Whether it is one that looks at the text around it.
    var isAssertion: Bool {
        switch self {
        case .lookahead, .lookbehind, .wordBoundary, .assertion: true
        case .byte, .sequence, .alternation, .repetition, .atomic, .skip: false
        }
    }

    /// The least number of bytes it takes.
    var minimumLength: Int {
        switch self {
        case .byte: 1
        case .sequence(let nodes): nodes.reduce(0) { Self.sum($0, $1.minimumLength) }
        case .alternation(let nodes): nodes.map(\.minimumLength).min() ?? 0
        case .repetition(let node, let minimum, _): Self.product(node.minimumLength, minimum)
        case .atomic(let node): node.minimumLength
        case .lookahead, .lookbehind, .wordBoundary, .assertion, .skip: 0
        }
    }

    /// The greatest number of bytes it takes; nil where there is none.
    var maximumLength: Int? {
        switch self {
        case .byte:
            return 1
        case .sequence(let nodes):
            return nodes.reduce(0) { total, node in
                guard let total, let length = node.maximumLength else { return nil }
                return Self.sum(total, length)
            }
        case .alternation(let nodes):
            return nodes.reduce(0) { total, node in
                guard let total, let length = node.maximumLength else { return nil }
                return max(total, length)
            }
        case .repetition(let node, _, let maximum):
            guard let length = node.maximumLength else { return nil }
            if length == 0 { return 0 }
            return maximum.map { Self.product(length, $0) }
        case .atomic(let node):
            return node.maximumLength
        case .lookahead, .lookbehind, .wordBoundary, .assertion, .skip:
            return 0
        }
    }

    /// Every byte that may stand anywhere in its text.
    var bytes: ByteSet {
        switch self {
        case .byte(let set): set
        case .sequence(let nodes), .alternation(let nodes): nodes.reduce(.none) { $0.union($1.bytes) }
        case .repetition(let node, _, let maximum): maximum == 0 ? .none : node.bytes
        case .atomic(let node): node.bytes
        case .lookahead, .lookbehind, .wordBoundary, .assertion, .skip: .none
        }
    }

    /// Every byte that its text may start with.
    var first: ByteSet {
        switch self {
        case .byte(let set):
            return set
        case .sequence(let nodes):
            var set = ByteSet.none
            for node in nodes {
                set = set.union(node.first)
                if node.minimumLength > 0 { break }
            }
            return set
        case .alternation(let nodes):
            return nodes.reduce(.none) { $0.union($1.first) }
        case .repetition(let node, _, let maximum):
            return maximum == 0 ? .none : node.first
        case .atomic(let node):
            return node.first
        case .lookahead, .lookbehind, .wordBoundary, .assertion, .skip:
            return .none
        }
    }

    /// How many bytes before a match its look-behinds can see, at most `limit`.
    func lookBehindReach(limit: Int) -> Int {
        switch self {
        case .lookbehind(let node, _):
            min(limit, node.maximumLength ?? limit)
        case .wordBoundary, .assertion:
            min(limit, 1)
        case .sequence(let nodes), .alternation(let nodes):
            nodes.reduce(0) { max($0, $1.lookBehindReach(limit: limit)) }
        case .repetition(let node, _, _), .atomic(let node), .lookahead(let node, _):
            node.lookBehindReach(limit: limit)
        case .byte, .skip:
            0
        }
    }

    /// Whether anything in it satisfies the predicate.
    func count(where predicate: (RegexNode) -> Bool) -> Int {
        let own = predicate(self) ? 1 : 0
        switch self {
        case .sequence(let nodes), .alternation(let nodes): return nodes.reduce(own) { $0 + $1.count(where: predicate) }
        case .repetition(let node, _, _), .atomic(let node): return own + node.count(where: predicate)
        case .lookahead(let node, _), .lookbehind(let node, _): return own + node.count(where: predicate)
        case .byte, .wordBoundary, .assertion, .skip: return own
        }
    }

    func contains(where predicate: (RegexNode) -> Bool) -> Bool {
        if predicate(self) { return true }
        switch self {
        case .sequence(let nodes), .alternation(let nodes): return nodes.contains { $0.contains(where: predicate) }
        case .repetition(let node, _, _), .atomic(let node): return node.contains(where: predicate)
        case .lookahead(let node, _), .lookbehind(let node, _): return node.contains(where: predicate)
        case .byte, .wordBoundary, .assertion, .skip: return false
        }
    }

    /// All texts that it matches, as sets of bytes; nil where these are many or long, or depend on what stands around them.
    func texts(limit: Int, maximumLength most: Int) -> [[ByteSet]]? {
        guard maximumLength ?? Int.max <= most else { return nil }
        var texts: [[ByteSet]] = []
        switch self {
        case .byte(let set):
            return [[set]]
        case .sequence(let nodes):
            texts = [[]]
            for node in nodes {
                guard let tails = node.texts(limit: limit, maximumLength: most) else { return nil }
                texts = texts.flatMap { head in tails.map { head + $0 } }
                guard texts.count <= limit else { return nil }
            }
        case .alternation(let branches):
            for branch in branches {
                guard let more = branch.texts(limit: limit, maximumLength: most) else { return nil }
                texts += more
                guard texts.count <= limit else { return nil }
            }
        case .repetition(let node, let minimum, let maximum?) where maximum <= most:
            for count in minimum...max(minimum, maximum) {
                let repeated = RegexNode.sequence(Array(repeating: node, count: count))
                guard let more = repeated.texts(limit: limit, maximumLength: most) else { return nil }
                texts += more
                guard texts.count <= limit else { return nil }
            }
        case .repetition, .atomic, .lookahead, .lookbehind, .wordBoundary, .assertion, .skip:
            return nil
        }
        return texts.isEmpty ? nil : texts
    }

    // A regex can ask for more than fits into an integer.
    private static func sum(_ left: Int, _ right: Int) -> Int {
        let (sum, overflow) = left.addingReportingOverflow(right)
        return overflow ? Int.max : sum
    }

    private static func product(_ left: Int, _ right: Int) -> Int {
        let (product, overflow) = left.multipliedReportingOverflow(by: right)
        return overflow ? Int.max : product
    }
}

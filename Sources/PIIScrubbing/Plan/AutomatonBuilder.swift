/// Makes a deterministic automaton of several regexes: which of them might match at a place.
///
/// Look-arounds inside a regex are taken as satisfied. What may follow a match is kept as far as one byte decides.
/// Digits are not told apart: which ones they are decides little, and would cost many times as many states.
struct AutomatonBuilder {
    /// A place in a regex: which set takes which next place.
    private struct State {
        var edges: [(set: ByteSet, target: Int)] = []
        var jumps: [Int] = []
        /// Patterns that have matched here; as a mask of bits.
        var accepted: UInt64 = 0
        var acceptedAtEnd: UInt64 = 0
        /// The pattern it belongs to.
        var pattern = 0
    }

    private var states: [State] = []
    private var starts: [Int] = []
    private var pattern = 0

    private static let maximumStates = 4000
    /// A pattern that has taken so many bytes counts as one that might match.
    static let maximumDepth = 64

    /// Adds a regex; its bit is the number of those added before.
    ///
    /// - Returns: false where it is too large; the builder is then of no further use.
    mutating func add(_ node: RegexNode) -> Bool {
        pattern = starts.count
        let tail = Tail(node)
        let accept = newState()
        states[accept].accepted = 1 << UInt64(pattern)
        let end = newState()
        states[end].edges = [(tail.next.withAllDigits, accept)]
        states[end].acceptedAtEnd = 1 << UInt64(pattern)
        guard let start = build(tail.body, to: end) else { return false }
        starts.append(start)
        return states.count <= Self.maximumStates
    }

    private mutating func newState() -> Int {
        states.append(State(pattern: pattern))
        return states.count - 1
    }

    /// - Returns: the place from which `node` leads to `target`.
    private mutating func build(_ node: RegexNode, to target: Int) -> Int? {
        guard states.count <= Self.maximumStates else { return nil }
        switch node {
        case .byte(let set):
            let state = newState()
            states[state].edges = [(set.withAllDigits, target)]
            return state
        case .sequence(let nodes):
            return nodes.reversed().reduce(target) { target, node in
                target.flatMap { build(node, to: $0) }
            }
        case .alternation(let branches):
            let state = newState()
            for branch in branches {
                guard let start = build(branch, to: target) else { return nil }
                states[state].jumps.append(start)
            }
            return state
        case .repetition(let inner, let minimum, let maximum):
            return build(inner, minimum, maximum, to: target)
        case .atomic(let inner):
            return build(inner, to: target)
        case .lookahead, .lookbehind, .wordBoundary, .assertion:
            return target
        case .skip:
            return newState()
        }
    }

    private mutating func build(_ node: RegexNode, _ minimum: Int, _ maximum: Int?, to target: Int) -> Int? {
        var next = target
        if let maximum, maximum <= Self.maximumDepth {
            for _ in 0..<max(0, maximum - minimum) {
                let choice = newState()
                guard let start = build(node, to: next) else { return nil }
                states[choice].jumps = [start, target]
                next = choice
            }
        } else {
            let loop = newState()
            guard let start = build(node, to: loop) else { return nil }
            states[loop].jumps = [start, target]
            next = loop
        }
        for _ in 0..<min(minimum, Self.maximumDepth) {
            guard let start = build(node, to: next) else { return nil }
            next = start
        }
        return next
    }

    // MARK: Determinization

    /// - Parameters:
    ///   - previous: for each regex, the bytes that may stand before a match.
    ///   - watched: the bit of a regex of which all ends count; of others the first is enough.
    /// - Returns: nil where it would be too large.
    func automaton(previous: [ByteSet], watched: UInt64) -> Automaton? {
        let classes = ByteClasses(states.flatMap { $0.edges.map(\.set) } + previous)
        var places = PlaceTable(states: states.map { ($0.edges, $0.jumps) }, classes: classes)
        var known: [PlaceSet: UInt16] = [:]
        var queue: [PlaceSet] = []
        var marks: [Automaton.Marks] = []

        func number(_ set: PlaceSet) -> UInt16? {
            if let known = known[set] { return known }
            guard queue.count < Automaton.maximumStates else { return nil }
            let number = UInt16(queue.count)
            var mark = Automaton.Marks(accepted: 0, acceptedAtEnd: 0, alive: 0)
            for place in set.members {
                mark.accepted |= states[place].accepted
                mark.acceptedAtEnd |= states[place].acceptedAtEnd
            }
            // What has matched once needs no more bytes.
            let done = mark.accepted & ~watched
            var rest = set
            for place in set.members where done >> UInt64(states[place].pattern) & 1 == 1 { rest.remove(place) }
            for place in rest.members where !states[place].edges.isEmpty {
                mark.alive |= 1 << UInt64(states[place].pattern)
            }
            known[set] = number
            queue.append(rest)
            marks.append(mark)
            return number
        }

        // The dead state comes first.
        _ = number(places.empty)
        var starting: [UInt16] = []
        for representative in classes.representatives {
            let allowed = starts.indices.filter { previous[$0].contains(representative) }
            guard let start = number(places.closure(of: allowed.map { starts[$0] })) else { return nil }
            starting.append(start)
        }
        guard let startOfText = number(places.closure(of: starts)) else { return nil }
        var rows: [[UInt16]] = []
        while rows.count < queue.count {
            var row: [UInt16] = []
            for set in places.successors(of: queue[rows.count]) {
                guard let target = set.map(number) ?? UInt16(Automaton.dead) else { return nil }
                row.append(target)
            }
            rows.append(row)
        }
        return Automaton(classes: classes, rows: rows, marks: marks, starts: starting, startOfText: startOfText)
    }
}

/// A regex without what may be left out at its end, and what may follow it then.
private struct Tail {
    var body: RegexNode
    var next = ByteSet.all

    init(_ node: RegexNode) {
        guard case .sequence(var nodes) = node else {
            body = node
            return
        }
        var mayFollow = ByteSet.none
        var isBounded = false
        while let last = nodes.last, last.minimumLength == 0 {
            nodes.removeLast()
            if last.isZeroWidth {
                guard let allowed = Self.allowed(by: last, behind: nodes) else { continue }
                next = next.intersection(allowed)
                isBounded = true
            } else {
                mayFollow = mayFollow.union(last.first)
            }
        }
        body = .sequence(nodes)
        if isBounded { next = next.union(mayFollow) }
    }

    /// What an assertion lets follow; nil where that cannot be said.
    private static func allowed(by node: RegexNode, behind nodes: [RegexNode]) -> ByteSet? {
        switch node {
        case .lookahead(.byte(let set), isNegative: true):
            return set.inverted
        case .lookahead(.alternation(let branches), isNegative: true):
            let single = branches.reduce(ByteSet.none) { set, branch in
                if case .byte(let byte) = branch { set.union(byte) } else { set }
            }
            return single.inverted
        case .wordBoundary:
            // Only behind what surely is part of a word.
            guard let last = nodes.last(where: { !$0.isZeroWidth }), last.minimumLength > 0,
                last.bytes.isSubset(of: .word)
            else { return nil }
            return ByteSet.word.inverted
        default:
            return nil
        }
    }
}

extension ByteSet {
    /// With all digits if it has one.
    fileprivate var withAllDigits: ByteSet { isDisjoint(with: .digits) ? self : union(.digits) }
}

/// Bytes that no set tells apart are of one class.
struct ByteClasses: Sendable {
    private(set) var classes = [UInt8](repeating: 0, count: 256)
    /// One byte of each class.
    private(set) var representatives: [UInt8] = []
    /// All bytes of each class.
    private(set) var members: [ByteSet] = []

    init(_ sets: [ByteSet]) {
        // Each set parts every class in two.
        var parts: [ByteSet] = [.all]
        for set in Set(sets) {
            parts = parts.flatMap { part in
                let inside = part.intersection(set)
                return inside.isEmpty || inside == part ? [part] : [inside, part.subtracting(set)]
            }
        }
        let sorted = parts.compactMap { part in part.members.first.map { ($0, part) } }.sorted { $0.0 < $1.0 }
        representatives = sorted.map(\.0)
        members = sorted.map(\.1)
        for (index, part) in members.enumerated() {
            part.forEach { classes[Int($0)] = UInt8(truncatingIfNeeded: index) }
        }
    }
}

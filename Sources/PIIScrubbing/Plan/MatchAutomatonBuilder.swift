/// Makes a ``MatchAutomaton`` of a regex: here the places of the regex, of which ``MatchStates`` makes states.
///
/// What stands before and behind a place decides as far as one byte does; at the start of a match also more, which is
/// looked at before the walk, and at its end, which is walked through before the match counts. A branch that asks for
/// something else is followed as far as it goes without, and then left to the regex.
struct MatchAutomatonBuilder {
    /// What one place of a regex does. Targets are places.
    enum Place {
        /// Takes one byte of a set.
        case byte(ByteSet, Int)
        /// Leads on to each of these, the first of them first.
        case choice([Int])
        /// Leads on where the byte before, or the start of the text, allows it.
        case previous(ByteSet, atEdge: Bool, Int)
        /// The same for the byte behind, and the end.
        case next(ByteSet, atEdge: Bool, Int)
        case wordBoundary(Int)
        /// Leads on where a test at the start of the match says so.
        case test(Int, Int)
        /// The match ends so many bytes before.
        case end(Int)
        /// What matches from here on is left to the regex.
        case undecided
    }

    private var places: [Place] = []
    /// Looks at more than one byte before a match that only a part of the regex asks for.
    private var tests: [LeadingCondition.Test] = []
    /// How far a walk may go for counts to be right that are taken for none.
    private var mostBytes = 4096
    /// The end of every match.
    private var end = 0
    /// What must not follow a match, by the place that looks.
    private var refused: [Int: [[ByteSet]]] = [:]

    private static let mostPlaces = 2000
    private static let mostTests = 3
    /// Branches of an alternation that are compared with each other.
    private static let mostBranches = 64
    /// Counts that no text up to this length comes to are taken for none.
    static let countedBytes = 128
    /// Texts that may be refused behind a match, and their bytes.
    private static let mostRefused = 32
    private static let mostRefusedBytes = 12

    /// - Parameters:
    ///   - lead: the bytes that may stand from the start of a match up to where it is noticed, if they are known when it
    ///     is.
    ///   - comparesOnly: whether it is to compare texts of fixed length and to take no steps.
    /// - Returns: nil where the regex says what an automaton cannot tell, or would be too large.
    static func automaton(_ regex: String, lead: ByteSet? = nil, comparesOnly: Bool = false) -> MatchAutomaton? {
        guard !Regex.wantsUnicode(regex), let syntax = RegexParser.parseExactly(regex) else { return nil }
        var nodes = [syntax]
        if case .sequence(let sequence) = syntax { nodes = sequence }
        var groups: [[LeadingCondition.Test]] = []
        var body: [RegexNode] = []
        for (index, node) in nodes.enumerated() {
            guard node.isZeroWidth else {
                body += nodes[index...]
                break
            }
            // What one byte decides is part of the automaton.
            if isOfOneByte(node) {
                body.append(node)
            } else if let group = leading(node) {
                groups.append(group)
            } else {
                return nil
            }
        }
        var builder = MatchAutomatonBuilder()
        let end = builder.add(.end(0))
        builder.refused[end] = []
        builder.end = end
        guard let start = builder.build(.sequence(body), to: end, atStart: true) else { return nil }
        guard groups.joined().reduce(0, { $0 + $1.texts.count }) <= LeadingCondition.mostTexts else { return nil }
        let contents = MatchStates.contents(
            builder.places,
            from: start,
            testCount: builder.tests.count,
            mostBytes: builder.mostBytes
        )
        let texts = FixedText.compared(syntax)
        guard !comparesOnly || !texts.isEmpty else { return nil }
        return contents.map { contents in
            MatchAutomaton(
                contents,
                condition: LeadingCondition(groups),
                tests: builder.tests.map { LeadingCondition([[$0]]) },
                lead: lead,
                texts: texts,
                comparesOnly: comparesOnly
            )
        }
    }

    private static func leading(_ node: RegexNode) -> [LeadingCondition.Test]? {
        guard case .alternation(let branches) = node else { return LeadingCondition.Test(node).map { [$0] } }
        let tests = branches.compactMap { LeadingCondition.Test($0) }
        return tests.count == branches.count ? tests : nil
    }

    private static func isOfOneByte(_ node: RegexNode) -> Bool {
        switch node {
        case .wordBoundary: true
        case .lookahead(let inner, _), .lookbehind(let inner, _): set(of: inner) != nil
        case .sequence(let nodes): nodes.allSatisfy(isOfOneByte)
        case .byte, .alternation, .repetition, .atomic, .assertion, .skip: false
        }
    }

    /// The bytes that a node matches, where it matches just one.
    private static func set(of node: RegexNode) -> ByteSet? {
        switch node {
        case .byte(let set): return set
        case .alternation(let branches):
            return branches.reduce(ByteSet.none) { union, branch in
                guard let union, let set = set(of: branch) else { return nil }
                return union.union(set)
            }
        default: return nil
        }
    }

    private mutating func add(_ place: Place) -> Int {
        places.append(place)
        return places.count - 1
    }

    // MARK: Places

    /// - Parameter atStart: whether a match starts with it, so that it may ask what stands around its start.
    /// - Returns: the place from which `node` leads to `target`.
    private mutating func build(_ node: RegexNode, to target: Int, atStart: Bool = false) -> Int? {
        guard places.count <= Self.mostPlaces else { return nil }
        switch node {
        case .byte(let set):
            return add(.byte(set, target))
        case .sequence(let nodes):
            let first = atStart ? nodes.prefix { $0.isZeroWidth }.count : -1
            return nodes.indices.reversed().reduce(target) { target, index in
                target.flatMap { build(nodes[index], to: $0, atStart: index <= first) }
            }
        case .alternation(let branches):
            var starts: [Int] = []
            for branch in branches {
                guard let start = build(branch, to: target, atStart: atStart) ?? beginning(of: branch) else {
                    return nil
                }
                starts.append(start)
            }
            return add(.choice(starts))
        case .repetition(let inner, let minimum, let maximum):
            return repetition(inner, minimum, maximum, to: target)
        case .atomic(let inner):
            return atomic(inner, to: target)
        case .lookbehind(let inner, let isNegative):
            guard let set = Self.set(of: inner) else { return atStart ? test(node, to: target) : nil }
            return add(.previous(isNegative ? set.inverted : set, atEdge: isNegative, target))
        case .lookahead(let inner, let isNegative):
            if let set = Self.set(of: inner) {
                return add(.next(isNegative ? set.inverted : set, atEdge: isNegative, target))
            }
            return (isNegative ? refusal(of: inner, to: target) : nil) ?? (atStart ? test(node, to: target) : nil)
        case .wordBoundary:
            return add(.wordBoundary(target))
        case .assertion, .skip:
            return nil
        }
    }

    private mutating func repetition(_ node: RegexNode, _ minimum: Int, _ maximum: Int?, to target: Int) -> Int? {
        let length = node.minimumLength
        guard length > 0, minimum <= Self.countedBytes else { return nil }
        var next = target
        if let maximum, maximum <= Self.countedBytes / length {
            for _ in 0..<max(0, maximum - minimum) {
                guard let start = build(node, to: next) else { return nil }
                next = add(.choice([start, target]))
            }
        } else {
            // No walk is long enough for a count to matter. As long as it is not known where the loop leads, `first(from:)`
            // must take it for anything, as it does the end of a match.
            if let maximum { mostBytes = min(mostBytes, maximum.multipliedReportingOverflow(by: length).partialValue) }
            let loop = add(.end(0))
            guard let start = build(node, to: loop) else { return nil }
            places[loop] = .choice([start, target])
            next = loop
        }
        for _ in 0..<minimum {
            guard let start = build(node, to: next) else { return nil }
            next = start
        }
        return next
    }

    /// As much of a branch as is known, with more matches than it has: where one of these stands, the regex is asked.
    ///
    /// - Returns: nil where no byte of it is known.
    private mutating func beginning(of branch: RegexNode) -> Int? {
        guard case .sequence(let nodes) = branch else { return nil }
        let known = nodes.prefix { $0 != .skip }.filter { !$0.isZeroWidth || Self.isOfOneByte($0) }
        guard known.contains(where: { $0.minimumLength > 0 }) else { return nil }
        return build(.sequence(known), to: add(.undecided))
    }

    private mutating func test(_ node: RegexNode, to target: Int) -> Int? {
        guard let test = LeadingCondition.Test(node) else { return nil }
        let index = tests.firstIndex(of: test) ?? tests.count
        if index == tests.count { tests.append(test) }
        return index < Self.mostTests ? add(.test(index, target)) : nil
    }

    /// As much as can be had and nothing less. A class that may stand any number of times, or more often than a walk is
    /// long, must not stand behind its run. Else that comes by itself where the match may end behind it, as nothing makes
    /// a matcher give back then, and where there is one way only to take each part, and what follows cannot start with
    /// what would be given back.
    private mutating func atomic(_ node: RegexNode, to target: Int) -> Int? {
        guard case .repetition(let inner, let minimum, let maximum) = node else { return nil }
        if case .byte(let set) = inner, maximum.map({ $0 > Self.countedBytes }) ?? true {
            return build(node, to: add(.next(set.inverted, atEdge: true, target)))
        }
        if minimum == maximum, case .byte = inner { return build(node, to: target) }
        if mayEnd(at: target) { return build(node, to: target) }
        guard Self.isDeterministic(inner), first(from: target).isDisjoint(with: inner.first) else { return nil }
        return build(node, to: target)
    }

    /// Whether a match that has come to a place may end there.
    private func mayEnd(at place: Int) -> Bool {
        var seen: Set<Int> = []
        var stack = [place]
        while let place = stack.popLast() {
            if place == end { return true }
            if case .choice(let targets) = places[place], seen.insert(place).inserted { stack += targets }
        }
        return false
    }

    /// Whether there is one way only to take it, and its first byte says which.
    private static func isDeterministic(_ node: RegexNode) -> Bool {
        switch node {
        case .byte: true
        case .lookahead, .lookbehind, .wordBoundary: isOfOneByte(node)
        case .sequence(let nodes): nodes.allSatisfy(isDeterministic)
        case .alternation(let branches):
            branches.count <= mostBranches && branches.allSatisfy { isDeterministic($0) && $0.minimumLength > 0 }
                && areDisjoint(branches.map(\.first))
        case .atomic(.repetition(.byte, _, let maximum)): maximum == nil
        case .repetition(.byte, let minimum, let maximum): minimum == maximum
        case .repetition, .atomic, .assertion, .skip: false
        }
    }

    private static func areDisjoint(_ sets: [ByteSet]) -> Bool {
        var union = ByteSet.none
        return sets.allSatisfy { set in
            defer { union = union.union(set) }
            return union.isDisjoint(with: set)
        }
    }

    /// Every byte that may stand behind a place where the match goes on from it or ends.
    private func first(from place: Int) -> ByteSet {
        var set = ByteSet.none
        var seen = Array(repeating: ByteSet.none, count: places.count)
        var stack = [(place: place, allowed: ByteSet.all)]
        while let (place, allowed) = stack.popLast() {
            guard !allowed.isSubset(of: seen[place]) else { continue }
            seen[place] = seen[place].union(allowed)
            switch places[place] {
            case .byte(let bytes, _): set = set.union(bytes.intersection(allowed))
            case .choice(let targets): stack += targets.map { ($0, allowed) }
            case .previous(_, _, let target), .wordBoundary(let target), .test(_, let target):
                stack.append((target, allowed))
            case .next(let bytes, _, let target): stack.append((target, allowed.intersection(bytes)))
            case .end, .undecided: set = set.union(allowed)
            }
        }
        return set
    }

    // MARK: What must not follow

    /// A look behind the match at more than one byte: the match counts once that has failed.
    private mutating func refusal(of node: RegexNode, to target: Int) -> Int? {
        guard let earlier = refused[target],
            let texts = node.texts(limit: Self.mostRefused, maximumLength: Self.mostRefusedBytes)
        else { return nil }
        // From a place that looks behind a match one gets to its end alone: looking for all of them takes its place.
        let all = earlier + texts
        guard all.count <= Self.mostRefused, all.allSatisfy({ !$0.isEmpty }) else { return nil }
        let place = refusal(of: all.map { $0[...] }, taken: 0)
        if let place { refused[place] = all }
        return place
    }

    private mutating func refusal(of texts: [ArraySlice<ByteSet>], taken: Int) -> Int? {
        guard places.count <= Self.mostPlaces else { return nil }
        let classes = ByteClasses(texts.compactMap(\.first))
        var others = ByteSet.none
        var branches: [Int] = []
        for part in classes.members {
            let going = texts.filter { $0.first.map { part.isSubset(of: $0) } ?? false }
            if going.isEmpty {
                others = others.union(part)
            } else if !going.contains(where: { $0.count == 1 }) {
                guard let rest = refusal(of: going.map { $0.dropFirst() }, taken: taken + 1) else { return nil }
                branches.append(add(.byte(part, rest)))
            }
        }
        branches.append(add(.next(others, atEdge: true, add(.end(taken)))))
        return add(.choice(branches))
    }
}

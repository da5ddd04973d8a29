/// Makes the states of a ``MatchAutomaton``, each of which is a list of places of a regex in the order in which PCRE2 would
/// try them. Where one of them ends a match, those behind it are dropped, as a backtracking matcher would not come to them.
struct MatchStates {
    /// Places, and the class of the byte before them where that matters.
    private struct State: Hashable {
        var places: [Int]
        var previous: Int
        /// At the start of a match: which tests hold, one bit each.
        var tests = 0

        /// One number for all places: they come from regexes, and to hash one by one takes longer than to make them.
        func hash(into hasher: inout Hasher) {
            hasher.combine(places.reduce(previous) { ($0 ^ $1) &* 0x9E37_79B9 ^ $0 >> 29 })
        }
    }

    /// What a place does, with classes for sets, one bit each. The last bit is for the edge of the text.
    private enum Move {
        case byte(UInt64, Int)
        case choice([Int])
        case previous(UInt64, Int)
        case next(UInt64, Int)
        case wordBoundary(Int)
        case test(Int, Int)
        case end(Int)
        case undecided
    }

    /// Where one gets from a state.
    private struct Way {
        /// The classes of the next byte with which one does.
        var classes: UInt64
        var target: Int
    }

    private let moves: [Move]
    private let word: UInt64
    /// The class of the edge of the text, which also stands for one that does not matter.
    private let edge: Int
    /// By class: the first one that no place tells from it, where it stands before.
    private let equals: [Int]
    /// By place: whether the byte before makes a difference to where it leads.
    private var looksBack: [Bool]
    /// By place: for which classes of the next byte it was come to, in which round.
    private var seen: [(round: Int, classes: UInt64)]
    private var round = 0
    /// The same for the targets of ways.
    private var chosen: [Int]
    private var choice = 0
    private var states: [State]
    private var numbers: [State: Int]

    /// What goes on behind so many is left undecided: the states that most matches need are made first.
    private static let mostStates = 256
    /// With more ways from one state than this a regex is left to PCRE2.
    private static let mostWays = 256
    /// A class of as many bytes as a rule goes on for longer than it takes to look at many of them at once.
    private static let leastLoop = 60
    /// How many of them are taken one by one before that.
    private static let stepsBeforeLoop = 8
    /// So many bytes of one class that must follow each other are looked at at once.
    static let leastCounted = 8

    /// - Parameters:
    ///   - start: the place that a match starts from.
    ///   - testCount: how many tests there are.
    /// - Returns: nil where there are too many classes of bytes, or ways from one state.
    static func contents(
        _ places: [MatchAutomatonBuilder.Place],
        from start: Int,
        testCount: Int,
        mostBytes: Int
    ) -> MatchAutomaton.Contents? {
        let classes = ByteClasses(places.compactMap(\.set))
        guard classes.representatives.count < UInt64.bitWidth - 1 else { return nil }
        var states = MatchStates(places, classes)
        return states.contents(classes, from: start, testCount: testCount, mostBytes: mostBytes)
    }

    private init(_ places: [MatchAutomatonBuilder.Place], _ classes: ByteClasses) {
        let edge = classes.representatives.count
        self.edge = edge
        var masks: [ByteSet: UInt64] = [:]
        func mask(_ set: ByteSet, atEdge: Bool = false) -> UInt64 {
            let bit = atEdge ? UInt64(1) << UInt64(edge) : 0
            if let known = masks[set] { return known | bit }
            var mask: UInt64 = 0
            for (index, byte) in classes.representatives.enumerated() where set.contains(byte) {
                mask |= 1 << UInt64(index)
            }
            masks[set] = mask
            return mask | bit
        }
        moves = places.map { place in
            switch place {
            case .byte(let set, let target): .byte(mask(set), target)
            case .choice(let targets): .choice(targets)
            case .previous(let set, let atEdge, let target): .previous(mask(set, atEdge: atEdge), target)
            case .next(let set, let atEdge, let target): .next(mask(set, atEdge: atEdge), target)
            case .wordBoundary(let target): .wordBoundary(target)
            case .test(let index, let target): .test(index, target)
            case .end(let taken): .end(taken)
            case .undecided: .undecided
            }
        }
        let word = mask(.word)
        self.word = word
        let looks = Set(
            moves.compactMap { move -> UInt64? in
                switch move {
                case .previous(let set, _): set
                case .wordBoundary: word
                case .byte, .choice, .next, .test, .end, .undecided: nil
                }
            }
        )
        var known: [[Bool]: Int] = [:]
        equals = (0...edge).map { index in
            let bits = looks.map { $0 >> UInt64(index) & 1 == 1 }
            if let first = known[bits] { return first }
            known[bits] = index
            return index
        }
        seen = Array(repeating: (0, 0), count: places.count)
        chosen = Array(repeating: 0, count: places.count)
        looksBack = Array(repeating: false, count: places.count)
        // Nothing matches from the first state; what is too much to tell leads to the second.
        states = [State(places: [], previous: edge), State(places: [], previous: edge)]
        numbers = [states[0]: 0]
        for place in moves.indices { survey(place) }
    }

    private mutating func survey(_ start: Int) {
        round += 1
        var stack = [start]
        while let place = stack.popLast() {
            guard seen[place].round != round else { continue }
            seen[place].round = round
            switch moves[place] {
            case .previous(_, let target), .wordBoundary(let target):
                looksBack[start] = true
                stack.append(target)
            case .choice(let targets): stack += targets
            case .next(_, let target), .test(_, let target): stack.append(target)
            case .byte, .end, .undecided: break
            }
        }
    }

    private mutating func contents(
        _ classes: ByteClasses,
        from start: Int,
        testCount: Int,
        mostBytes: Int
    ) -> MatchAutomaton.Contents? {
        let starts = (0...edge).flatMap { previous in
            (0..<1 << testCount).map { tests in number([start], behind: previous, tests: tests) }
        }
        guard !starts.contains(MatchAutomaton.unknown) else { return nil }
        var rows = Array(repeating: Array(repeating: (target: 0, end: UInt8(0)), count: edge + 1), count: 2)
        while rows.count < states.count {
            guard let row = row(of: states[rows.count]) else { return nil }
            rows.append(row)
        }
        var contents = MatchAutomaton.Contents(
            classes: classes.classes,
            edge: edge,
            rows: rows,
            starts: starts,
            loops: [],
            mostBytes: mostBytes
        )
        contents.dropOverwrittenEnds()
        let links = contents.links(classes)
        contents.addLoops(classes, leastBytes: Self.leastLoop, steps: Self.stepsBeforeLoop)
        contents.addCounted(links, least: Self.leastCounted)
        return contents
    }

    private mutating func number(_ places: [Int], behind previous: Int, tests: Int = 0) -> Int {
        let kept = places.contains { looksBack[$0] } ? equals[previous] : edge
        let state = State(places: places, previous: kept, tests: tests)
        if let known = numbers[state] { return known }
        guard states.count < Self.mostStates else { return MatchAutomaton.unknown }
        numbers[state] = states.count
        states.append(state)
        return states.count - 1
    }

    /// Where each class of the next byte leads, and how many bytes before it a match ends and one more.
    private mutating func row(of state: State) -> [(target: Int, end: UInt8)]? {
        let (ways, ends) = ways(from: state)
        guard ways.count <= Self.mostWays else { return nil }
        var row: [(target: Int, end: UInt8)] = []
        row.reserveCapacity(edge + 1)
        /// The state that some of the ways lead to, by which these are. Most classes go the same ways.
        var known: [(ways: UInt64, target: Int)] = []
        for next in 0...edge {
            let bit = UInt64(1) << UInt64(next)
            let taken = ends.first { $0.classes & bit != 0 }?.taken
            let end = taken.map { UInt8(truncatingIfNeeded: $0 + 1) } ?? 0
            var targets: [Int] = []
            var taking: UInt64 = 0
            choice += 1
            // Behind the edge there is but what is undecided.
            for (index, way) in ways.enumerated() where way.classes & bit != 0 {
                if index < UInt64.bitWidth { taking |= 1 << UInt64(index) }
                if chosen[way.target] != choice { targets.append(way.target) }
                chosen[way.target] = choice
            }
            guard let first = targets.first else {
                row.append((MatchAutomaton.dead, end))
                continue
            }
            if case .undecided = moves[first] {
                row.append((MatchAutomaton.unknown, end))
                continue
            }
            let isTold = ways.count <= UInt64.bitWidth && !targets.contains { looksBack[$0] }
            if isTold, let target = known.first(where: { $0.ways == taking })?.target {
                row.append((target, end))
                continue
            }
            let target = number(targets, behind: next)
            if isTold { known.append((taking, target)) }
            row.append((target, end))
        }
        return row
    }

    /// The places behind the next byte, in their order, and where a match ends before it.
    private mutating func ways(from state: State) -> (ways: [Way], ends: [(classes: UInt64, taken: Int)]) {
        round += 1
        var ways: [Way] = []
        var ends: [(classes: UInt64, taken: Int)] = []
        let all = UInt64.max >> UInt64(UInt64.bitWidth - 1 - edge)
        /// Classes with which a match has ended: a matcher that tries one after the other comes no farther.
        var ended: UInt64 = 0
        let previous = UInt64(1) << UInt64(state.previous)
        var stack = state.places.reversed().map { (place: $0, classes: all) }
        while let (place, wanted) = stack.popLast() {
            if seen[place].round != round { seen[place] = (round, 0) }
            let classes = wanted & ~seen[place].classes & ~ended
            guard classes != 0 else { continue }
            seen[place].classes |= classes
            switch moves[place] {
            case .byte(let set, let target):
                if set & classes != 0 { ways.append(Way(classes: set & classes, target: target)) }
            case .choice(let choices):
                for choice in choices.reversed() { stack.append((choice, classes)) }
            case .previous(let set, let target):
                if set & previous != 0 { stack.append((target, classes)) }
            case .next(let set, let target):
                stack.append((target, classes & set))
            case .wordBoundary(let target):
                stack.append((target, classes & (word & previous == 0 ? word : ~word)))
            case .test(let index, let target):
                if state.tests >> index & 1 == 1 { stack.append((target, classes)) }
            case .end(let taken):
                ends.append((classes, taken))
                ended |= classes
            case .undecided:
                // Stays until those before it have failed.
                ways.append(Way(classes: classes, target: place))
                ended |= classes
            }
        }
        return (ways, ends)
    }
}

extension MatchAutomatonBuilder.Place {
    /// The bytes that it tells from others.
    fileprivate var set: ByteSet? {
        switch self {
        case .byte(let set, _), .previous(let set, _, _), .next(let set, _, _): set
        case .wordBoundary: .word
        case .choice, .test, .end, .undecided: nil
        }
    }
}

extension MatchAutomaton.Contents {
    /// Takes away the ends of matches that the next step sets anew, whatever it is.
    fileprivate mutating func dropOverwrittenEnds() {
        let isEnding = rows.map { $0.allSatisfy { $0.end > 0 } }
        for state in rows.indices {
            for index in rows[state].indices where isEnding[rows[state][index].target] { rows[state][index].end = 0 }
        }
    }

    /// Gives the highest numbers to states that many bytes lead from to themselves, so that a walk may pass over those at
    /// once. To start that takes as long as a few steps, which come first: copies of such a state that lead to each other.
    fileprivate mutating func addLoops(_ classes: ByteClasses, leastBytes: Int, steps: Int) {
        let sets = rows.enumerated().map { state, row in
            row.dropLast().enumerated().reduce(ByteSet.none) { set, entry in
                let (index, step) = entry
                return step.target == state && step.end == 0 ? set.union(classes.members[index]) : set
            }
        }
        let looping = rows.indices.filter { $0 > MatchAutomaton.unknown && sets[$0].count >= leastBytes }
        guard (rows.count + looping.count * steps) << shift <= MatchAutomaton.mostSteps else { return }
        let originals = looping.map { rows[$0] }
        func lead(_ number: Int, _ loop: Int, to target: Int) {
            for (index, step) in originals[loop].enumerated() where step.target == looping[loop] && step.end == 0 {
                rows[number][index].target = target
            }
        }
        var latest = looping
        for _ in 0..<steps {
            let first = rows.count
            rows += originals
            for loop in looping.indices {
                lead(latest[loop], loop, to: first + loop)
                latest[loop] = first + loop
            }
        }
        for loop in looping.indices { lead(latest[loop], loop, to: latest[loop]) }
        loops = looping.indices.map { .init(set: sets[looping[$0]], target: latest[$0], original: looping[$0]) }
        let leading = Set(starts.flatMap { rows[$0].map(\.target) }).intersection(looping)
        if leading.count == 1, let state = leading.first { head = (state, sets[state]) }
    }

    /// A state from which bytes of one class lead to one other, and all else to nothing.
    fileprivate struct Link {
        var set: ByteSet
        var target: Int
    }

    /// By state; nil where it is more than that, or a match may end.
    fileprivate func links(_ classes: ByteClasses) -> [Link?] {
        rows.enumerated().map { state, row in
            var link = Link(set: .none, target: MatchAutomaton.dead)
            for (index, step) in row.enumerated() {
                guard step.end == 0 else { return nil }
                guard step.target != MatchAutomaton.dead else { continue }
                guard index < edge, link.target == MatchAutomaton.dead || link.target == step.target else { return nil }
                link.set = link.set.union(classes.members[index])
                link.target = step.target
            }
            return link.target > MatchAutomaton.unknown && link.target != state ? link : nil
        }
    }

    /// Gives the highest numbers to copies of states behind which so many bytes of one class must stand: those are passed
    /// over at once, and with them what may stand there any number of times.
    fileprivate mutating func addCounted(_ links: [Link?], least: Int) {
        let inner = Set(links.compactMap { link in link.flatMap { links[$0.target]?.set == $0.set ? $0.target : nil } })
        for (head, link) in links.enumerated() {
            guard let set = link?.set, !inner.contains(head) else { continue }
            var (count, last) = (0, head)
            while let next = links[last], next.set == set, count < MatchAutomatonBuilder.countedBytes {
                last = next.target
                count += 1
            }
            guard count >= least, (rows.count + 1) << shift <= MatchAutomaton.mostSteps else { continue }
            var loop = Loop(set: set, least: count, most: count, target: last)
            if let endless = loops.first(where: { $0.set == set && $0.original == last }) {
                (loop.most, loop.target) = (.max, endless.target)
            }
            let number = rows.count
            for state in rows.indices {
                for index in rows[state].indices where rows[state][index].target == head {
                    rows[state][index].target = number
                }
            }
            rows.append(rows[head])
            loops.append(loop)
        }
    }
}

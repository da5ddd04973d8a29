/// What is known of a pattern whose matches start with a run of digits.
struct DigitRun: Hashable, Sendable {
    /// The least number of digits that a match has before anything but digits and separators comes.
    let minimumDigits: Int
    /// The most separators between two of those digits. What stands between later ones is of no account: a run is
    /// noticed without them.
    let maximumGap: Int
    /// What stands between those digits.
    let separators: ByteSet
    /// What a match may start with besides digits.
    let lead: ByteSet
    /// How many bytes may stand before the first digit.
    let maximumLead: Int
    /// By how many digits stand together, up to `mostLoneDigits`: whether a match may start with those, or what leads to them, where no
    /// separators and more digits follow.
    let mayStandAlone: [Bool]
    /// The bytes that may stand before a match.
    let previous: ByteSet
    let syntax: RegexNode

    /// Whether a match cannot end with something that may be left out.
    var hasCertainEnd: Bool {
        guard case .sequence(let nodes) = syntax else { return false }
        return nodes.last { !$0.isZeroWidth }.map { $0.minimumLength > 0 } ?? false
    }

    private static let white = ByteSet(9...13)
    /// The characters that the scanner knows as separators: white space, and those from 0x20 to 0x2F that numbers are
    /// written with.
    private static let knownSeparators = ByteSet(" ()+-./,*#".utf8).union(white)
    private static let mostGap = 3
    private static let fewestDigits = 6
    private static let mostDigits = 19
    /// The scanner sees 64 bytes from a digit on: after these it still sees whether their number goes on.
    static let mostLoneDigits = 64 - mostGap - 1

    init?(_ syntax: RegexNode) {
        let conditions = StartCondition.all(of: syntax)
        // Else every digit of a run could start a match.
        let isAtGroups = conditions.allSatisfy {
            $0.first.isDisjoint(with: .digits) || $0.previous.isDisjoint(with: .digits)
        }
        guard isAtGroups else { return nil }
        let previous = conditions.reduce(ByteSet.none) { $0.union($1.previous) }
        var builder = AutomatonBuilder()
        guard builder.add(syntax), let automaton = builder.automaton(previous: [previous], watched: 0) else {
            return nil
        }
        var survey = RunSurvey(automaton: automaton, known: Self.knownSeparators)
        guard survey.run(mostGap: Self.mostGap, mostDigits: Self.mostDigits),
            survey.digits >= Self.fewestDigits
        else { return nil }
        minimumDigits = survey.digits
        survey = RunSurvey(automaton: automaton, known: Self.knownSeparators)
        _ = survey.run(mostGap: Self.mostGap, mostDigits: minimumDigits)
        maximumGap = max(1, survey.gap)
        separators = survey.separators
        lead = survey.lead
        maximumLead = survey.leadLength
        var alone = LoneDigits(automaton, separators: separators, gap: maximumGap)
        mayStandAlone = alone.counts(lead: lead, maximumLead: maximumLead, upTo: Self.mostLoneDigits)
        self.previous = previous
        self.syntax = syntax
    }
}

/// Goes through all ways in which an automaton can take a run of digits.
private struct RunSurvey {
    let automaton: Automaton
    let known: ByteSet
    /// The fewest digits that were taken when the run ended or a match was possible.
    var digits = Int.max
    var gap = 0
    var separators = ByteSet.none
    var lead = ByteSet.none
    var leadLength = 0

    private struct Place: Hashable {
        var state: Int
        /// Digits taken so far; 0 while still before the first.
        var digits: Int
        /// Bytes since the last digit, or before the first.
        var others: Int
        /// What those are.
        var passed = ByteSet.none
    }

    init(automaton: Automaton, known: ByteSet) {
        self.automaton = automaton
        self.known = known
    }

    /// - Returns: false where something else than digits and a short lead starts a match.
    mutating func run(mostGap: Int, mostDigits: Int) -> Bool {
        var seen = Set<Place>()
        var stack = automaton.startStates.map { Place(state: $0, digits: 0, others: 0) }
        while let place = stack.popLast() {
            guard seen.insert(place).inserted else { continue }
            let marks = automaton.marks(of: place.state)
            if marks.accepted | marks.acceptedAtEnd != 0 {
                guard place.digits > 0 else { return false }
                digits = min(digits, place.digits)
            }
            guard place.digits < mostDigits else {
                digits = min(digits, place.digits)
                continue
            }
            for byte in automaton.representatives {
                let target = automaton.target(of: place.state, byte: byte)
                guard target != Automaton.dead else { continue }
                if automaton.marks(of: target).alive == 0, place.digits > 0 {
                    // Only what follows a match.
                    digits = min(digits, place.digits)
                    continue
                }
                let set = automaton.members(ofClassOf: byte)
                if set.isSubset(of: .digits) {
                    stack.append(Place(state: target, digits: place.digits + 1, others: 0))
                    if place.digits > 0 {
                        gap = max(gap, place.others)
                        separators = separators.union(place.passed)
                    } else {
                        lead = lead.union(place.passed)
                        leadLength = max(leadLength, place.others)
                    }
                } else if set.isSubset(of: known), place.others < mostGap {
                    stack.append(
                        Place(
                            state: target,
                            digits: place.digits,
                            others: place.others + 1,
                            passed: place.passed.union(set)
                        )
                    )
                } else {
                    // Something else goes on from here: the digits so far are all that can be counted on.
                    guard place.digits > 0 else { return false }
                    digits = min(digits, place.digits)
                }
            }
        }
        return true
    }
}

/// What an automaton makes of digits that stand together, with no separators and digits behind them.
private struct LoneDigits {
    private let automaton: Automaton
    private let separators: ByteSet
    private let gap: Int
    /// By state and number of separators since the last digit: whether a match may end from there on.
    private var known: [Place: Bool] = [:]

    private struct Place: Hashable {
        var state: Int
        var separators: Int
    }

    init(_ automaton: Automaton, separators: ByteSet, gap: Int) {
        self.automaton = automaton
        self.separators = separators
        self.gap = gap
    }

    /// - Returns: by how many digits there are, from 0 on: whether there may be a match.
    mutating func counts(lead: ByteSet, maximumLead: Int, upTo most: Int) -> [Bool] {
        var states = automaton.startStates
        var leading = states
        for _ in 0..<maximumLead {
            leading = targets(of: leading, lead)
            states.formUnion(leading)
        }
        var hasMatched = false
        return [false]
            + (1...most).map { _ in
                states = targets(of: states, .digits)
                hasMatched = hasMatched || states.contains { automaton.marks(of: $0).accepted != 0 }
                return hasMatched || states.contains { mayEnd(Place(state: $0, separators: 0)) }
            }
    }

    private func targets(of states: Set<Int>, _ bytes: ByteSet) -> Set<Int> {
        var targets = Set<Int>()
        for byte in automaton.representatives where !automaton.members(ofClassOf: byte).isDisjoint(with: bytes) {
            for state in states { targets.insert(automaton.target(of: state, byte: byte)) }
        }
        targets.remove(Automaton.dead)
        return targets
    }

    /// Whether a match may end at a place or behind it. What neither digits nor separators lead to might be anything.
    private mutating func mayEnd(_ place: Place) -> Bool {
        if let known = known[place] { return known }
        var answer = automaton.marks(of: place.state).acceptedAtEnd != 0
        for byte in automaton.representatives where !answer {
            let members = automaton.members(ofClassOf: byte)
            // More digits would belong to the same number.
            if members.isSubset(of: .digits) { continue }
            let target = automaton.target(of: place.state, byte: byte)
            guard target != Automaton.dead else { continue }
            let marks = automaton.marks(of: target)
            guard marks.accepted == 0, members.isSubset(of: separators), place.separators < gap else {
                answer = marks.accepted | marks.alive != 0
                continue
            }
            answer = mayEnd(Place(state: target, separators: place.separators + 1))
        }
        known[place] = answer
        return answer
    }
}

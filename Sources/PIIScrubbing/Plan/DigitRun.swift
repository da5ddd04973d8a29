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
    /// By how many digits stand together at first, up to `mostKnownDigits`: whether a match may start with those, or with
    /// what leads to them.
    let firstGroups: FirstGroups
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
    /// The most bytes that may stand before the first digit of a match.
    static let mostLead = mostGap
    private static let fewestDigits = 6
    private static let mostDigits = 19
    /// The scanner sees 64 bytes from a digit on: after these it still sees whether their number goes on.
    static let mostKnownDigits = 64 - mostGap - 1

    /// By the number of digits, from 0 on.
    struct FirstGroups: Hashable, Sendable {
        /// Whether there may be a match where no separators and more digits follow.
        var mayStandAlone: [Bool] = [false]
        /// Whether there may be one where they do.
        var mayBeJoined: [Bool] = [false]
    }

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
        var reader = FirstGroupReader(automaton, separators: separators, gap: maximumGap, lead: lead)
        firstGroups = reader.groups(maximumLead: maximumLead, upTo: Self.mostKnownDigits)
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

/// What an automaton makes of digits that stand together.
private struct FirstGroupReader {
    private let automaton: Automaton
    private let gap: Int
    /// One byte of each class that has some of these.
    private let digits: [UInt8]
    private let separators: [UInt8]
    private let lead: [UInt8]
    /// One byte of each class that has something besides digits, and whether it has separators alone.
    private let others: [(byte: UInt8, isSeparator: Bool)]
    /// By state and number of separators since the last digit: whether a match may end from there on.
    private var known: [Place: Bool] = [:]

    private struct Place: Hashable {
        var state: Int
        var separators: Int
    }

    init(_ automaton: Automaton, separators: ByteSet, gap: Int, lead: ByteSet) {
        self.automaton = automaton
        self.gap = gap
        let classes = automaton.representatives.map { ($0, automaton.members(ofClassOf: $0)) }
        func bytes(of set: ByteSet) -> [UInt8] { classes.filter { !$0.1.isDisjoint(with: set) }.map(\.0) }
        digits = bytes(of: .digits)
        self.separators = bytes(of: separators)
        self.lead = bytes(of: lead)
        others = classes.filter { !$0.1.isSubset(of: .digits) }.map { ($0.0, $0.1.isSubset(of: separators)) }
    }

    /// - Parameter most: the most digits to look at.
    mutating func groups(maximumLead: Int, upTo most: Int) -> DigitRun.FirstGroups {
        var groups = DigitRun.FirstGroups()
        var states = automaton.startStates
        var leading = states
        for _ in 0..<maximumLead {
            leading = targets(of: leading, lead)
            states.formUnion(leading)
        }
        var hasMatched = false
        while groups.mayStandAlone.count <= most {
            let before = states
            states = targets(of: states, digits)
            hasMatched = hasMatched || states.contains { automaton.marks(of: $0).accepted != 0 }
            let standsAlone = hasMatched || states.contains { mayEnd(Place(state: $0, separators: 0)) }
            // What joins them may be a separator of other patterns only, and end a match of this one.
            let isJoined = standsAlone || mayGoOn(from: states)
            // Once nothing changes, it stays so.
            let count = hasMatched || states == before ? most + 1 - groups.mayStandAlone.count : 1
            groups.mayStandAlone += Array(repeating: standsAlone, count: count)
            groups.mayBeJoined += Array(repeating: isJoined, count: count)
        }
        return groups
    }

    /// Whether a match may go on with separators and a digit behind those.
    private func mayGoOn(from states: Set<Int>) -> Bool {
        var between = states
        for _ in 0..<gap {
            between = targets(of: between, separators)
            let isPossible = targets(of: between, digits).contains {
                automaton.marks(of: $0).accepted | automaton.marks(of: $0).alive != 0
            }
            if isPossible { return true }
        }
        return false
    }

    private func targets(of states: Set<Int>, _ bytes: [UInt8]) -> Set<Int> {
        var targets = Set<Int>()
        for state in states {
            for byte in bytes { targets.insert(automaton.target(of: state, byte: byte)) }
        }
        targets.remove(Automaton.dead)
        return targets
    }

    /// Whether a match may end at a place or behind it. What neither digits nor separators lead to might be anything.
    private mutating func mayEnd(_ place: Place) -> Bool {
        if let known = known[place] { return known }
        var answer = automaton.marks(of: place.state).acceptedAtEnd != 0
        // More digits would belong to the same number.
        for (byte, isSeparator) in others where !answer {
            let target = automaton.target(of: place.state, byte: byte)
            guard target != Automaton.dead else { continue }
            let marks = automaton.marks(of: target)
            if marks.accepted == 0, isSeparator, place.separators < gap {
                answer = mayEnd(Place(state: target, separators: place.separators + 1))
            } else {
                answer = marks.accepted | marks.alive != 0
            }
        }
        known[place] = answer
        return answer
    }
}

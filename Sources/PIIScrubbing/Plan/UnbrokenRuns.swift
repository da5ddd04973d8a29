/// What an automaton comes to on digits without separators, known from their number and from what stands around them:
/// most long numbers are timestamps and identifiers, and need no walk.
///
/// Which digits they are is left open, so more patterns may seem possible than a walk would leave.
struct UnbrokenRuns {
    /// What is possible for one number of digits and one class of bytes behind them.
    struct Entry {
        /// The patterns that might match, as a mask.
        var accepted: UInt64 = 0
        /// The number of bytes of the longest match of the watched pattern; 0 where that is not known.
        var length: UInt8 = 0
        /// Whether it has no other length.
        var isOnlyLength = false
    }

    private let entries: UnsafeMutablePointer<Entry>
    private let width: Int

    static let mostDigits = 40

    /// - Parameters:
    ///   - separators: what stands between digits of one number. Behind the last digit they are followed by no other.
    ///   - mostGap: how many of them at most.
    ///   - watched: at most one pattern, of which all lengths count.
    init(_ automaton: Automaton, separators: ByteSet, mostGap: Int, watched: UInt64) {
        var walk = Walk(automaton, separators: separators, mostGap: mostGap, watched: watched)
        width = automaton.representatives.count + 1
        entries = .allocate(capacity: (Self.mostDigits + 1) * width)
        entries.initialize(repeating: Entry(), count: (Self.mostDigits + 1) * width)
        for digits in 0...Self.mostDigits {
            for (index, byte) in automaton.representatives.enumerated() {
                entries[digits * width + index] = walk.entry(before: byte)
            }
            entries[digits * width + width - 1] = walk.entryAtEnd()
            walk.takeDigit()
        }
    }

    func deallocate() {
        entries.deallocate()
    }

    /// - Parameter next: the class of the byte behind the digits; nil at the end of the text.
    @inline(__always)
    func entry(digits: Int, next: UInt8?) -> UnsafePointer<Entry> {
        UnsafePointer(entries + (digits &* width &+ (next.map { Int($0) } ?? width &- 1)))
    }
}

/// All states that an automaton may be in behind so many digits.
private struct Walk {
    private let automaton: Automaton
    private let digits: [UInt8]
    private let others: [UInt8]
    private let separators: Set<UInt8>
    private let mostGap: Int
    private let watched: UInt64
    private var states: Set<Int>
    private var count = 0
    private var accepted: UInt64 = 0
    /// Lengths of the watched pattern's matches so far.
    private var lengths: Set<Int> = []

    init(_ automaton: Automaton, separators: ByteSet, mostGap: Int, watched: UInt64) {
        self.automaton = automaton
        self.mostGap = mostGap
        self.watched = watched
        digits = automaton.representatives.filter { !automaton.members(ofClassOf: $0).isDisjoint(with: .digits) }
        others = automaton.representatives.filter { !automaton.members(ofClassOf: $0).isSubset(of: .digits) }
        self.separators = Set(
            others.filter { !automaton.members(ofClassOf: $0).isDisjoint(with: separators) }
        )
        states = automaton.startStates
    }

    mutating func takeDigit() {
        states = successors(of: states, digits)
        count += 1
        note(states, length: count - 1)
    }

    /// What is possible where that byte comes next.
    func entry(before byte: UInt8) -> UnbrokenRuns.Entry {
        var walk = self
        var reached = successors(of: states, [byte])
        walk.note(reached, length: count)
        var alive: UInt64 = 0
        var isOpen = separators.contains(byte)
        if !isOpen { alive = self.alive(reached) }
        // Separators, and then something that is no digit.
        for gap in 0..<(isOpen ? mostGap : 0) {
            walk.noteEnd(reached, length: count + gap + 1)
            let last = successors(of: reached, others.filter { !separators.contains($0) })
            walk.note(last, length: count + gap + 1)
            alive |= self.alive(last)
            reached = successors(of: reached, others.filter { separators.contains($0) })
            walk.note(reached, length: count + gap + 1)
            isOpen = !reached.isEmpty
        }
        if isOpen { alive |= self.alive(reached) }
        return walk.entry(alive: alive)
    }

    func entryAtEnd() -> UnbrokenRuns.Entry {
        var walk = self
        walk.noteEnd(states, length: count)
        return walk.entry(alive: 0)
    }

    private func entry(alive: UInt64) -> UnbrokenRuns.Entry {
        var entry = UnbrokenRuns.Entry(accepted: accepted | alive)
        if alive & watched == 0, let longest = lengths.max() {
            entry.length = UInt8(longest)
            entry.isOnlyLength = lengths.count == 1
        }
        return entry
    }

    /// Takes in what states say of matches that ended one byte before them.
    private mutating func note(_ states: Set<Int>, length: Int) {
        for state in states {
            let mark = automaton.marks(of: state).accepted
            accepted |= mark
            if mark & watched != 0 { lengths.insert(length) }
        }
    }

    /// Takes in what states say where the text ends.
    private mutating func noteEnd(_ states: Set<Int>, length: Int) {
        for state in states {
            let mark = automaton.marks(of: state).acceptedAtEnd
            accepted |= mark
            if mark & watched != 0 { lengths.insert(length) }
        }
    }

    private func alive(_ states: Set<Int>) -> UInt64 {
        states.reduce(0) { $0 | automaton.marks(of: $1).alive }
    }

    private func successors(of states: Set<Int>, _ bytes: [UInt8]) -> Set<Int> {
        var next = Set<Int>()
        for state in states {
            for byte in bytes {
                let target = automaton.target(of: state, byte: byte)
                if target != Automaton.dead { next.insert(target) }
            }
        }
        return next
    }
}

import CByteScan

/// Finds where the match of one regex ends that starts at an offset: the match that PCRE2 would find there, at one step a
/// byte, and at one look at many bytes where a class may stand any number of times.
///
/// A handle on memory that its owner must free. Immutable; any number of threads may walk through it.
struct MatchAutomaton {
    /// What one step leads to: where the row of the next state starts, and whether there is more to say about it.
    typealias Step = UInt16

    private let classes: UnsafeMutablePointer<UInt8>
    private let steps: UnsafeMutablePointer<Step>
    /// By step: how many bytes before the byte of the step a match ends, and one more; 0 where none does,
    /// or where the next step tells anyway.
    private let ends: UnsafeMutablePointer<UInt8>
    /// By class of the byte before a match, of which the last is for the start of a text, and which of the tests hold.
    private let starts: UnsafeMutablePointer<Step>
    private let tests: UnsafeMutablePointer<LeadingCondition>
    private let testCount: Int
    /// The class of what stands behind a text.
    private let edge: Int
    /// From this row on states stay what they are as long as bytes are of a set.
    private let firstLoop: Int
    /// Those sets, by state.
    private let loops: UnsafeMutablePointer<bytescan_set>
    /// The row of the one state to which a match comes by its first byte and in which it stays as long as bytes are of a
    /// set; 0 where there is none such.
    private let head: Step
    private let headSet: UnsafeMutablePointer<bytescan_set>
    private let shift: Int
    /// Up to this row there is nothing to go on with.
    private let lastSink: Int
    /// How far a walk goes, in bytes.
    private let mostBytes: Int
    private let condition: LeadingCondition

    /// The number of the state from which nothing matches.
    private static let dead = 0
    /// That of the state from which there is no telling.
    static let unknown = 1
    /// Marks a step on which a match ends, the walk does, or a loop starts.
    private static let telling: Step = 1 << 15
    /// Rows must start below this.
    static let mostSteps = 1 << 15

    /// No match starts there.
    static let none = -1
    /// The walk was too long to tell.
    static let undecided = -2

    /// What an automaton is made of.
    struct Contents {
        /// The class of each byte.
        var classes: [UInt8]
        /// The class of what stands behind a text.
        var edge: Int
        /// For each state and class the number of the next state, and how many bytes before the byte a match ends and one
        /// more. Nothing matches from the first state, and the second is where that is not known.
        var rows: [[(target: Int, end: UInt8)]]
        /// The state to start in, by class of the byte before and which of the tests hold, one bit each.
        var starts: [Int]
        /// For the last of the states: the bytes that lead from it to itself.
        var loops: [ByteSet]
        /// A state to which the first byte of a match may lead, and the bytes that lead from it to itself.
        var head: (state: Int, set: ByteSet)?
        /// How far a walk goes, in bytes.
        var mostBytes: Int

        /// A row has as many steps as the power of two with this exponent.
        var shift: Int { Int.bitWidth - edge.leadingZeroBitCount }
    }

    /// - Parameters:
    ///   - condition: what every match needs.
    ///   - tests: what some matches need.
    ///   - lead: the bytes that may stand from the start of a match up to where it is noticed.
    init(_ contents: Contents, condition: LeadingCondition, tests: [LeadingCondition], lead: ByteSet?) {
        let rows = contents.rows
        edge = contents.edge
        shift = contents.shift
        lastSink = Self.unknown << shift
        mostBytes = contents.mostBytes
        classes = .allocate(capacity: contents.classes.count)
        classes.initialize(from: contents.classes, count: contents.classes.count)
        steps = .allocate(capacity: rows.count << shift)
        steps.initialize(repeating: Self.telling, count: rows.count << shift)
        ends = .allocate(capacity: rows.count << shift)
        ends.initialize(repeating: 0, count: rows.count << shift)
        let firstLoop = rows.count - contents.loops.count
        self.firstLoop = firstLoop << shift
        for (state, row) in rows.enumerated() {
            for (index, step) in row.enumerated() {
                let isLoop = step.target >= firstLoop && step.target != state
                let isTelling = step.end > 0 || step.target <= Self.unknown || isLoop
                steps[state << shift + index] =
                    Step(truncatingIfNeeded: step.target << shift) | (isTelling ? Self.telling : 0)
                ends[state << shift + index] = step.end
            }
        }
        starts = .allocate(capacity: contents.starts.count)
        starts.initialize(
            from: contents.starts.map { [shift] in Step(truncatingIfNeeded: $0 << shift) },
            count: contents.starts.count
        )
        loops = .allocate(capacity: max(1, contents.loops.count))
        loops.initialize(from: contents.loops.map { bytescan_set($0) }, count: contents.loops.count)
        let head = lead == nil ? nil : contents.head
        self.head = Step(truncatingIfNeeded: (head?.state ?? 0) << shift)
        headSet = .allocate(capacity: 1)
        headSet.initialize(to: bytescan_set(head?.set.intersection(lead ?? .none) ?? .none))
        self.condition = condition
        testCount = tests.count
        self.tests = .allocate(capacity: max(1, tests.count))
        self.tests.initialize(from: tests, count: tests.count)
    }

    func deallocate() {
        classes.deallocate()
        steps.deallocate()
        ends.deallocate()
        starts.deallocate()
        loops.deallocate()
        headSet.deallocate()
        condition.deallocate()
        for index in 0..<testCount { tests[index].deallocate() }
        tests.deallocate()
    }

    /// Where bytes start that end at an offset and that a walk may pass over at once; nil where there are no such bytes.
    ///
    /// - Parameter farthest: where to stop looking for more of them.
    @inline(__always)
    func lead(_ text: UnsafePointer<UInt8>, backFrom offset: Int, to farthest: Int) -> Int? {
        guard head != 0 else { return nil }
        return offset &- bytescan_span_back(headSet, text + offset, offset &- farthest, offset, bytescan_best)
    }

    /// Where the match ends that starts at an offset; `none` where there is none, `undecided` where it must be asked
    /// for otherwise.
    ///
    /// - Parameters:
    ///   - leadEnd: where the bytes end that `lead` has found, if the match starts in them; else 0.
    ///   - count: bytes of the text, behind which there is nothing.
    func end(_ text: UnsafePointer<UInt8>, from start: Int, leadEnd: Int = 0, count: Int) -> Int {
        if !condition.isEmpty, !condition.holds(text, at: start, count: count) { return Self.none }
        var first = start == 0 ? edge : Int(classes[Int(text[start &- 1])])
        if testCount > 0 {
            first <<= testCount
            for index in 0..<testCount where tests[index].holds(text, at: start, count: count) { first |= 1 << index }
        }
        var state = Int(starts[first])
        let limit = min(count, start &+ mostBytes)
        var offset = start
        var end = Self.none
        if start < leadEnd, leadEnd < limit, steps[state &+ Int(classes[Int(text[start])])] == head {
            state = Int(head)
            offset = leadEnd
        }
        while offset < limit {
            // What is added to the state is known before the state is: a step takes as long as one look-up.
            let column = steps + Int(classes[Int(text[offset])])
            let step = column[state]
            if step & Self.telling != 0 {
                let index = column - steps &+ state
                if ends[index] != 0 { end = offset &+ 1 &- Int(ends[index]) }
                state = Int(step & ~Self.telling)
                if state <= lastSink { return state == Self.dead ? end : Self.undecided }
                if state >= firstLoop {
                    let loop = loops + ((state &- firstLoop) &>> shift)
                    offset &+= bytescan_span(loop, text + (offset &+ 1), limit &- offset &- 1, bytescan_best)
                }
            } else {
                state = Int(step)
            }
            offset &+= 1
        }
        guard offset == count else { return Self.undecided }
        let last = ends[state &+ edge]
        return last == 0 ? end : count &+ 1 &- Int(last)
    }
}

extension bytescan_set {
    fileprivate init(_ set: ByteSet) {
        self.init()
        withUnsafeMutableBytes(of: &rows) { rows in
            set.forEach { byte in
                rows[Int(byte >> 7) << 4 | Int(byte & 15)] |= 1 << (byte >> 4 & 7)
            }
        }
    }
}

import CByteScan

/// Finds where the match of one regex ends that starts at an offset: the match that PCRE2 would find there, at one step a
/// byte. At one look it passes over many bytes of a class that must stand often or may stand any number of times, and over
/// all of a regex that stands for a few texts of fixed length.
///
/// A handle on memory that its owner must free. Immutable; any number of threads may walk through it.
struct MatchAutomaton {
    /// What one step leads to: where the row of the next state starts, and whether there is more to say about it.
    typealias Step = UInt16

    fileprivate let classes: UnsafeMutablePointer<UInt8>
    fileprivate let steps: UnsafeMutablePointer<Step>
    /// By step: how many bytes before the byte of the step a match ends, and one more; 0 where none does,
    /// or where the next step tells anyway.
    fileprivate let ends: UnsafeMutablePointer<UInt8>
    /// By class of the byte before a match, of which the last is for the start of a text, and which of the tests hold.
    fileprivate let starts: UnsafeMutablePointer<Step>
    fileprivate let tests: UnsafeMutablePointer<LeadingCondition>
    fileprivate let testCount: Int
    /// The class of what stands behind a text.
    fileprivate let edge: Int
    /// From this row on bytes of a set are passed over at once.
    fileprivate let firstLoop: Int
    /// Those sets, by state, and how many bytes of them.
    fileprivate let loops: UnsafeMutablePointer<bytescan_set>
    fileprivate let passes: UnsafeMutablePointer<Pass>
    /// The row of the one state to which a match comes by its first byte and in which it stays as long as bytes are of a
    /// set; 0 where there is none such.
    fileprivate let head: Step
    fileprivate let headSet: UnsafeMutablePointer<bytescan_set>
    fileprivate let shift: Int
    /// Up to this row there is nothing to go on with.
    fileprivate let lastSink: Int
    /// How far a walk goes, in bytes.
    fileprivate let mostBytes: Int
    fileprivate let condition: LeadingCondition
    /// All that the regex stands for, where that is a few texts of fixed length: to compare those takes less time.
    fileprivate let texts: UnsafeMutablePointer<bytescan_fixed>
    fileprivate let textCount: Int
    /// Whether to take no steps where there is no room to compare.
    fileprivate let comparesOnly: Bool

    /// The number of the state from which nothing matches.
    static let dead = 0
    /// That of the state from which there is no telling.
    static let unknown = 1
    /// Marks a step on which a match ends, the walk does, or a loop starts.
    fileprivate static let telling: Step = 1 << 15
    /// Rows must start below this.
    static let mostSteps = 1 << 15

    /// How many bytes of a set are passed over.
    fileprivate struct Pass {
        /// With fewer nothing matches.
        let least: Int
        let most: Int
        /// How many bytes to look at: no fewer than are looked at together.
        let looked: Int
        /// The row to go on from.
        let target: Int

        private static let together = 32

        init(_ loop: Contents.Loop, shift: Int) {
            least = loop.least
            most = loop.most
            looked = loop.most == .max ? .max : (loop.most + Self.together - 1) / Self.together * Self.together
            target = loop.target << shift
        }
    }

    /// No match starts there.
    static let none = -1
    /// The walk was too long to tell, or came to what automata do not know.
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
        /// For the last of the states: which bytes are passed over from it on.
        var loops: [Loop]
        /// A state to which the first byte of a match may lead, and the bytes that lead from it to itself.
        var head: (state: Int, set: ByteSet)?
        /// How far a walk goes, in bytes.
        var mostBytes: Int

        /// Bytes of a set that are passed over at once.
        struct Loop {
            var set: ByteSet
            /// With fewer nothing matches, nor ends there.
            var least = 0
            var most = Int.max
            /// The state behind them.
            var target: Int
            /// The state from which on they may stand any number of times.
            var original = MatchAutomaton.dead
        }

        /// A row has as many steps as the power of two with this exponent.
        var shift: Int { Int.bitWidth - edge.leadingZeroBitCount }
    }

    /// - Parameters:
    ///   - condition: what every match needs.
    ///   - tests: what some matches need.
    ///   - lead: the bytes that may stand from the start of a match up to where it is noticed.
    ///   - texts: all that the regex stands for, if that is a few of these.
    ///   - comparesOnly: whether to leave it to PCRE2 where there is no room to compare them.
    init(
        _ contents: Contents,
        condition: LeadingCondition,
        tests: [LeadingCondition],
        lead: ByteSet?,
        texts: [bytescan_fixed],
        comparesOnly: Bool
    ) {
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
        loops.initialize(from: contents.loops.map { bytescan_set($0.set) }, count: contents.loops.count)
        passes = .allocate(capacity: max(1, contents.loops.count))
        passes.initialize(from: contents.loops.map { [shift] in Pass($0, shift: shift) }, count: contents.loops.count)
        let head = lead == nil ? nil : contents.head
        self.head = Step(truncatingIfNeeded: (head?.state ?? 0) << shift)
        headSet = .allocate(capacity: 1)
        headSet.initialize(to: bytescan_set(head?.set.intersection(lead ?? .none) ?? .none))
        self.condition = condition
        testCount = tests.count
        self.tests = .allocate(capacity: max(1, tests.count))
        self.tests.initialize(from: tests, count: tests.count)
        self.comparesOnly = comparesOnly
        textCount = texts.count
        self.texts = .allocate(capacity: max(1, texts.count))
        self.texts.initialize(from: texts, count: texts.count)
    }

    func deallocate() {
        classes.deallocate()
        steps.deallocate()
        ends.deallocate()
        starts.deallocate()
        loops.deallocate()
        passes.deallocate()
        headSet.deallocate()
        condition.deallocate()
        for index in 0..<testCount { tests[index].deallocate() }
        tests.deallocate()
        texts.deallocate()
    }
}

/// On the pointer, since a method of the structure would be handed a copy of all of it.
extension UnsafeMutablePointer<MatchAutomaton> {
    /// Where bytes start that end at an offset and that a walk may pass over at once; nil where there are no such bytes.
    ///
    /// - Parameter farthest: where to stop looking for more of them.
    @inline(__always)
    func lead(_ text: UnsafePointer<UInt8>, backFrom offset: Int, to farthest: Int) -> Int? {
        guard pointee.head != 0 else { return nil }
        return offset &- bytescan_span_back(pointee.headSet, text + offset, offset &- farthest, offset, bytescan_best)
    }

    /// Where the match ends that starts at an offset; `none` where there is none, `undecided` where it must be asked
    /// for otherwise.
    ///
    /// - Parameters:
    ///   - leadEnd: where the bytes end that `lead` has found, if the match starts in them; else 0.
    ///   - count: bytes of the text, behind which there is nothing.
    func end(_ text: UnsafePointer<UInt8>, from start: Int, leadEnd: Int = 0, count: Int) -> Int {
        if pointee.textCount > 0, start > 0, count &- start >= Int(bytescan_fixed_bytes) &- 1 {
            let length = bytescan_fixed_length(pointee.texts, pointee.textCount, text + (start &- 1), bytescan_best)
            return length == 0 ? MatchAutomaton.none : start &+ length
        }
        return pointee.comparesOnly
            ? MatchAutomaton.undecided : walk(text, from: start, leadEnd: leadEnd, count: count)
    }

    /// The same by one step a byte.
    func walk(_ text: UnsafePointer<UInt8>, from start: Int, leadEnd: Int = 0, count: Int) -> Int {
        let classes = pointee.classes
        let steps = pointee.steps
        if !pointee.condition.isEmpty, !pointee.condition.holds(text, at: start, count: count) {
            return MatchAutomaton.none
        }
        var first = start == 0 ? pointee.edge : Int(classes[Int(text[start &- 1])])
        if pointee.testCount > 0 { first = withTests(first, text, at: start, count: count) }
        var state = Int(pointee.starts[first])
        let limit = min(count, start &+ pointee.mostBytes)
        var offset = start
        var end = MatchAutomaton.none
        if start < leadEnd, leadEnd < limit, steps[state &+ Int(classes[Int(text[start])])] == pointee.head {
            state = Int(pointee.head)
            offset = leadEnd
        }
        while offset < limit {
            // What is added to the state is known before the state is: a step takes as long as one look-up.
            let column = steps + Int(classes[Int(text[offset])])
            let step = column[state]
            if step & MatchAutomaton.telling != 0 {
                let index = column - steps &+ state
                if pointee.ends[index] != 0 { end = offset &+ 1 &- Int(pointee.ends[index]) }
                state = Int(step & ~MatchAutomaton.telling)
                if state <= pointee.lastSink {
                    return state == MatchAutomaton.dead ? end : MatchAutomaton.undecided
                }
                if state >= pointee.firstLoop {
                    let index = (state &- pointee.firstLoop) &>> pointee.shift
                    let pass = pointee.passes + index
                    let left = limit &- offset &- 1
                    let looked = min(left, pass.pointee.looked)
                    let span = bytescan_span(pointee.loops + index, text + (offset &+ 1), looked, bytescan_best)
                    let passed = min(span, pass.pointee.most)
                    offset &+= passed
                    if passed >= pass.pointee.least {
                        state = pass.pointee.target
                    } else if passed < left {
                        return end
                    }
                }
            } else {
                state = Int(step)
            }
            offset &+= 1
        }
        guard offset == count else { return MatchAutomaton.undecided }
        let edge = state &+ pointee.edge
        if Int(steps[edge] & ~MatchAutomaton.telling) == pointee.lastSink { return MatchAutomaton.undecided }
        let last = pointee.ends[edge]
        return last == 0 ? end : count &+ 1 &- Int(last)
    }

    /// The class of the byte before a match with which of the tests hold.
    @inline(never)
    private func withTests(_ first: Int, _ text: UnsafePointer<UInt8>, at start: Int, count: Int) -> Int {
        var first = first << pointee.testCount
        for index in 0..<pointee.testCount where pointee.tests[index].holds(text, at: start, count: count) {
            first |= 1 << index
        }
        return first
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

/// Tells which of up to 64 patterns might match at a place, by one look at each byte.
///
/// Immutable; its tables are raw memory because walking through arrays costs more than the walk itself.
final class Automaton: @unchecked Sendable {
    /// More states than this cost more to make than they save.
    static let maximumStates = 4096
    static let dead = 0
    /// Set in a transition to a state that says something; at others a walk need not stop to look.
    fileprivate static let telling: UInt16 = 0x8000

    /// What a state says of the patterns, as masks of bits.
    struct Marks {
        /// A match may have ended before the byte that led here.
        var accepted: UInt64
        /// A match may end here where the text does.
        var acceptedAtEnd: UInt64
        /// What more bytes could still make a match.
        var alive: UInt64
    }

    private let classes: ByteClasses
    private let shift: Int
    private let classTable: UnsafeMutablePointer<UInt8>
    private let transitions: UnsafeMutablePointer<UInt16>
    private let marks: UnsafeMutablePointer<Marks>
    private let starts: UnsafeMutablePointer<UInt16>
    private let startOfText: UInt16

    /// - Parameters:
    ///   - rows: for each state its targets, one for each class.
    ///   - starts: the first state, by the class of the byte before.
    ///   - startOfText: the first state where there is none before.
    init(classes: ByteClasses, rows: [[UInt16]], marks: [Marks], starts: [UInt16], startOfText: UInt16) {
        self.classes = classes
        let width = classes.representatives.count
        shift = width <= 1 ? 0 : Int.bitWidth - (width - 1).leadingZeroBitCount
        classTable = .allocate(capacity: 256)
        classTable.initialize(from: classes.classes, count: 256)
        transitions = .allocate(capacity: rows.count << shift)
        transitions.initialize(repeating: UInt16(Self.dead), count: rows.count << shift)
        for (state, row) in rows.enumerated() {
            for (index, target) in row.enumerated() {
                let mark = marks[Int(target)]
                let isTelling = mark.accepted != 0 || mark.alive == 0
                transitions[state << shift + index] = isTelling ? target | Self.telling : target
            }
        }
        self.marks = .allocate(capacity: marks.count)
        self.marks.initialize(from: marks, count: marks.count)
        self.starts = .allocate(capacity: starts.count)
        self.starts.initialize(from: starts, count: starts.count)
        self.startOfText = startOfText
    }

    deinit {
        classTable.deallocate()
        transitions.deallocate()
        marks.deallocate()
        starts.deallocate()
    }

    /// The tables without the object that owns them.
    ///
    /// - Parameter unknown: patterns that it was not made of, as a mask: these might match anywhere.
    func walker(unknown: UInt64 = 0) -> Walker {
        Walker(
            unknown: unknown,
            shift: shift,
            classTable: UnsafePointer(classTable),
            transitions: UnsafePointer(transitions),
            marks: UnsafePointer(marks),
            starts: UnsafePointer(starts),
            startOfText: startOfText
        )
    }

    /// The state behind another one, for looking at the automaton as a whole.
    func target(of state: Int, byte: UInt8) -> Int {
        Int(transitions[state << shift + Int(classTable[Int(byte)])] & ~Self.telling)
    }

    func marks(of state: Int) -> Marks { marks[state] }

    var startStates: Set<Int> {
        Set(classes.representatives.indices.map { Int(starts[$0]) } + [Int(startOfText)])
    }

    func members(ofClassOf byte: UInt8) -> ByteSet { classes.members[Int(classTable[Int(byte)])] }

    /// One byte of each class.
    var representatives: [UInt8] { classes.representatives }
}

extension Automaton {
    /// Walks through a text. Valid as long as its automaton is.
    struct Walker {
        fileprivate let unknown: UInt64
        fileprivate let shift: Int
        fileprivate let classTable: UnsafePointer<UInt8>
        fileprivate let transitions: UnsafePointer<UInt16>
        fileprivate let marks: UnsafePointer<Marks>
        fileprivate let starts: UnsafePointer<UInt16>
        fileprivate let startOfText: UInt16
    }
}

extension Automaton.Walker {
    /// What a walk came to.
    struct Outcome {
        /// The patterns that might match, as a mask.
        var accepted: UInt64 = 0
        /// Where the longest match of the watched pattern could end; nil where that is farther than the walk went.
        var end: Int?
        /// Whether it could end nowhere else.
        var isOnlyEnd = false
        /// How many bytes were looked at: what stands behind those made no difference.
        var taken = 0
    }

    /// The class of a byte: bytes of one class are as good as each other.
    @inline(__always)
    func byteClass(_ byte: UInt8) -> UInt8 { classTable[Int(byte)] }

    /// The state that a walk starts in, for what stands before an offset.
    @inline(__always)
    func startState(_ text: UnsafePointer<UInt8>, at offset: Int) -> UInt16 {
        offset == 0 ? startOfText : starts[Int(classTable[Int(text[offset &- 1])])]
    }

    /// Walks from `start` as long as a pattern might match.
    ///
    /// - Parameters:
    ///   - watched: at most one pattern; of it all places are found where a match may end.
    func walk(
        _ text: UnsafePointer<UInt8>,
        from start: Int,
        upTo end: Int,
        watched: UInt64
    ) -> Outcome {
        var outcome = Outcome(accepted: unknown)
        var wanted = ~UInt64(0)
        var state = startState(text, at: start)
        var offset = start
        let limit = min(end, start &+ AutomatonBuilder.maximumDepth)
        var ends = 0
        if marks[Int(state)].alive == 0 { return outcome }
        while offset < limit {
            state = transitions[Int(state) << shift &+ Int(classTable[Int(text[offset])])]
            offset &+= 1
            guard state & Automaton.telling != 0 else { continue }
            state &= ~Automaton.telling
            let mark = marks[Int(state)]
            let accepted = mark.accepted & wanted
            if accepted != 0 {
                outcome.accepted |= accepted
                if accepted & watched != 0 {
                    ends &+= 1
                    outcome.end = offset &- 1
                }
                wanted &= ~accepted | watched
            }
            if mark.alive & wanted == 0 {
                outcome.taken = offset &- start
                outcome.isOnlyEnd = ends == 1
                return outcome
            }
        }
        outcome.taken = offset &- start
        let mark = marks[Int(state)]
        if offset == end {
            outcome.accepted |= mark.acceptedAtEnd & wanted
            if mark.acceptedAtEnd & watched != 0 {
                ends &+= 1
                outcome.end = end
            }
        } else {
            // Deep enough: what is still possible is left to the regex.
            outcome.accepted |= mark.alive & wanted
            if mark.alive & watched != 0 {
                outcome.end = nil
                return outcome
            }
        }
        outcome.isOnlyEnd = ends == 1
        return outcome
    }
}

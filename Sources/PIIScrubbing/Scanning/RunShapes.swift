import CByteScan

/// What an automaton came to on the last runs of digits of each shape: most numbers of a text look like one before them,
/// up to which digits they have, and those the automaton does not tell apart.
///
/// A handle on memory that its owner must free; never used by two threads at once.
struct RunShapes {
    /// One walk: valid for every text with the same bytes, digits being as good as each other.
    private struct Entry: BitwiseCopyable {
        /// The bytes that the walk took, but for the last.
        var form = bytescan_form()
        /// The patterns that might match, as a mask.
        var accepted: UInt64 = 0
        /// The state that it started in; none at first.
        var start = UInt16.max
        /// Where the longest match of the watched pattern could end, in bytes from the start; -1 where that is not known.
        var end: Int8 = -1
        var isOnlyEnd = false
        /// Where the last byte stands that the walk took, and its class: many bytes end a number alike.
        var last: UInt8 = 0
        var lastClass: UInt8 = 0
    }

    private let entries: UnsafeMutablePointer<Entry>

    /// Bytes that a walk may take to be kept.
    private static let mostBytes = bytescan_form_bytes
    private static let countBits: UInt64 = 9

    init() {
        let count = 1 << Int(Self.countBits)
        entries = .allocate(capacity: count)
        entries.initialize(repeating: Entry(), count: count)
    }

    func deallocate() {
        entries.deallocate()
    }

    /// The same as a walk that wants all patterns.
    ///
    /// - Parameter digits: where digits stand from the start on, as far as their number goes: one bit a byte. Only tells
    ///   shapes apart.
    @inline(__always)
    func outcome(
        of walker: Automaton.Walker,
        _ text: UnsafePointer<UInt8>,
        from start: Int,
        upTo end: Int,
        digits: UInt64,
        watched: UInt64
    ) -> Automaton.Walker.Outcome {
        // What comes at the end of a text counts too there.
        guard end &- start > Self.mostBytes else {
            return walker.walk(text, from: start, upTo: end, watched: watched)
        }
        let state = walker.startState(text, at: start)
        let entry = entries + slot(text, start, digits, state)
        if entry.pointee.start == state,
            walker.byteClass(text[start &+ Int(entry.pointee.last)]) == entry.pointee.lastClass,
            bytescan_has_form(text + start, &entry.pointee.form) != 0
        {
            return Automaton.Walker.Outcome(
                accepted: entry.pointee.accepted,
                end: entry.pointee.end < 0 ? nil : start &+ Int(entry.pointee.end),
                isOnlyEnd: entry.pointee.isOnlyEnd
            )
        }
        let outcome = walker.walk(text, from: start, upTo: end, watched: watched)
        keep(outcome, of: walker, text, start, state, in: entry)
        return outcome
    }

    /// By the places of the digits, the state, and what stands behind the first digits and behind the last.
    @inline(__always)
    private func slot(_ text: UnsafePointer<UInt8>, _ start: Int, _ digits: UInt64, _ state: UInt16) -> Int {
        let next = UInt64(text[start &+ (~digits).trailingZeroBitCount & 31])
        let behind = UInt64(text[start &+ (UInt64.bitWidth &- digits.leadingZeroBitCount) & 31])
        let places = digits & 0xFFFF_FFFF
        let mixed = places ^ next << 32 ^ behind << 40 ^ UInt64(state) << 48
        return Int(truncatingIfNeeded: (mixed &* 0x9E37_79B9_7F4A_7C15) >> (64 &- Self.countBits))
    }

    @inline(never)
    private func keep(
        _ outcome: Automaton.Walker.Outcome,
        of walker: Automaton.Walker,
        _ text: UnsafePointer<UInt8>,
        _ start: Int,
        _ state: UInt16,
        in entry: UnsafeMutablePointer<Entry>
    ) {
        guard outcome.taken <= Self.mostBytes else { return }
        var new = Entry()
        let last = max(0, outcome.taken - 1)
        new.form = bytescan_form_of(text + start, UInt32(last))
        new.last = UInt8(truncatingIfNeeded: last)
        new.lastClass = walker.byteClass(text[start + last])
        new.accepted = outcome.accepted
        new.start = state
        new.end = outcome.end.flatMap { Int8(exactly: $0 - start) } ?? -1
        new.isOnlyEnd = outcome.isOnlyEnd
        entry.pointee = new
    }
}

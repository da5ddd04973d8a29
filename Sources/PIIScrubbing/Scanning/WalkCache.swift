import CByteScan

/// What an automaton came to on runs of digits before: most numbers of a text look like one that was walked through,
/// and which digits they have makes no difference to the automaton.
///
/// A handle on memory that its owner must free; never used by two threads at once. What it keeps of a text has zeros
/// for digits, and ends with the byte that ended the walk.
struct WalkCache {
    /// One walk, valid for every text with the same key, start and class of the last byte.
    private struct Entry: BitwiseCopyable {
        /// The patterns that might match, as a mask.
        var accepted: UInt64 = 0
        /// The bytes that the walk took, but for the last.
        var key = bytescan_run_key()
        /// The class of the last: many bytes end a number alike.
        var lastClass: UInt8 = 0
        /// Where the longest match of the watched pattern could end, in bytes from the start; -1 where that is unknown.
        var end: Int8 = -1
        var isOnlyEnd = false
        /// The state that it started in; none at first.
        var start = UInt16.max
    }

    private let entries: UnsafeMutablePointer<Entry>

    /// Bytes that a walk may take to be kept.
    static let mostBytes = bytescan_run_key_bytes
    private static let countBits: UInt64 = 9

    init() {
        let count = 1 << Int(Self.countBits)
        entries = .allocate(capacity: count)
        entries.initialize(repeating: Entry(), count: count)
    }

    func deallocate() {
        entries.deallocate()
    }

    /// The same as a walk.
    ///
    /// - Parameters:
    ///   - digits: where digits stand from the start on, as far as their number goes: one bit a byte. They only tell
    ///     where to look.
    ///   - watched: always the same.
    @inline(__always)
    func outcome(
        of walker: UnsafePointer<Automaton.Walker>,
        _ text: UnsafePointer<UInt8>,
        from start: Int,
        upTo end: Int,
        digits: UInt64,
        watched: UInt64
    ) -> Automaton.Walker.Outcome {
        // What comes at the end of a text counts too there.
        guard end &- start > Self.mostBytes else {
            return walker.pointee.walk(text, from: start, upTo: end, watched: watched)
        }
        let state = walker.pointee.startState(text, at: start)
        let entry = entries + slot(text, start, digits, state)
        if entry.pointee.start == state,
            walker.pointee.byteClass(text[start &+ Int(entry.pointee.key.count)]) == entry.pointee.lastClass,
            bytescan_has_run_key(text + start, &entry.pointee.key) != 0
        {
            return Automaton.Walker.Outcome(
                accepted: entry.pointee.accepted,
                end: entry.pointee.end < 0 ? nil : start &+ Int(entry.pointee.end),
                isOnlyEnd: entry.pointee.isOnlyEnd,
                taken: Int(entry.pointee.key.count) &+ 1
            )
        }
        return walkAndKeep(walker, text, start, end, watched, state, in: entry)
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
    private func walkAndKeep(
        _ walker: UnsafePointer<Automaton.Walker>,
        _ text: UnsafePointer<UInt8>,
        _ start: Int,
        _ end: Int,
        _ watched: UInt64,
        _ state: UInt16,
        in entry: UnsafeMutablePointer<Entry>
    ) -> Automaton.Walker.Outcome {
        let outcome = walker.pointee.walk(text, from: start, upTo: end, watched: watched)
        guard outcome.taken <= Self.mostBytes else { return outcome }
        let last = max(0, outcome.taken - 1)
        var kept = Entry()
        kept.accepted = outcome.accepted
        kept.key = bytescan_run_key_of(text + start, UInt8(truncatingIfNeeded: last))
        kept.lastClass = walker.pointee.byteClass(text[start + last])
        kept.end = outcome.end.flatMap { Int8(exactly: $0 - start) } ?? -1
        kept.isOnlyEnd = outcome.isOnlyEnd
        kept.start = state
        entry.pointee = kept
        return outcome
    }
}

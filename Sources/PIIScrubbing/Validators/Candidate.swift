import CByteScan

/// What a validator looks at: the match, and the text around it.
struct Candidate {
    let subject: UnsafeBufferPointer<UInt8>
    let range: Range<Int>

    /// The byte at an offset of the subject, or 0 outside it.
    subscript(offset: Int) -> UInt8 {
        subject.indices.contains(offset) ? subject[offset] : 0
    }

    var bytes: Slice<UnsafeBufferPointer<UInt8>> { subject[range] }

    /// Offsets of the digits in the candidate.
    func digitOffsets(in range: Range<Int>) -> [Int] {
        range.filter { ASCII.isDigit(subject[$0]) }
    }

    func digit(at offset: Int) -> Int {
        Int(subject[offset] &- UInt8(ascii: "0"))
    }

    /// The first place of a byte in a range of the subject.
    func firstIndex(of byte: UInt8, in range: Range<Int>) -> Int? {
        var start = range.lowerBound
        while start < range.upperBound {
            let places = places(of: byte, in: start..<min(start &+ Self.block, range.upperBound))
            if places != 0 { return start &+ places.trailingZeroBitCount }
            start &+= Self.block
        }
        return nil
    }

    /// The last place of a byte in a range of the subject.
    func lastIndex(of byte: UInt8, in range: Range<Int>) -> Int? {
        var end = range.upperBound
        while end > range.lowerBound {
            let start = max(range.lowerBound, end &- Self.block)
            let places = places(of: byte, in: start..<end)
            if places != 0 { return start &+ Self.block &- 1 &- places.leadingZeroBitCount }
            end = start
        }
        return nil
    }

    private static let block = Int(bytescan_places_bytes)

    /// All of a few bytes are compared at once: how far a loop goes could not be foreseen.
    ///
    /// - Parameter range: at most a block.
    @inline(__always)
    private func places(of byte: UInt8, in range: Range<Int>) -> UInt64 {
        guard let base = subject.baseAddress else { return 0 }
        let count = UInt32(truncatingIfNeeded: range.count)
        return bytescan_places(base + range.lowerBound, subject.count &- range.lowerBound, count, byte)
    }
}

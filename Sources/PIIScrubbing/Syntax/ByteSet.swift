/// A set of bytes.
struct ByteSet: Hashable, Sendable {
    private var words: SIMD4<UInt64>

    static let none = ByteSet()
    static let all = ByteSet().inverted
    static let digits = ByteSet(UInt8(ascii: "0")...UInt8(ascii: "9"))
    static let letters = ByteSet(UInt8(ascii: "a")...UInt8(ascii: "z")).ignoringCase
    static let word = digits.union(letters).union(ByteSet(UInt8(ascii: "_")))
    /// What `\s` and `[[:space:]]` are to PCRE2: tab to carriage return, and the blank.
    static let space = ByteSet(9...13).union(ByteSet(UInt8(ascii: " ")))

    init() {
        words = .zero
    }

    init(_ byte: UInt8) {
        self.init()
        insert(byte)
    }

    init(_ range: ClosedRange<UInt8>) {
        self.init()
        for byte in range { insert(byte) }
    }

    init(_ bytes: some Sequence<UInt8>) {
        self.init()
        for byte in bytes { insert(byte) }
    }

    mutating func insert(_ byte: UInt8) {
        words[Int(byte >> 6)] |= 1 << UInt64(byte & 63)
    }

    func contains(_ byte: UInt8) -> Bool {
        words[Int(byte >> 6)] >> UInt64(byte & 63) & 1 == 1
    }

    var isEmpty: Bool { words == .zero }

    var count: Int { (0..<4).reduce(0) { $0 + words[$1].nonzeroBitCount } }

    var inverted: ByteSet { with(~words) }

    func union(_ other: ByteSet) -> ByteSet { with(words | other.words) }

    func intersection(_ other: ByteSet) -> ByteSet { with(words & other.words) }

    func subtracting(_ other: ByteSet) -> ByteSet { with(words & ~other.words) }

    func isSubset(of other: ByteSet) -> Bool { words & ~other.words == .zero }

    func isDisjoint(with other: ByteSet) -> Bool { words & other.words == .zero }

    /// The set with both cases of each ASCII letter in it.
    var ignoringCase: ByteSet {
        var set = self
        forEach { byte in
            if ASCII.isLetter(byte) { set.insert(byte ^ 0x20) }
        }
        return set
    }

    /// In ascending order.
    var members: [UInt8] {
        var members: [UInt8] = []
        members.reserveCapacity(count)
        forEach { members.append($0) }
        return members
    }

    /// Calls `body` with each of them, in ascending order.
    @inline(__always)
    func forEach(_ body: (UInt8) -> Void) {
        for index in 0..<4 {
            var word = words[index]
            while word != 0 {
                body(UInt8(truncatingIfNeeded: index << 6 | word.trailingZeroBitCount))
                word &= word &- 1
            }
        }
    }

    /// Every byte with the high half of one of them and the low half of one of them: what a look-up by halves makes of
    /// the set.
    var byHalves: ByteSet {
        var low: UInt64 = 0
        for index in 0..<4 {
            for row in 0..<4 { low |= words[index] >> UInt64(16 * row) & 0xFFFF }
        }
        var set = ByteSet()
        for index in 0..<4 {
            for row in 0..<4 where words[index] >> UInt64(16 * row) & 0xFFFF != 0 {
                set.words[index] |= low << UInt64(16 * row)
            }
        }
        return set
    }

    /// The one byte in it, where it has just one.
    var single: UInt8? {
        guard count == 1 else { return nil }
        for index in 0..<4 where words[index] != 0 {
            return UInt8(index << 6 | words[index].trailingZeroBitCount)
        }
        return nil
    }

    private func with(_ words: SIMD4<UInt64>) -> ByteSet {
        var set = ByteSet()
        set.words = words
        return set
    }
}

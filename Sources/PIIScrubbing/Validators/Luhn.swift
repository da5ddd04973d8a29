extension Validator {
    /// ISO/IEC 7812-1, Annex B.
    static func checkLuhn(_ candidate: Candidate) -> Range<Int>? {
        Luhn.holds(for: candidate) ? candidate.range : nil
    }
}

/// The sum of digits that a check digit makes a multiple of ten; digits are added from the last to the first.
struct Luhn {
    private var sum = 0
    private var count = 0

    /// - Parameter value: a digit; what is not below ten is passed over.
    @inline(__always)
    mutating func add(_ value: UInt8) {
        // No branch here could be foreseen.
        let isDigit = value < 10 ? 1 : 0
        let doubled = 2 &* Int(value) &- (value > 4 ? 9 : 0)
        sum &+= (count & 1 == 1 ? doubled : Int(value)) &* isDigit
        count &+= isDigit
    }

    /// Whether the digits of a candidate have a right check digit.
    static func holds(for candidate: Candidate) -> Bool {
        guard let base = candidate.subject.baseAddress else { return false }
        if let holds = holdsAtOnce(base, candidate.range) { return holds }
        var sum = Luhn()
        var offset = candidate.range.upperBound
        while offset > candidate.range.lowerBound {
            offset &-= 1
            sum.add(base[offset] &- UInt8(ascii: "0"))
        }
        return sum.isRight
    }

    /// The same for 8 to 24 digits without separators, eight at a time; nil for anything else.
    @inline(__always)
    private static func holdsAtOnce(_ base: UnsafePointer<UInt8>, _ range: Range<Int>) -> Bool? {
        guard range.count >= 8, range.count <= 24, range.upperBound >= 24 else { return nil }
        let text = UnsafeRawPointer(base + (range.upperBound &- 24))
        let outside = 24 &- range.count
        guard let front = sum(text, outside: min(outside, 8)),
            let middle = sum(text + 8, outside: max(outside &- 8, 0)),
            let back = sum(text + 16, outside: 0)
        else { return nil }
        let sums = front &+ middle &+ back
        return ((sums &* 0x0001_0001_0001_0001) >> 48).isMultiple(of: 10)
    }

    /// What eight digits count, of which the last is the last or has an even number of digits behind it: four sums, one
    /// in every 16 bits. Nil where not all are digits.
    ///
    /// - Parameter outside: how many of the first bytes do not belong to the digits.
    @inline(__always)
    private static func sum(_ text: UnsafeRawPointer, outside: Int) -> UInt64? {
        let high: UInt64 = 0xF0F0_F0F0_F0F0_F0F0
        let zeros: UInt64 = 0x3030_3030_3030_3030
        let mask = (1 as UInt64) << UInt64(8 &* outside) &- 1
        let bytes = UInt64(littleEndian: text.loadUnaligned(as: UInt64.self)) & ~mask | zeros & mask
        guard bytes & high == zeros, (bytes &+ 0x0606_0606_0606_0606) & high == zeros else { return nil }
        let doubled = bytes & 0x000F_000F_000F_000F
        let single = bytes >> 8 & 0x000F_000F_000F_000F
        let isOverFour = (doubled &+ 0x0003_0003_0003_0003) >> 3 & 0x0001_0001_0001_0001
        return single &+ doubled &* 2 &- isOverFour &* 9
    }

    var isRight: Bool { count > 1 && sum.isMultiple(of: 10) }
}

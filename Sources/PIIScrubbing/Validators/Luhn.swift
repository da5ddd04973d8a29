import CByteScan

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
    @inline(__always)
    static func holds(for candidate: Candidate) -> Bool {
        guard let base = candidate.subject.baseAddress else { return false }
        let range = candidate.range
        if range.count <= Int(bytescan_luhn_bytes) {
            return checked(candidate, base).is_right != 0
        }
        var sum = Luhn()
        var offset = range.upperBound
        while offset > range.lowerBound {
            offset &-= 1
            sum.add(base[offset] &- UInt8(ascii: "0"))
        }
        return sum.isRight
    }

    /// Whether a candidate is digits alone and their check digit is wrong. Of more digits than card numbers have nothing
    /// is said.
    @inline(__always)
    static func isRuledOut(_ candidate: Candidate) -> Bool {
        guard let base = candidate.subject.baseAddress, candidate.range.count <= Int(bytescan_luhn_bytes) else {
            return false
        }
        let number = checked(candidate, base)
        return number.is_bare != 0 && number.is_right == 0
    }

    /// - Parameter candidate: of at most `bytescan_luhn_bytes`.
    @inline(__always)
    private static func checked(
        _ candidate: Candidate,
        _ base: UnsafePointer<UInt8>
    ) -> bytescan_checked_number {
        let start = candidate.range.lowerBound
        let count = UInt32(truncatingIfNeeded: candidate.range.count)
        return bytescan_luhn(base + start, candidate.subject.count &- start, count)
    }

    var isRight: Bool { count > 1 && sum.isMultiple(of: 10) }
}

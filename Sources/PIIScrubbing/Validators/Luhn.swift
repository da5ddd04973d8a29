extension Validator {
    /// ISO/IEC 7812-1, Annex B.
    static let luhn = Validator(
        name: "luhn",
        summary: "the digits have a right Luhn check digit",
        precheck: .exact
    ) { candidate in
        var sum = Luhn()
        for offset in candidate.range.reversed() { sum.add(candidate.subject[offset] &- UInt8(ascii: "0")) }
        return sum.isRight ? candidate.range : nil
    }
}

/// The sum of digits that a check digit makes a multiple of ten; digits are added from the last to the first.
struct Luhn {
    private var sum = 0
    private var count = 0

    /// What every second digit counts.
    private static func doubled(_ digit: UInt8) -> UInt8 {
        digit &* 2 &- (digit > 4 ? 9 : 0)
    }

    /// - Parameter value: a digit; what is not below ten is passed over.
    @inline(__always)
    mutating func add(_ value: UInt8) {
        guard value < 10 else { return }
        sum &+= Int(count & 1 == 1 ? Self.doubled(value) : value)
        count &+= 1
    }

    var isRight: Bool { count > 1 && sum.isMultiple(of: 10) }
}

extension Validator {
    static let luhn = Validator(name: "luhn", summary: "the digits have a right Luhn check digit", precheck: .exact) { candidate in
        let digits = candidate.digitOffsets(in: candidate.range).map { candidate.digit(at: $0) }
        return Luhn.isValid(digits[...]) ? candidate.range : nil
    }
}

/// The check digit of ISO/IEC 7812-1, Annex B.
enum Luhn {
    static func isValid(_ digits: ArraySlice<Int>) -> Bool {
        guard digits.count > 1 else { return false }
        var sum = 0
        for (position, digit) in digits.reversed().enumerated() {
            let weighted = position.isMultiple(of: 2) ? digit : digit * 2
            sum += weighted > 9 ? weighted - 9 : weighted
        }
        return sum.isMultiple(of: 10)
    }
}

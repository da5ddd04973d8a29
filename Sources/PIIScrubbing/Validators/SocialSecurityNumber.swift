extension Validator {
    /// The Social Security Administration's ranges: no area 000, 666 or from 900 on, no group 00, no serial 0000;
    /// save 987-65-4320 to 987-65-4329, which were set aside for advertisements and stand for a number in texts.
    static let socialSecurityNumber = Validator(
        name: "ssn",
        summary: "nine digits whose area, group and serial the Social Security Administration assigns"
    ) { candidate in
        let digits = candidate.digitOffsets(in: candidate.range).map { candidate.digit(at: $0) }
        guard digits.count == 9 else { return nil }
        let area = digits[0..<3].reduce(0) { $0 * 10 + $1 }
        let group = digits[3..<5].reduce(0) { $0 * 10 + $1 }
        let serial = digits[5..<9].reduce(0) { $0 * 10 + $1 }
        if area == 987, group == 65, 4320...4329 ~= serial {
            return candidate.range
        }
        return area != 0 && area != 666 && area < 900 && group != 0 && serial != 0 ? candidate.range : nil
    }
}

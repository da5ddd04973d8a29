extension Validator {
    /// The Social Security Administration's ranges: no area 000, 666 or from 900 on, no group 00, no serial 0000;
    /// save 987-65-4320 to 987-65-4329, which were set aside for advertisements and stand for a number in texts.
    static func checkSocialSecurityNumber(_ candidate: Candidate) -> Range<Int>? {
        candidate.withDigits(in: candidate.range, limit: 10) { digits in
            guard digits.count == 9 else { return nil }
            let (area, group, serial) = (digits.number(0..<3), digits.number(3..<5), digits.number(5..<9))
            if area == 987, group == 65, 4320...4329 ~= serial {
                return candidate.range
            }
            return area != 0 && area != 666 && area < 900 && group != 0 && serial != 0 ? candidate.range : nil
        }
    }
}

extension Validator {
    /// Registration numbers of the US Drug Enforcement Administration: the last of seven digits is the last of the sum of
    /// the first, third and fifth, and twice the second, fourth and sixth.
    static func checkDeaNumber(_ candidate: Candidate) -> Range<Int>? {
        let digits = candidate.digitOffsets(in: candidate.range).suffix(7).map { candidate.digit(at: $0) }
        guard digits.count == 7 else { return nil }
        let sum = digits[0] + digits[2] + digits[4] + 2 * (digits[1] + digits[3] + digits[5])
        return sum % 10 == digits[6] ? candidate.range : nil
    }
}

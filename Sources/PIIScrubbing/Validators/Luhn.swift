extension Validator {
    static let luhn = Validator(
        name: "luhn",
        summary: "the digits have a right Luhn check digit",
        precheck: .exact
    ) { candidate in
        // Every digit counts, and nothing that needs more is a number that people copy.
        candidate.withDigits(in: candidate.range, limit: 256) { $0.hasLuhnCheckDigit($0.count) } ? candidate.range : nil
    }
}

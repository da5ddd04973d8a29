/// International bank account numbers, ISO 13616-1: their digits can look like a card.
enum IBAN {
    private static let maximumLength = 34

    /// Whether a valid IBAN starts at most 34 characters before the candidate and reaches into it.
    static func covers(_ candidate: Candidate) -> Bool {
        let start = candidate.range.lowerBound
        guard let opener = opener(before: candidate) else { return false }
        var characters: [UInt8] = []
        var offset = opener
        while characters.count < maximumLength {
            let byte = candidate[offset]
            guard ASCII.isUpper(byte) || ASCII.isDigit(byte) else {
                guard byte == UInt8(ascii: " "), ASCII.isAlphanumeric(candidate[offset + 1]) else { break }
                offset += 1
                continue
            }
            characters.append(byte)
            offset += 1
            if offset > start, characters.count >= 15, hasRightCheckDigits(characters) {
                return true
            }
        }
        return false
    }

    /// Where two letters and two digits stand at the start of the run of letters, digits and single spaces that the
    /// candidate is part of.
    private static func opener(before candidate: Candidate) -> Int? {
        let start = candidate.range.lowerBound
        for offset in stride(from: start, through: max(0, start - 2 * maximumLength), by: -1) {
            let previous = candidate[offset - 1]
            if ASCII.isUpper(candidate[offset]), ASCII.isUpper(candidate[offset + 1]),
                ASCII.isDigit(candidate[offset + 2]), ASCII.isDigit(candidate[offset + 3]),
                !ASCII.isAlphanumeric(previous) || candidate[offset - 2] == UInt8(ascii: "\\")
            {
                return offset
            }
            guard ASCII.isUpper(previous) || ASCII.isDigit(previous) || previous == UInt8(ascii: " ") else {
                return nil
            }
        }
        return nil
    }

    /// ISO/IEC 7064, MOD 97-10.
    private static func hasRightCheckDigits(_ characters: [UInt8]) -> Bool {
        var remainder = 0
        for byte in characters[4...] + characters[..<4] {
            if ASCII.isDigit(byte) {
                remainder = (remainder * 10 + Int(byte - UInt8(ascii: "0"))) % 97
            } else {
                remainder = (remainder * 100 + Int(byte - UInt8(ascii: "A")) + 10) % 97
            }
        }
        return remainder == 1
    }
}

/// Universally unique identifiers, RFC 9562, section 4: groups of 8, 4, 4, 4 and 12 hexadecimal digits.
enum UUIDShape {
    private static let length = 36

    /// Whether the candidate starts inside the text form of a UUID.
    static func covers(_ candidate: Candidate) -> Bool {
        let start = candidate.range.lowerBound
        // A candidate starts a group.
        return isUUID(at: start, candidate) || isUUID(at: start - 9, candidate) || isUUID(at: start - 14, candidate)
            || isUUID(at: start - 19, candidate) || isUUID(at: start - 24, candidate)
    }

    private static func isUUID(at start: Int, _ candidate: Candidate) -> Bool {
        // The dashes tell at once, as a rule.
        guard start >= 0, start + length <= candidate.subject.count, isGroupEnd(8), isGroupEnd(13), isGroupEnd(18),
            isGroupEnd(23)
        else { return false }
        func isGroupEnd(_ index: Int) -> Bool { candidate.subject[start + index] == UInt8(ascii: "-") }
        return (0..<length).allSatisfy { index in
            switch index {
            case 8, 13, 18, 23: true
            default: ASCII.isHexDigit(candidate.subject[start + index])
            }
        }
    }
}

/// Universally unique identifiers, RFC 9562, section 4: groups of 8, 4, 4, 4 and 12 hexadecimal digits.
enum UUIDShape {
    private static let groupEnds: Set<Int> = [8, 13, 18, 23]
    private static let length = 36

    /// Whether the candidate starts inside the text form of a UUID.
    static func covers(_ candidate: Candidate) -> Bool {
        let start = candidate.range.lowerBound
        // A candidate starts a group.
        return [0, 9, 14, 19, 24].contains { isUUID(at: start - $0, candidate) }
    }

    private static func isUUID(at start: Int, _ candidate: Candidate) -> Bool {
        start >= 0
            && (0..<length).allSatisfy { index in
                let byte = candidate[start + index]
                return groupEnds.contains(index) ? byte == UInt8(ascii: "-") : ASCII.isHexDigit(byte)
            }
    }
}

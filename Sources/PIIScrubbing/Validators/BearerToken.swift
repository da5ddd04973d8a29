extension Validator {
    /// Tells a token from a word: "Bearer of bad news", "bearer authentication", "the bearer shall".
    static func checkBearerToken(_ candidate: Candidate) -> Range<Int>? {
        var rest = candidate.bytes.drop(while: ASCII.isSpace).drop { !ASCII.isSpace($0) }
        while true {
            rest = rest.drop(while: ASCII.isSpace)
            guard !rest.isEmpty else { return nil }
            let end = rest.firstIndex(where: ASCII.isSpace) ?? rest.endIndex
            if isToken(rest[..<end]) { return candidate.range }
            rest = rest[end...]
        }
    }

    private static func isToken(_ text: Slice<UnsafeBufferPointer<UInt8>>) -> Bool {
        var text = text
        while let last = text.last, ".-=".utf8.contains(last) {
            text = text.dropLast()
        }
        return text.count >= 2 && !isWord(text)
    }

    /// Letters only, with the humps of a name in code at the most; parts of a hyphenated word likewise.
    private static func isWord(_ token: Slice<UnsafeBufferPointer<UInt8>>) -> Bool {
        // As a rule the first digit or dot says that it is none.
        guard token.allSatisfy({ ASCII.isLetter($0) || $0 == UInt8(ascii: "-") }) else { return false }
        return token.split(separator: UInt8(ascii: "-"), omittingEmptySubsequences: false).allSatisfy { part in
            part.count <= 24
                && (part.dropFirst().count(where: ASCII.isUpper) <= 1
                    || part.count < 12 && part.allSatisfy(ASCII.isUpper))
        }
    }
}

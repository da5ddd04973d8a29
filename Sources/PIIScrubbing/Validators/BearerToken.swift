extension Validator {
    /// Tells a token from a word: "Bearer of bad news", "bearer authentication", "the bearer shall".
    static func checkBearerToken(_ candidate: Candidate) -> Range<Int>? {
        let words = candidate.bytes.split(whereSeparator: ASCII.isSpace).dropFirst()
        return words.contains(where: isToken) ? candidate.range : nil
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
        token.split(separator: UInt8(ascii: "-"), omittingEmptySubsequences: false).allSatisfy { part in
            part.allSatisfy(ASCII.isLetter) && part.count <= 24
                && (part.dropFirst().count(where: ASCII.isUpper) <= 1
                    || part.count < 12 && part.allSatisfy(ASCII.isUpper))
        }
    }
}

extension Validator {
    /// Tells a token from a word: "Bearer of bad news", "bearer authentication", "the bearer shall".
    static let bearerToken = Validator(
        name: "bearer_token",
        summary: "the last part is no plain word: it has a digit, mixed case, or a character no word has"
    ) { candidate in
        let bytes = candidate.bytes
        guard let space = bytes.lastIndex(where: ASCII.isSpace) else { return nil }
        var token = bytes[(space + 1)...]
        while let last = token.last, ".-=".utf8.contains(last) {
            token = token.dropLast()
        }
        guard token.count >= 2 else { return nil }
        return isWord(token) ? nil : candidate.range
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

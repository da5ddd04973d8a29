import Testing

@testable import PIIScrubbing

/// What is analysed and what is left to a search: to take more than is certain would lose findings.
@Suite("Reading regexes")
struct RegexParserTests {
    @Test(
        "understands",
        arguments: [
            #"a\.b"#, "[a-c]", "[^a-c]", "[]a]", "[^]a]", "[a-]", #"[\d.-]"#, "[[a]", #"[\]]"#, #"\x41"#,
            #"[\x80-\xFF]"#,
            "a{2}", "a{2,}", "a{2,5}", "a*+", "a+?", "a??", "(?:a|b)", "(a)", "(?>a)", "(?<n>a)", "(?P<n>a)", "(?'n'a)",
            "(?i)a", "(?i:a)b", "(?-i)a", "(?s).", "(?x) a # note\n b", #"(?x)\ a"#, "(?#note)a", "(?=a)b", "(?!a)b",
            "(?<=a)b", "(?<!a)b", #"\bab\b"#, "^a$", #"\Aa\z"#, #"(a)\1"#, #"(a)\g{1}"#, "(a)?(?(1)b|c)",
            "a(*SKIP)(*FAIL)|b", "a(*SKIP)(*F)|b", "",
        ]
    )
    func understands(regex: String) {
        #expect(RegexParser.parse(regex) != nil)
    }

    @Test(
        "leaves to a search",
        arguments: [
            "a{,2}", "a{", "a{x}", "a{5,2}", "(", ")", "a**", "*a", "[a", "[b-a]", "[[:alpha:]]", #"[a-\d]"#, #"\K"#,
            #"\p{L}"#, #"\X"#, #"\R"#, #"\N"#, #"\Qa\E"#, #"\x{41}"#, #"\o{101}"#, #"\G"#, #"\C"#, "é", "(?R)", "(?1)",
            "(?&n)", "(?|a|b)", "(?xx)a", "(?^i)a", "(*ACCEPT)", "(*PRUNE)a", "(*UTF)a", "(*SKIP)a", #"(a)\2"#,
            #"\1(a)"#,
            #"(a)\g{-1}"#, #"(a)(?i)\1"#, #"(\b)a\1"#, "(?(?=a)b|c)", "(?!a(*SKIP)(*F))b", #"a\12"#, "(?C1)a",
        ]
    )
    func leavesToSearch(regex: String) {
        #expect(RegexParser.parse(regex) == nil)
    }

    @Test(
        "sets",
        arguments: [
            ("[a-c]", "abc"), (#"[^\x00-\x60\x64-\xFF]"#, "abc"), ("(?i)k", "Kk"), ("(?i)[x-z]", "XYZxyz"),
            (#"\x4a"#, "J"),
            (#"[\x4a-L]"#, "JKL"), ("(?i:q)", "Qq"), ("[]^]", "]^"), (#"[a\-c]"#, "-ac"), ("[+--]", "+,-"),
            (#"\."#, "."),
            (#"[\b]"#, "\u{8}"), ("(?i)(?-i)k", "k"),
        ]
    )
    func sets(regex: String, bytes: String) {
        #expect(RegexParser.parse(regex) == .byte(ByteSet(bytes.utf8)))
    }

    @Test(
        "lengths",
        arguments: [
            ("abc", 3, 3), ("a?b", 1, 2), ("a{2,5}", 2, 5), ("a+", 1, nil), ("(?:ab|c)d", 2, 3), ("(?=abc)a", 1, 1),
            (#"\b"#, 0, 0), ("(?:a{3}){4}", 12, 12), ("", 0, 0), (#"(ab)\1"#, 4, 4), ("a|", 0, 1),
        ] as [(String, Int, Int?)]
    )
    func lengths(regex: String, least: Int, most: Int?) throws {
        let node = try #require(RegexParser.parse(regex))
        #expect(node.minimumLength == least)
        #expect(node.maximumLength == most)
    }
}

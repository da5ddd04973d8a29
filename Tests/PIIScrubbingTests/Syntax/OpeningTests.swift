import Testing

@testable import PIIScrubbing

@Suite("How matches open")
struct OpeningTests {
    private static func shown(_ set: ByteSet) -> String {
        if set.count == 256 { return "." }
        return set == .digits ? "9" : String(decoding: set.members, as: UTF8.self)
    }

    @Test(
        "first bytes",
        arguments: [
            ("abc", ["a b c"]), ("ab?c", ["a b c", "a c"]), ("(?:ab|cd)e", ["a b e", "c d e"]), ("a{2}b", ["a a b"]),
            (#"\d{2}-"#, ["9 9 -"]), ("a(?=b)c", ["a c"]), ("ab(*SKIP)(*F)|cd", ["a b", "c d"]),
            ("(?:ab)?c", ["a b c", "c"]), ("a.b", ["a . b"]), ("(?i)k1", ["Kk 1"]),
        ]
    )
    func firstBytes(regex: String, expected: [String]) throws {
        let openings = try #require(RegexParser.parse(regex)).openings(depth: 16, limit: 48)
        #expect(Set(openings.map { $0.sets.map(Self.shown).joined(separator: " ") }) == Set(expected))
    }

    @Test("what is cut short stays, whatever follows it")
    func cutShort() throws {
        let openings = try #require(RegexParser.parse("(?:abcdefgh){0,3}x{2}")).openings(depth: 4, limit: 48)
        #expect(Set(openings.map { $0.sets.map(Self.shown).joined() }) == ["abcd", "xx"])
    }

    @Test(
        "what one way stands for is looked for once",
        arguments: [
            (#"\+\d{1,3}"#, ["+ 9"]), ("key-?[ab]", ["k e y - ab", "k e y ab"]),
            ("tokens?=1", ["t o k e n s = 1", "t o k e n = 1"]), ("token[s5x]?=1", ["t o k e n"]),
            ("sk_(?:live|test)", ["s k _ l i v e", "s k _ t e s t"]), (#"eyJ\d{2,3}x"#, ["e y J 9 9"]),
            ("(?<!a)abcde|(?<!b)abcdf", ["a b c d e", "a b c d f"]),
        ]
    )
    func merged(regex: String, expected: [String]) throws {
        let openings = try #require(RegexParser.parse(regex)).openings(depth: 16, limit: 48)
        let merged = Opening.merged(openings)
        #expect(Set(merged.map { $0.sets.map(Self.shown).joined(separator: " ") }) == Set(expected))
        for opening in openings {
            #expect(
                merged.contains { merged in
                    merged.sets.count <= opening.sets.count && opening.previous.isSubset(of: merged.previous)
                        && zip(merged.sets, opening.sets).allSatisfy { $1.isSubset(of: $0) }
                }
            )
        }
    }

    /// Which of four bytes may stand before, and whether that is all that matters there.
    @Test(
        "what stands before",
        arguments: [
            ("a", " a1-", true), (#"\ba"#, " -", true), (#"\b-"#, "a1", true), ("(?<!a)b", " 1-", true),
            ("(?<![a1])b", " -", true), ("(?<!ab)c", " a1-", false), ("(?<=a)b", "a", false), ("(?<=-a)b", "a", false),
            ("(?<![a])(?<!1)b", " -", true), ("^a", " a1-", false), ("(?:(?<!a)|(?<=-))b", " 1-", false),
            ("x?(?<!a)b", " a1-", false), ("(?<!a|1)b", " -", true),
        ]
    )
    func before(regex: String, allowed: String, isExact: Bool) throws {
        let conditions = StartCondition.all(of: try #require(RegexParser.parse(regex)))
        let previous = conditions.reduce(ByteSet.none) { $0.union($1.previous) }
        #expect(previous.intersection(ByteSet(" a1-".utf8)) == ByteSet(allowed.utf8))
        #expect(conditions.allSatisfy(\.isExact) == isExact)
    }
}

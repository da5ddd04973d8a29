import Testing

@testable import PIIScrubbing

/// Regexes and texts on which the engines once differed.
@Suite("The fast engine against the plain one: cases")
struct OracleCaseTests {
    private static let pad = String(repeating: "a", count: 30)

    private static let cases: [(regex: String, group: Int, text: String)] = [
        // What is cut short before a repeat.
        (#"k_s*(?:]{0,4})?(?>[^\W]{16}A7)"#, 0, "k_]aaaaaaaaaaaaaaaaA7"),
        (#"(?:((?:())\.@0:bb){3}){0,}(x\(\+){4}"#, 0, ".@0:bb.@0:bb.@0:bbx(+x(+x(+x(+"),
        (#"(?x:(d)?\d{2}.\d{3}.\d(?:(?:zz))[:]{6})"#, 0, "d12.005.1zz::::::"),
        // A run of digits that is longer than what the scanner sees at once.
        (#"(?:\b)\d(?:[. ]{2}[0-9]){11}(?!])"#, 0, "\(pad) 1. 5. 6. 6. 9. 5. 7. 2. 4. 6. 6. 3"),
        // Skips where no match starts.
        (#"\d{3} \d{4}|\d{5}.{4}(*SKIP)(*FAIL)"#, 0, "00550 1234"),
        (#"=>[^a]|\b(B=|})(*SKIP)(*F)"#, 0, "B=>x"),
        (#"(?:())\+|()[+(]*@[a](*SKIP)(*FAIL)"#, 0, "(+@a"),
        (#"(?!ab(*SKIP)(*F))[a-c]key"#, 0, "abkey"),
        // A group that looks around, and its text again.
        (#"(\b)\d{7}\1"#, 0, "x 1234567x"),
        (#"(?:a(?=b)|(c(?=d)))x?\1-key"#, 0, "cdc-key"),
        // A match whose group lies behind its start, which then matches again.
        (#"A([x]){20,}"#, 1, "Axxxxxxxxxxxxxxxxxxxxxx"),
        // A word boundary at the start of a text, where what stands before cannot be the reason.
        (#"\b[a.]+@b"#, 0, ".a@b"), (#"\b[a.]+@b"#, 0, ".@b"), (#"\b-x[a-]*\.b"#, 0, "-x-x--a-x.b"),
        // The text of a group depends on where the match starts.
        (#"([\d]+[\x08])-\1"#, 0, "-11\u{8}-1\u{8}"), (#"k(a*)b\1c"#, 0, "kkaabac kaabaac"),
        (#"([a-c]*)@\1d"#, 0, "abc@bcd"),
        // A match over what a marker was overwritten with.
        (#"=[^@]+"#, 0, "a=1 [REDACTED] b"),
        (#"[^@]{3}1[^@]{3}"#, 0, "A=.1[REDACTED]"),
    ]

    @Test("finds the same", arguments: cases.indices)
    func sameFindings(index: Int) throws {
        let (regex, group, text) = Self.cases[index]
        var definition = PatternDefinition(
            name: "one",
            entity: Entity(patternName: "one"),
            regex: regex,
            source: .configuration(file: nil, line: nil)
        )
        definition.group = group
        let pair = try EnginePair([definition])
        // Wherever in a block of the scanner it stands.
        for offset in [0, 1, 20, 31, 40, 63] {
            let shifted = Array((String(repeating: " ", count: offset) + text).utf8)
            #expect(!pair.differ(on: shifted), "\(offset): \(Reduction([definition], shifted))")
            #expect(!pair.differ(on: shifted + Array(repeating: UInt8(ascii: " "), count: 100)), "\(offset)")
        }
    }

    @Test(
        "a regex that PCRE2 refuses makes no plan and no crash",
        arguments: ["a{5,2}:x", "(?:a{3,1}:){3}", "[b-a]", "(", "a{2,1}@b"]
    )
    func refusedRegex(regex: String) {
        var configuration = ScrubberConfiguration()
        configuration.addPattern("refused", regex: regex)
        #expect(throws: ConfigurationError.self) { try Scrubber(configuration) }
    }
}

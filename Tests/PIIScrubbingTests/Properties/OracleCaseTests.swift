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
        (#"QJ(\w)*-(?(1)x|y)"#, 0, " QJQJ-y "), (#"(\w)*@(?(1)x|y)"#, 0, " ab@y "),
        // A literal where a shape's first separator stands, and one that is noticed behind it.
        (#"(?:\d{3})?/\d{2}"#, 0, "x 123/45 y"), (#"aa12-34@@|\d\d-\d\d"#, 0, "x aa12-34@@ y"),
        // A start at one pivot that leads to the next.
        (#""[^"]{1,64}"@[a-z]+\.com"#, 0, #"doe"@here.com192e"@there.com192"#), (#"[@a]{3}@b"#, 0, "a@baa@b a@@b"),
        (#"[@a]{3,5}@b"#, 0, "@@@@b @a@b"),
        // A text that ends behind a separator.
        (#"\b\d{8}-(?!\D)"#, 0, "12345678-"), (#"\b\d{4}-?\d{4}-(?!\D)"#, 0, "12345678-"),
        // What looks like a verb and is none.
        (#"Qj(\(*SKIP)"#, 0, " Qj((SKIP "), (#"x=-+[(*SKIP)]"#, 0, " x=----C "),
        (#"x=-+\Q(*SKIP)\E"#, 0, " x=--(*SKIP) "),
        // A match over what a marker was overwritten with.
        (#"=[^@]+"#, 0, "a=1 [REDACTED] b"),
        (#"[^@]{3}1[^@]{3}"#, 0, "A=.1[REDACTED]"),
    ]

    static func definition(_ regex: String, index: Int = 0) -> PatternDefinition {
        PatternDefinition(
            name: "pattern_\(index)",
            entity: Entity(patternName: "pattern"),
            regex: regex,
            source: .configuration(file: nil, line: nil)
        )
    }

    @Test(
        "a word counts where the group is, however far from the digits",
        arguments: [
            (#"(?<!\d)\d{9,20}(?=[a-z ]{1,60}(Z\d))"#, "123456789 abc abc abc abc abc abc ssn Z1"),
            (#"(?<=(Z\d) {30})\d{9}"#, "ssn Z1" + String(repeating: " ", count: 30) + "123456789"),
        ]
    )
    func contextOfGroup(regex: String, text: String) throws {
        var definition = Self.definition(regex)
        definition.group = 1
        definition.context = ContextRule(words: ["ssn"], before: 8)
        let pair = try EnginePair([definition])
        #expect(try ScanReport(pair.fast, Array(text.utf8)).findings.count == 1)
        #expect(!pair.differ(on: Array(text.utf8)))
    }

    @Test("finds the same", arguments: cases.indices)
    func sameFindings(index: Int) throws {
        let (regex, group, text) = Self.cases[index]
        var definition = Self.definition(regex)
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
        "a check before the regex knows of what may be left out at its end",
        arguments: [
            #"\b\d{12}(?:\d{4})?\b"#, #"\b\d{13}(?:\d{3})*\b"#, #"\b\d{12}(?:-\d{4})?\b"#,
        ]
    )
    func luhnWithOptionalEnd(regex: String) throws {
        var definition = Self.definition(regex)
        definition.validators = [.luhn]
        let pair = try EnginePair([definition])
        for text in ["4111111111111111", "x 4111111111111111 y", "411111111111-1111 "] {
            #expect(!pair.differ(on: Array(text.utf8)), "\(text)")
        }
    }

    @Test("a word that is required is seen behind half a character")
    func contextBehindWidenedMatch() throws {
        var definition = Self.definition(#"\b\d{8}\b"#)
        definition.context = ContextRule(words: ["a"], before: 0, after: 6, isRequired: true)
        let pair = try EnginePair([definition])
        let text = Array("12345678".utf8) + [0x80, 0x80, 0x80] + Array(".....a ".utf8)
        #expect(!pair.differ(on: text))
    }

    @Test("hundreds of patterns with as many ways to open each are planned, and found")
    func manyWays() throws {
        let definitions = (0..<600).map { Self.definition("@[0-9a-f][0-9a-f]\\w{3,9}N\($0)", index: $0) }
        let pair = try EnginePair(definitions)
        #expect(!pair.differ(on: Array("x @0fabcdN7 @a1zzzN599 ".utf8)))
    }

    @Test("patterns of a deployment that take long at many places run out of time")
    func manySlowPlaces() throws {
        let definition = Self.definition("zq(?:a|ab?|a)*?c")
        let text = Array(String(repeating: "zqaaaaaaaaaa ", count: 400_000).utf8)
        let limits = ScrubberLimits(patternTime: .milliseconds(10))
        #expect(throws: ScanFailure.limit(.time, pattern: "pattern_0")) {
            _ = try ScanReport(CompiledPatternSet([definition], limits: limits), text)
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

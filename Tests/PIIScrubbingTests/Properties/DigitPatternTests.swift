import Testing

@testable import PIIScrubbing

/// Numbers go through tables of their own, which random regexes of all kinds seldom reach.
@Suite("The fast engine against the plain one: numbers")
struct DigitPatternTests {
    private static let variants = CompiledPatternSet.Scanning.Variant.allCases.filter(\.isSupported)

    @Test("finds the same with random patterns of digits", arguments: [1, 2, 3, 4] as [UInt64])
    func randomPatterns(seed: UInt64) throws {
        var source = DigitPatternGenerator(seed: seed)
        var compared = 0
        for _ in 0..<ScrubbingPropertyTests.rounds / 12 {
            let definitions = source.definitions()
            let scanning: CompiledPatternSet.Scanning = .variant(source.pick(Self.variants))
            guard let pair = try? EnginePair(definitions, scanning: scanning) else { continue }
            for _ in 0..<12 {
                let text = source.text()
                try #require(!pair.differ(on: text), "\(Reduction(definitions, text))")
                compared += 1
            }
        }
        #expect(compared > 100)
    }
}

/// Regexes of numbers in groups, alone and beside literals, and texts full of digits for them.
struct DigitPatternGenerator {
    private var generator: SeededGenerator

    init(seed: UInt64) { generator = SeededGenerator(seed: seed) }

    private mutating func int(_ range: ClosedRange<Int>) -> Int { Int.random(in: range, using: &generator) }
    private mutating func oneIn(_ count: Int) -> Bool { int(1...count) == 1 }
    mutating func pick<E>(_ elements: [E]) -> E { elements[int(0...(elements.count - 1))] }

    private mutating func separators() -> String {
        pick([
            "-", " ", "\\.", "/", "[- ]", "[-./ ]", "[ .-]?", "\\s", "[- ]{0,2}", "[ (-]{0,3}", "\\+", "[ )]{1,3}", ",",
            "\\s{1,3}",
        ])
    }

    private mutating func group() -> String {
        pick([
            "\\d{\(int(1...4))}", "[0-9]{\(int(1...3))}", "[1-9]\\d", "\\d", "\\d{\(int(2...8))}",
            "\\d{2,\(int(3...9))}", "(?:\\d{\(int(1...4))})?", "\\d{13,16}", "\\d{20,45}", "\\d+", "[2-9]\\d{2}",
        ])
    }

    private mutating func shape() -> String {
        if oneIn(5) { return "(?:\\d\(separators())){\(int(5...17)),\(int(17...24))}\\d" }
        if oneIn(6) { return "\\d{\(int(6...40))}" }
        var regex = group()
        for _ in 0..<int(0...4) { regex += separators() + group() }
        return regex
    }

    private mutating func bigShape() -> String {
        switch int(0...5) {
        case 0:
            return "\\d{\(int(3...8))}" + separators() + "\\d{\(int(3...8))}" + (oneIn(2) ? separators() + group() : "")
        case 1: return "(?:\\d" + separators() + "){\(int(5...17)),\(int(17...24))}\\d"
        case 2: return "\\d{\(int(6...16))}"
        case 3: return "\\d{\(int(6...12)),\(int(12...50))}"
        case 4: return "(?:\\d{4}" + separators() + "){2,\(int(3...5))}\\d{\(int(1...4))}"
        default: return "\\d{3}" + separators() + "\\d{3}" + separators() + "\\d{\(int(2...6))}"
        }
    }

    private mutating func fixedShape() -> String {
        var regex = "\\d{\(int(1...5))}"
        for _ in 0..<int(1...3) { regex += pick(["-", "[- ]", "/", "[-./ ]", "\\."]) + "\\d{\(int(1...4))}" }
        return regex
    }

    private mutating func lead() -> String {
        pick([
            "", "", "", "\\b", "\\b", "(?<!\\d)", "(?<![\\d-])", "\\+?", "\\(?", "[+(]{0,2}", "(?<![\\w.])\\(?",
            "(?<=\\D)", "(?<!\\d)\\+?", "\\b(?=4)", "(?=[3-6])", "\\b(?:(?=1)|(?=[78]))", "\\b[+(]{0,2}",
            "(?:(?=\\()|\\b(?=0))",
            "(?:[01]|\\b)",
        ])
    }

    private mutating func trail() -> String {
        pick([
            "", "", "", "\\b", "\\b", "(?!\\d)", "(?!\\D)", "(?:\\d{2,4})?", "(?:-\\d{4})?", "(?: x\\d+)?",
            "(?![\\d-])", "\\.?", "-", "[ .-]", "(?:x|@)", "-?[A-Z]{0,2}", "(?: ?#\\d)?(?!\\d)", "$", "(?=[ .-])",
            "[-. ]{1,4}",
        ])
    }

    private mutating func literal() -> String {
        pick([
            "@@", "/\\d\\d", "/@", "zq", "zq12-34@@", "a\\d-\\d\\d@", "K-\\d\\d", "\\.\\.\\.~", "x1/2~~", "-~\\d",
            "@\\d{3}", "\\+\\d\\d~", "Q-\\d{3}-\\d", "..12-3~~",
        ])
    }

    private mutating func regex() -> String {
        switch int(0...9) {
        case 0...2:
            return pick(["\\b", "(?<!\\d)", "(?<!\\d)\\+?", "\\(?\\b", "(?<![\\w.])\\(?"]) + bigShape() + trail()
        case 3: return fixedShape() + "|" + fixedShape()
        case 4: return "(?:" + shape() + "|" + shape() + ")"
        case 5: return shape() + "|" + literal()
        case 6: return literal() + trail() + "|" + shape()
        case 7: return lead() + "(?:" + shape() + "|" + shape() + ")" + trail()
        case 8: return "(?:" + shape() + ")?" + literal()
        default: return shape() + "|" + shape() + "|" + literal()
        }
    }

    private static let words = ["ssn", "call", "card no", "4x", "42", "a"]

    mutating func definitions() -> [PatternDefinition] {
        (0..<pick([1, 1, 2, 3, 5])).map { index in
            var definition = OracleCaseTests.definition(regex(), index: index)
            definition.precedence = int(1...300)
            if oneIn(3) {
                definition.validators = [
                    pick([.luhn, .paymentCard, .luhn, .phonePlan, .phoneInternational, .socialSecurityNumber])
                ]
            }
            if oneIn(5) { definition.context = rule() }
            if oneIn(8) { definition.excludedContext = rule() }
            return definition
        }
    }

    private mutating func rule() -> ContextRule {
        ContextRule(
            words: [pick(Self.words), pick(Self.words)],
            before: pick([0, 5, 40]),
            after: pick([0, 0, 10]),
            isRequired: !oneIn(4)
        )
    }

    private mutating func digits(_ count: Int) -> String { (0..<count).map { _ in String(int(0...9)) }.joined() }

    mutating func text() -> [UInt8] {
        var bytes: [UInt8] = []
        let sep = [
            "-", " ", ".", "/", "", "--", " (", ")", "+", ",", "\t", "   ", "@", "~~", "@@", "x", "zq", "K", "#", "\n",
            "é", "(", "-~",
        ]
        for _ in 0..<int(1...14) {
            switch int(0...11) {
            case 0...6:
                bytes += digits(pick([1, 2, 3, 4, 2, 3, 4, 5, 7, 8, 12, 13, 16, 9])).utf8
                bytes += pick(sep).utf8
            case 7: bytes += digits(pick([20, 40, 41, 63, 64, 65, 100, 130])).utf8
            case 8:
                for _ in 0..<int(3...25) {
                    bytes += digits(int(1...2)).utf8
                    bytes += pick(["-", " ", ".", "- "]).utf8
                }
            case 9:
                bytes +=
                    pick([
                        "4111111111111111", "4111 1111 1111 1111", "123/45", "zq12-34@@", "a1-23@", "415-555-0132",
                        "078051120", "x1/2~~", "Q-123-4",
                    ]).utf8
            case 10: bytes += pick([" ssn ", " call ", "card no ", "4x ", " 42 ", " a "]).utf8
            default: bytes += Array(repeating: pick(Array(" a.-".utf8)), count: pick([1, 2, 30, 60, 64, 66]))
            }
            if oneIn(12) { bytes.append(UInt8(int(0x80...0xFF))) }
        }
        return bytes
    }
}

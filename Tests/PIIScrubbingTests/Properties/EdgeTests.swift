import Testing

@testable import PIIScrubbing

/// What findings hide of numbers beside them: the fast engine looks again only where it may have missed something.
@Suite("The fast engine against the plain one: edges")
struct EdgeTests {
    struct Case: Sendable, CustomTestStringConvertible {
        var regex: String
        var group = 0
        var context: ContextRule?
        /// Of a higher rank.
        var others: [String] = []
        var text: String
        /// How many findings there are.
        var count: Int

        var testDescription: String { "\(regex) beside \(others) in \(text.debugDescription)" }
    }

    private static let long = "111111" + String(repeating: "abcdefghi222222", count: 12)
    private static let before = ContextRule(words: ["id"], before: 10, after: 0, isRequired: true)
    private static let behind = ContextRule(words: ["ssn"], before: 0, after: 10, isRequired: true)

    static let cases: [Case] = [
        // A part of a number that goes on.
        Case(regex: #"(?<!\d)\d{6}(?!\d)"#, others: [#"789012(?!\d)"#], text: "123456789012", count: 2),
        Case(regex: #"(?<!\d)\d{6}a(?!X)"#, others: ["XY"], text: "123456aXY", count: 2),
        // What a regex sees far behind it.
        Case(regex: #"(?<!\d)\d{6}(?!.{0,20}@)"#, others: ["@x"], text: "123456 ab@x", count: 2),
        // A number inside a match of which only a part counts.
        Case(
            regex: #"(?<!\d)\d{6}(?:[a-z]{9}\d{6}){0,40}(?:y(Z+))?"#,
            group: 1,
            text: long + "yZZZ",
            count: 2
        ),
        // Words that end, or start, where a finding does.
        Case(regex: #"(?<!\d)\d{9}(?!\d)"#, context: behind, others: [#"qz-\d+"#], text: "078051120 ssnqz-1", count: 2),
        Case(
            regex: #"(?<!\d)\d{9}(?!\d)"#,
            context: behind,
            others: ["a@qz.com"],
            text: "078051120 ssna@qz.com",
            count: 2
        ),
        Case(regex: #"(?<!\d)\d{9}(?!\d)"#, context: before, others: ["qz"], text: "qzid:078051120-qz", count: 3),
        Case(regex: #"(?<!\d)\d{9}(?!\d)"#, context: before, others: ["qz"], text: "qzid: # 078051120-qz", count: 3),
        // A lead that stood behind a finding.
        Case(regex: #"(?<![A-Z])(?:[( ]{1,3})\d{6}(?!\d)"#, others: ["[Q]{3}Z"], text: "QQQZ 123456xQQQZ", count: 3),
        // A start that what stood before it refused.
        Case(
            regex: #"(?<![A-Z(])\( ?\d{6}(?!\d)"#,
            others: ["[Q]{3}Z"],
            text: "QQQZ( 123456xQQQZ",
            count: 3
        ),
        Case(regex: #"(?<![A-Z(])\( ?\d{6}(?!\d)"#, others: ["[Q]{3}Z"], text: "QQQZ( 123456", count: 2),
        Case(regex: #"(?<![A-Z])# \d{6}(?!\d)"#, others: ["[Q]{3}Z"], text: "QQQZ# 123456", count: 2),
        Case(regex: #"(?<![A-Z]), id \w+"#, others: ["[Q]{3}Z"], text: "QQQZ, id abc", count: 2),
        Case(regex: #"(?<![A-Z]) \d{6}(?!\d)"#, others: ["[Q]{3}Z"], text: "QQQZ 123456", count: 2),
        // There is no room for the plans of both chains.
        Case(
            regex: #"(?<![A-Z]) [a-z]{1,4}\.[a-z]{1,4}\.[a-z]{1,4}\.[a-z]{1,4}"#,
            others: [#"(?<![0-9a-f:])[0-9a-f]{1,4}(?::[0-9a-f]{1,4}){3}"#, "[Q]{3}Z"],
            text: "QQQZ ab.cd.ef.gh ",
            count: 2
        ),
        Case(regex: #"(?<![A-Z])\sid \w+"#, others: ["[Q]{3}Z"], text: "QQQZ id abc", count: 2),
        // Numbers as long as what the scanner sees of them at once.
        Case(regex: #"(?<!\d)\d{6,80}-\d{2}(?!\d)"#, text: String(repeating: "7", count: 63) + "-12", count: 1),
        Case(
            regex: #"(?<!\d)\d{6,80}[- ]{1,3}\d{2}(?!\d)"#,
            text: String(repeating: "7", count: 61) + " - 12",
            count: 1
        ),
        // Separators of different numbers in one regex.
        Case(regex: #"(?<!\d)(?:\d-?\d{5}|\d{7}--\d{2})(?!\d)"#, text: "1234567--12", count: 1),
        // What joins digits by another pattern ends a number of this one.
        Case(regex: #"(?<!\d)\d{9}(?!\d)"#, others: [#"\b\d{4},\d{4},\d{4}\b"#], text: "123456789,5", count: 1),
    ]

    @Test("finds what a finding hid", arguments: cases, ["", String(repeating: "a ", count: 20)])
    func edges(_ entry: Case, padding: String) throws {
        var definitions = [OracleCaseTests.definition(entry.regex)]
        definitions[0].group = entry.group
        definitions[0].context = entry.context
        for (index, other) in entry.others.enumerated() {
            definitions.append(OracleCaseTests.definition(other, index: index + 1))
            definitions[index + 1].precedence = definitions[0].precedence + 10
        }
        let text = Array((padding + entry.text + " " + padding).utf8)
        let pair = try EnginePair(definitions)
        let expected = try ScanReport(pair.plain, text)
        #expect(expected.findings.count == entry.count, "\(expected)")
        #expect(try ScanReport(pair.fast, text) == expected)
    }
}

import PIIScrubbing
import Testing

@Suite("Redaction operators")
struct RedactionOperatorTests {
    private static func scrub(_ text: String, _ operators: [String: RedactionOperator]) throws -> String {
        var configuration = ScrubberConfiguration()
        configuration.redaction = operators
        return try Scrubber(configuration).scrub(text)
    }

    struct Case: Sendable {
        let operators: [String: RedactionOperator]
        let text: String
        let output: String
    }

    @Test(
        "write what they say",
        arguments: [
            Case(operators: [:], text: "card 4111 1111 1111 1111.", output: "card [REDACTED]."),
            Case(operators: ["credit_card": .placeholder], text: "4111 1111 1111 1111", output: "<CREDIT_CARD>"),
            Case(
                operators: ["CREDIT_CARD": .mask(keepLast: 4)],
                text: "4111-1111 1111 1234",
                output: "4111-1111 1111 1234"
            ),
            Case(
                operators: ["CREDIT_CARD": .mask(keepLast: 4)],
                text: "4111 1111 1111 1111",
                output: "**** **** **** 1111"
            ),
            Case(
                operators: ["CREDIT_CARD": .mask(keepLast: 4, keepsSeparators: false)],
                text: "4111 1111 1111 1111",
                output: "***************1111"
            ),
            Case(operators: ["email": .mask(keepFirst: 1)], text: "jane@example.com", output: "j***@*******.***"),
            Case(operators: ["email": .mask(keepFirst: 99)], text: "jane@example.com", output: "****@*******.***"),
            Case(operators: ["email": .mask(character: "•")], text: "é@example.com", output: "•@•••••••.•••"),
            Case(operators: ["email": .replace(with: "")], text: "<jane@example.com>", output: "<>"),
            Case(
                operators: ["email": .replace(with: "[E]")],
                text: "jane@example.com 10.0.0.1",
                output: "[E] [REDACTED]"
            ),
            // The pattern's own goes before its entity's; a part takes that of what it is part of.
            Case(
                operators: ["EMAIL_ADDRESS": .placeholder, "email": .replace(with: "[E]")],
                text: "jane@example.com",
                output: "[E]"
            ),
            Case(operators: ["ssn_us": .placeholder], text: "ssn 078051121", output: "ssn <US_SSN>"),
        ]
    )
    func write(test: Case) throws {
        #expect(try Self.scrub(test.text, test.operators) == test.output)
    }

    @Test("markers of all operators are opaque", arguments: ["[REDACTED]", "<EMAIL_ADDRESS>", "[E]"])
    func markersAreOpaque(marker: String) throws {
        var configuration = ScrubberConfiguration()
        configuration.redaction = ["email": .placeholder, "ipv4": .replace(with: "[E]")]
        configuration.addPattern("wide", regex: "x.*y")
        let scrubber = try Scrubber(configuration)
        #expect(scrubber.scrub("x \(marker) y") == "[REDACTED]\(marker)[REDACTED]")
        #expect(scrubber.scrub("a\(marker)b") == "a\(marker)b")
    }

    @Test("a replacement beyond ASCII counts as such in every view of the output", arguments: [1, 40, 300, 60_000])
    func replacementBeyondASCII(count: Int) throws {
        var configuration = ScrubberConfiguration()
        configuration.replacement = "█é█"
        let filler = String(repeating: "a b ", count: count)
        let output = try Scrubber(configuration).scrub(filler + "jane@example.com and on")
        let expected = filler + "█é█ and on"
        #expect(output == expected)
        #expect(output.utf16.count == expected.utf16.count)
        #expect(output.count == expected.count)
    }

    @Test("pieces and replacements of all lengths stand where they belong", arguments: [0, 1, 15, 63, 64, 65, 66, 130])
    func lengths(replacementLength: Int) throws {
        var configuration = ScrubberConfiguration()
        configuration.replacement = String(repeating: "#", count: replacementLength)
        let scrubber = try Scrubber(configuration)
        let letters = (100..<160).map { "w\($0) " }.joined()
        for length in 0...140 {
            // No two places have the same bytes behind them.
            let pieces = (0..<4).map { index in String(letters.dropFirst(index * 3).prefix(length)) }
            let text = pieces.joined(separator: " jane@example.com ")
            let expected = pieces.joined(separator: " \(configuration.replacement) ")
            try #require(scrubber.scrub(text) == expected, "\(length)")
            try #require(scrubber.scrub(Array(text.utf8)) == Array(expected.utf8), "\(length)")
        }
    }
}

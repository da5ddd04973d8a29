import Foundation
import PIIScrubbing
import Testing

/// What holds for every text. `PII_PROPERTY_ROUNDS` multiplies the number of texts.
@Suite("Properties of scrubbing")
struct ScrubbingPropertyTests {
    static let rounds = (ProcessInfo.processInfo.environment["PII_PROPERTY_ROUNDS"].flatMap { Int($0) } ?? 1) * 1500
    let scrubber: Scrubber

    init() throws {
        scrubber = try Scrubber()
    }

    @Test("scrubbing twice changes nothing", arguments: [1, 2] as [UInt64])
    func isIdempotent(seed: UInt64) throws {
        var texts = TextGenerator(seed: seed)
        for _ in 0..<Self.rounds {
            let text = texts.text()
            let once = scrubber.scrub(text)
            try #require(scrubber.scrub(once) == once, "\(text.debugDescription)")
        }
    }

    @Test("a validator that looks back sees what is redacted there go")
    func validatorsSeeBack() throws {
        let card = "4111" + "1111" + "1111" + "1111"
        for before in ["id=+14155550132", "2001:db8::1+44 (0)20 7946 0958"] {
            #expect(scrubber.scrub("\(before).\(card) x").contains("1111") == false, "\(before)")
        }
    }

    @Test("findings are sorted, disjoint and cut no character; what is outside of them stays as it is")
    func findingsAndOutputAgree() throws {
        var texts = TextGenerator(seed: 3)
        for _ in 0..<Self.rounds {
            let text = texts.text()
            let result = scrubber.result(of: text)
            let bytes = Array(text.utf8)
            var expected: [UInt8] = []
            var position = 0
            for finding in result.findings {
                try #require(finding.range.lowerBound >= position && !finding.range.isEmpty, "\(text.debugDescription)")
                expected += bytes[position..<finding.range.lowerBound] + Array("[REDACTED]".utf8)
                position = finding.range.upperBound
                try #require(String(validating: bytes[finding.range], as: UTF8.self) != nil, "\(text.debugDescription)")
            }
            expected += bytes[position...]
            try #require(Array(result.output.utf8) == expected, "\(text.debugDescription)")
            try #require(result.status == .complete)
        }
    }

    @Test("bytes and String agree")
    func bytesAndStringAgree() throws {
        var texts = TextGenerator(seed: 4)
        for _ in 0..<Self.rounds {
            let text = texts.text()
            let ofBytes = scrubber.result(of: Array(text.utf8))
            let ofText = scrubber.result(of: text)
            try #require(ofBytes.findings == ofText.findings, "\(text.debugDescription)")
            try #require(ofBytes.output == Array(ofText.output.utf8), "\(text.debugDescription)")
        }
    }

    @Test("bytes that are no UTF-8 stay as they are outside of findings")
    func invalidUTF8StaysAsItIs() throws {
        var texts = TextGenerator(seed: 5)
        for _ in 0..<Self.rounds {
            let bytes = texts.bytes()
            let result = scrubber.result(of: bytes)
            var expected: [UInt8] = []
            var position = 0
            for finding in result.findings {
                expected += bytes[position..<finding.range.lowerBound] + Array("[REDACTED]".utf8)
                position = finding.range.upperBound
            }
            try #require(result.output == expected + bytes[position...], "\(bytes)")
        }
    }

    @Test("every finding holds what its pattern's anchor says")
    func anchorsHold() throws {
        let engine = try Engine(ScrubberConfiguration())
        var texts = TextGenerator(seed: 6)
        for _ in 0..<Self.rounds {
            let text = texts.text()
            for pattern in engine.set.patterns {
                // Alone, so that nothing trims its matches.
                let matches = try CompiledPatternSet([pattern.definition], scanning: .plain).matches(in: text)
                let bytes = Array(text.utf8)
                for match in matches {
                    let anchor = try #require(pattern.definition.anchor)
                    let holds = Array(bytes[match.range]).withUnsafeBufferPointer { anchor.holds(for: $0) }
                    try #require(holds, "\(pattern.definition.name): \(text.debugDescription)")
                }
            }
        }
    }

    @Test("a text without findings is returned as it is")
    func cleanTextIsReturned() {
        let clean = String(repeating: "Nothing to see here, move along. ", count: 100)
        #expect(scrubber.scrub(clean) == clean)
        #expect(scrubber.scrub("").isEmpty)
    }
}

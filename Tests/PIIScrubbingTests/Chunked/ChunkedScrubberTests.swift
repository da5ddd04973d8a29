import PIIScrubbing
import Testing

@Suite("Chunked scrubbing")
struct ChunkedScrubberTests {
    let engine: Engine

    init() throws {
        engine = try Engine(ScrubberConfiguration())
    }

    /// The output for a text that comes in the given pieces.
    private func scrub(_ pieces: [ArraySlice<UInt8>], engine: Engine, holdBack: Int = 64 << 10) throws
        -> (bytes: [UInt8], findings: [Finding])
    {
        var scrubber = ChunkedScrubber(engine, holdBack: holdBack)
        var outputs = pieces.map { scrubber.append($0) }
        outputs.append(scrubber.finish())
        #expect(outputs.allSatisfy { $0.failure == nil })
        return (outputs.flatMap(\.bytes), outputs.flatMap(\.findings))
    }

    private static func padding(_ count: Int) -> String {
        String(String(repeating: "Plain words fill the room between. ", count: count / 35 + 1).prefix(count))
    }

    @Test("every cut of a text into two gives the output of the whole")
    func cutsAnywhere() throws {
        let text = """
            Write to jane.doe@example.com or call +1 (415) 555-0132 ext. 42. SSN: 078051121. \
            Card 4111 1111 1111 1111 12/26, host 2001:db8::1 and 10.0.0.1:80; version 1.2.3.4. \
            john@acme.com123-45-6789 \("Bearer " + "mF_9.B5f-4.1JqM") \
            \("eyJhbGciOiJIUzI1NiJ9" + "." + "eyJzdWIiOiIxMjM0In0" + "." + "dozjgNryP4J3jVmNHl0w") [REDACTED] é電🙂
            """
        let whole = Array((Self.padding(900) + text + Self.padding(900)).utf8)
        let expected = Scrubber(engine).result(of: whole)
        #expect(expected.findings.count >= 9)
        for cut in stride(from: 890, through: 900 + text.utf8.count + 600, by: 1) {
            let result = try scrub([whole[..<cut], whole[cut...]], engine: engine)
            try #require(result.bytes == expected.output, "cut at \(cut)")
            try #require(result.findings == expected.findings, "cut at \(cut)")
        }
    }

    @Test(
        "no cut parts what comes to light at the edge of a finding",
        arguments: [
            // Behind the phone number two patterns match, one further than the other.
            ("(415) 555-013210.0.0.0/8\u{E9}", 3),
            // The second address is matched from the `_` on, which its validator takes away.
            ("info@b\u{FC}cher.eWEV_NmNn6info@b\u{FC}cher.eWEV_Nm", 2),
        ]
    )
    func cutsAtEdges(item: String, findings: Int) throws {
        let engine = try Engine(ReferenceRegexes.configuration())
        let whole = Array((Self.padding(300) + item + Self.padding(700)).utf8)
        let expected = Scrubber(engine).result(of: whole)
        #expect(expected.findings.count >= findings)
        for cut in whole.indices {
            let result = try scrub([whole[..<cut], whole[cut...]], engine: engine)
            try #require(result.findings == expected.findings, "cut at \(cut)")
        }
    }

    @Test("random texts in random pieces give the output of the whole", arguments: [11, 12] as [UInt64])
    func randomPieces(seed: UInt64) throws {
        var texts = TextGenerator(seed: seed)
        for _ in 0..<ScrubbingPropertyTests.rounds / 5 {
            let whole = texts.bytes(pieces: 150)
            var pieces: [ArraySlice<UInt8>] = []
            var position = 0
            while position < whole.count {
                let end = min(whole.count, position + texts.int(in: 1...900))
                pieces.append(whole[position..<end])
                position = end
            }
            let expected = Scrubber(engine).result(of: whole)
            let result = try scrub(pieces, engine: engine)
            try #require(result.findings == expected.findings, "\(whole)")
            try #require(result.bytes == expected.output, "\(whole)")
        }
    }

    /// Items that touch one another: many are found only because a neighbour is, and some are longer than what is looked
    /// ahead.
    private static let touching: [String] = [
        "jane@example.com", "+1415" + "5550132", "(415) 555-0132", "078-05" + "-1121", "ssn", "078051121", "10.1.2.3",
        "4111 1111 1111 1111", "4111" + "111111111111", "2001:db8::1", "AK" + "IAIOSFODNN7EXAMPLE", "Bearer ", "Bearer",
        "bearer mF_9.B5f-4.1JqM", "eyJhbGciOiJIUzI1NiJ9" + ".eyJzdWIiOiIxMjM0In0" + "." + "dozjgNryP4J3jVmNHl0w",
        "eyJhbGciOiJIUzI1NiJ9" + ".", "version", "call", "12", ".", "-", "@", " ", "\n", "größer", "[REDACTED]", "id",
        String(repeating: "x", count: 1200), String(repeating: "9", count: 600), String(repeating: "a.", count: 400),
        String(repeating: "b_-", count: 300), "gh" + "p_" + String(repeating: "a", count: 700),
    ]

    private static func touchingText(_ texts: inout TextGenerator, items: ClosedRange<Int>) -> [UInt8] {
        var text = Array(padding(texts.int(in: 0...700)).utf8)
        for _ in 0..<texts.int(in: items) { text += Array(touching[texts.int(in: 0...(touching.count - 1))].utf8) }
        return text + Array(padding(texts.int(in: 0...1500)).utf8)
    }

    @Test("items that touch give the output of the whole, wherever they are cut", arguments: [21, 22] as [UInt64])
    func touchingItems(seed: UInt64) throws {
        var texts = TextGenerator(seed: seed)
        for _ in 0..<ScrubbingPropertyTests.rounds / 5 {
            let whole = Self.touchingText(&texts, items: 2...24)
            let expected = Scrubber(engine).result(of: whole)
            let cut = texts.int(in: 0...whole.count)
            let next = texts.int(in: cut...whole.count)
            let result = try scrub([whole[..<cut], whole[cut..<next], whole[next...]], engine: engine)
            try #require(
                result.findings == expected.findings,
                "cut at \(cut), \(next): \(String(decoding: whole, as: UTF8.self).debugDescription)"
            )
        }
    }

    @Test(
        "far behind a finding an item that is cut is not taken for one that never ends",
        arguments: [
            #"{"id":"4111 1111 1111 1111","name":"x"}"#, #"{"ssn":"078-05-1120"}"#, #"{"id":"411122","b":1}"#,
            #"{"id":"john.smith@acme.com"}"#, #"{"token":"Bearer mF_9.B5f-4.1JqM"}"#,
        ]
    )
    func cutFarBehindFinding(item: String) throws {
        let line = "GET /x?mail=jane@example.com&page=next and so on\n"
        let filler = String(repeating: "plain words without blanks? no, with;\n", count: 240)
        let whole = Array((line + filler + item + "\n" + filler).utf8)
        let expected = Scrubber(engine).result(of: whole)
        let start = (line + filler).utf8.count
        for cut in start...(start + item.utf8.count) {
            let result = try scrub([whole[..<cut], whole[cut...]], engine: engine, holdBack: 4096)
            try #require(result.bytes == expected.output, "cut at \(cut - start)")
            try #require(result.findings == expected.findings, "cut at \(cut - start)")
        }
    }

    @Test(
        "what touches an item longer than the hold-back comes to light as well",
        arguments: [
            "AK" + "IAIOSFODNN7EXAMPLE", "10.1.2.3", "(415) 555-0132", "4111" + "111111111111",
            "AK" + "IAIOSFODNN7EXAMPLE10.1.2.3",
        ]
    )
    func besideOverlongItem(item: String) throws {
        let whole = Array((Self.padding(3000) + " " + item + "Bearer " + String(repeating: "x", count: 20_000)).utf8)
        let expected = Scrubber(engine).result(of: whole)
        for size in [500, 1000, 3333, 9000] {
            let pieces = stride(from: 0, to: whole.count, by: size).map { whole[$0..<min($0 + size, whole.count)] }
            let result = try scrub(pieces, engine: engine, holdBack: 4096)
            #expect(result.bytes == expected.output, "pieces of \(size)")
        }
    }

    @Test("a finding that starts inside a character takes all of it, wherever the text is cut")
    func insideCharacter() throws {
        var configuration = ScrubberConfiguration()
        configuration.addPattern("triple", regex: "[^ ]x{3}")
        let engine = try Engine(configuration)
        for unit in ["é", "電", "🙂"] {
            let whole = Array((Self.padding(700) + String(repeating: unit, count: 9) + "xxx" + Self.padding(700)).utf8)
            let expected = Scrubber(engine).result(of: whole)
            #expect(expected.findings.count == 1)
            for cut in 1200..<1300 {
                let result = try scrub([whole[..<cut], whole[cut...]], engine: engine)
                try #require(result.findings == expected.findings, "cut at \(cut)")
                try #require(result.bytes == expected.output, "cut at \(cut)")
            }
        }
    }

    @Test("byte by byte")
    func byteByByte() throws {
        let whole = Array((Self.padding(700) + "a jane@example.com b" + Self.padding(700)).utf8)
        let result = try scrub(whole.indices.map { whole[$0...$0] }, engine: engine)
        #expect(result.bytes == Scrubber(engine).scrub(whole))
    }

    @Test("an item longer than the hold-back is redacted to its end, and what follows is scanned")
    func overlongItem() throws {
        let token = "Bearer " + String(repeating: "aB3", count: 20_000)
        let text = Self.padding(2000) + token + " then jane@example.com " + Self.padding(2000)
        let whole = Array(text.utf8)
        let pieces = stride(from: 0, to: whole.count, by: 1000).map { whole[$0..<min($0 + 1000, whole.count)] }
        let result = try scrub(pieces, engine: engine, holdBack: 4096)
        let output = String(decoding: result.bytes, as: UTF8.self)
        #expect(output == Self.padding(2000) + "[REDACTED] then [REDACTED] " + Self.padding(2000))
    }

    @Test("an item that opens and never ends is redacted from its opener on")
    func unendingItem() throws {
        var configuration = ScrubberConfiguration()
        configuration.addPattern("block", regex: "(?s)BEGIN-SECRET.*?END-SECRET")
        let engine = try Engine(configuration)
        let opener = "BEGIN-SECRET "
        let text = Self.padding(2000) + opener + Self.padding(30_000)
        let whole = Array(text.utf8)
        let pieces = stride(from: 0, to: whole.count, by: 1000).map { whole[$0..<min($0 + 1000, whole.count)] }
        let output = String(decoding: try scrub(pieces, engine: engine, holdBack: 4096).bytes, as: UTF8.self)
        #expect(output == Self.padding(2000) + "[REDACTED]")
    }

    @Test("an unending item that does end is redacted to there")
    func longBlock() throws {
        var configuration = ScrubberConfiguration()
        configuration.addPattern("block", regex: "(?s)BEGIN-SECRET.*?END-SECRET")
        let engine = try Engine(configuration)
        let text = Self.padding(2000) + "BEGIN-SECRET" + Self.padding(30_000) + "END-SECRET" + Self.padding(3000)
        let whole = Array(text.utf8)
        let pieces = stride(from: 0, to: whole.count, by: 1000).map { whole[$0..<min($0 + 1000, whole.count)] }
        let output = String(decoding: try scrub(pieces, engine: engine, holdBack: 4096).bytes, as: UTF8.self)
        #expect(output == Self.padding(2000) + "[REDACTED]" + Self.padding(3000))
    }

    @Test(
        "memory stays bounded, whatever the text",
        arguments: ["a", "@", "a.", "1 ", "eyJ-", "Bearer ", "\u{0}", ":"]
    )
    func boundedMemory(unit: String) throws {
        var scrubber = ChunkedScrubber(engine, holdBack: 4096)
        let piece = Array(String(repeating: unit, count: 2000 / unit.utf8.count).utf8)
        for _ in 0..<100 {
            _ = scrubber.append(piece)
            try #require(scrubber.heldBytes <= 4096 + 2048 + piece.count + 4096)
        }
    }

    @Test("a long run without blanks that is no item stays as it is", arguments: ["aB3+/", "a.b-", "é", "0f"])
    func longRun(unit: String) throws {
        let whole = Array((Self.padding(700) + String(repeating: unit, count: 40_000) + " " + Self.padding(700)).utf8)
        let pieces = stride(from: 0, to: whole.count, by: 10_000).map { whole[$0..<min($0 + 10_000, whole.count)] }
        #expect(try scrub(pieces, engine: engine, holdBack: 16_384).bytes == whole)
    }

    @Test("matches that overlap in an endless chain do not pile up")
    func endlessChain() throws {
        var configuration = ScrubberConfiguration()
        configuration.addPattern("tens", regex: "[a-z ]{10}")
        configuration.addPattern("sevens", regex: "[a-z ]{7}")
        let engine = try Engine(configuration)
        var scrubber = ChunkedScrubber(engine, holdBack: 4096)
        let piece = Array(String(repeating: "plain words ", count: 200).utf8)
        var output: [UInt8] = []
        for _ in 0..<50 {
            output += scrubber.append(piece).bytes
            try #require(scrubber.heldBytes <= 4096 + 2048 + piece.count)
        }
        output += scrubber.finish().bytes
        #expect(!String(decoding: output, as: UTF8.self).contains("plain words"))
    }

    @Test("a limit is met in a piece: that piece is replaced and said to be")
    func limitInPiece() throws {
        var configuration = ScrubberConfiguration()
        configuration.addPattern("evil", regex: "(a+)+$")
        configuration.limits.matchLimit = 1000
        let engine = try Engine(configuration)
        var scrubber = ChunkedScrubber(engine)
        var first = scrubber.append(Array((Self.padding(4000)).utf8))
        let second = scrubber.append(Array((String(repeating: "a", count: 3000) + "!" + Self.padding(2000)).utf8))
        #expect(first.failure == nil)
        #expect(second.failure == .limit(.matchLimit, pattern: "evil"))
        #expect(!second.bytes.contains(UInt8(ascii: "!")))
        first = scrubber.finish()
        #expect(first.failure == nil)
    }

    @Test("a disabled scrubber passes pieces on")
    func disabled() throws {
        var configuration = ScrubberConfiguration()
        configuration.isEnabled = false
        let text = Array("jane@example.com".utf8)
        #expect(try scrub([text[...]], engine: Engine(configuration)).bytes == text)
    }
}

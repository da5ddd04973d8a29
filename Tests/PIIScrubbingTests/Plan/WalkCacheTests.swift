import Testing

@testable import PIIScrubbing

/// What is remembered of a run of digits is what a walk through it says.
@Suite("Walks that are remembered")
struct WalkCacheTests {
    private static let regexes = [
        #"\b\d{3}[-. ]\d{2}[-. ]\d{4}\b"#, #"(?<!\d)\d(?:[ .-]?\d){11,18}"#,
        #"\(?\d{3}\)?[- ]\d{3}-\d{4}(?: ?x\d+)?(?!\w)"#,
        #"\+?\d{9}(?:,#\d{2})?"#,
    ]

    @Test("are the same as walks anew", arguments: [1, 2, 3] as [UInt64])
    func equalsWalk(seed: UInt64) throws {
        var builder = AutomatonBuilder()
        let nodes = try Self.regexes.map { try #require(RegexParser.parse($0)) }
        for node in nodes {
            let isAdded = builder.add(node)
            #expect(isAdded)
        }
        let previous = nodes.map { node in
            StartCondition.all(of: node).reduce(ByteSet.none) { $0.union($1.previous) }
        }
        let automaton = try #require(builder.automaton(previous: previous, watched: 2))
        let cache = WalkCache()
        defer { cache.deallocate() }
        var generator = SeededGenerator(seed: seed)
        var accepted = 0
        for _ in 0..<6000 {
            let text = Self.text(&generator)
            let start = 4
            let outcome = text.withUnsafeBufferPointer {
                bytes -> (Automaton.Walker.Outcome, Automaton.Walker.Outcome)? in
                guard let base = bytes.baseAddress else { return nil }
                let digits = Self.digits(text[start...])
                return withUnsafePointer(to: automaton.walker()) { walker in
                    (
                        cache.outcome(
                            of: walker,
                            base,
                            from: start,
                            upTo: text.count,
                            digits: digits,
                            watched: 2
                        ),
                        walker.pointee.walk(base, from: start, upTo: text.count, watched: 2)
                    )
                }
            }
            let (kept, anew) = try #require(outcome)
            let message: Comment = "\(String(decoding: text, as: UTF8.self).debugDescription)"
            #expect(kept.accepted == anew.accepted, message)
            #expect(kept.end == anew.end, message)
            #expect(kept.isOnlyEnd == anew.isOnlyEnd, message)
            #expect(kept.taken == anew.taken, message)
            accepted += anew.accepted == 0 ? 0 : 1
        }
        #expect(accepted > 1000)
    }

    /// The same few shapes again and again, with other digits, in other company, with so many bytes behind them.
    private static func text(_ generator: inout SeededGenerator) -> [UInt8] {
        func pick(_ elements: [String]) -> String { elements.randomElement(using: &generator) ?? "" }
        let shape = pick([
            "000-00-0000", "000.00.0000", "0000 0000 0000 0000", "0000000000000000", "(000) 000-0000",
            "000 000-0000 x00",
            "000000000,#00", "2000-00-00 00", "000000000", "0000000000000000000000000000000000", "000-00-00000",
        ])
        let before = "abc" + pick([" ", "x", "1", "-", "+", "é", "("])
        let behind = pick(["", " ", ";", "x", "a", "-", ".0", "é", ",#", "\u{0}"])
        let padding = String(repeating: pick(["z", " ", "7"]), count: pick(["0", "40"]) == "0" ? 0 : 40)
        let room = Int.random(in: 0...40, using: &generator)
        var text = Array((before + shape + behind + padding).utf8)
        if padding.isEmpty { text += Array(repeating: UInt8(ascii: "q"), count: room) }
        for index in text.indices where text[index] == UInt8(ascii: "0") {
            text[index] = UInt8(ascii: "0") + UInt8.random(in: 0...9, using: &generator)
        }
        // A character of two bytes would move where the run starts.
        return text.count > 4 && text[3] >= 0x80 ? Array(text[1...]) : text
    }

    private static func digits(_ text: ArraySlice<UInt8>) -> UInt64 {
        text.prefix(64).enumerated().reduce(0) { mask, entry in
            ASCII.isDigit(entry.element) ? mask | 1 << UInt64(entry.offset) : mask
        }
    }
}

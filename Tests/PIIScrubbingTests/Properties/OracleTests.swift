import Foundation
import PIIScrubbing
import Testing

/// The fast engine finds what the plain one finds, on any text, with any instruction set.
@Suite("The fast engine against the plain one")
struct OracleTests {
    private static let variants = CompiledPatternSet.Scanning.Variant.allCases.filter(\.isSupported)

    private let plain: Scrubber

    init() throws {
        plain = try Self.engine(.plain)
    }

    private static func engine(_ scanning: CompiledPatternSet.Scanning) throws -> Scrubber {
        Scrubber(try Engine(ScrubberConfiguration(), scanning: scanning))
    }

    private func compare(_ fast: Scrubber, _ bytes: [UInt8]) throws {
        let expected = plain.result(of: bytes)
        let found = fast.result(of: bytes)
        try #require(
            found.findings == expected.findings && found.status == expected.status,
            "\(bytes.count) bytes: \(String(decoding: bytes.suffix(2000), as: UTF8.self).debugDescription)"
        )
    }

    @Test("finds the same in generated texts", arguments: [11, 12, 13] as [UInt64])
    func generatedTexts(seed: UInt64) throws {
        let fast = try Self.engine(.fast)
        var texts = TextGenerator(seed: seed)
        for round in 0..<ScrubbingPropertyTests.rounds {
            try compare(fast, texts.bytes(pieces: round.isMultiple(of: 50) ? 120 : 14))
        }
    }

    @Test("finds the same in texts of every length", arguments: variants)
    func everyLength(variant: CompiledPatternSet.Scanning.Variant) throws {
        let fast = try Self.engine(.variant(variant))
        var texts = TextGenerator(seed: 14)
        for _ in 0..<ScrubbingPropertyTests.rounds / 500 {
            var bytes: [UInt8] = []
            while bytes.count < 200 { bytes += texts.bytes() }
            for length in 0...200 {
                try compare(fast, Array(bytes[..<length]))
                try compare(fast, Array(bytes[(bytes.count - length)...]))
            }
        }
    }

    @Test("finds the same wherever in a block an item stands", arguments: variants)
    func everyOffset(variant: CompiledPatternSet.Scanning.Variant) throws {
        let fast = try Self.engine(.variant(variant))
        let stride = max(1, 7 / (ScrubbingPropertyTests.rounds / 1500))
        for (index, item) in TextGenerator.items.enumerated() {
            let filler: UInt8 = index.isMultiple(of: 2) ? UInt8(ascii: " ") : UInt8(ascii: ",")
            for offset in Swift.stride(from: index % stride, to: 140, by: stride) {
                let before = [UInt8](repeating: filler, count: offset)
                try compare(fast, before + item.utf8)
                try compare(fast, before + item.utf8 + [UInt8](repeating: filler, count: 130 - offset % 64))
            }
        }
    }

    @Test("finds the same in long texts", arguments: variants)
    func longTexts(variant: CompiledPatternSet.Scanning.Variant) throws {
        let fast = try Self.engine(.variant(variant))
        var texts = TextGenerator(seed: 15)
        let clean = Array("Plain words fill the room between, 12 at a time. ".utf8)
        for round in 0..<max(2, ScrubbingPropertyTests.rounds / 1000) {
            var bytes: [UInt8] = []
            let count = round == 0 ? 100_000 + texts.int(in: 0...64) : texts.int(in: 3000...70_000)
            while bytes.count < count {
                bytes += texts.bytes(pieces: 30)
                for _ in 0..<texts.int(in: 0...40) { bytes += clean }
            }
            try compare(fast, Array(bytes[..<count]))
        }
    }

    @Test("finds the same with many patterns", arguments: variants)
    func manyPatterns(variant: CompiledPatternSet.Scanning.Variant) throws {
        let fast = try Engine(ManyPatterns.configuration(), scanning: .variant(variant))
        let plain = try Engine(ManyPatterns.configuration(), scanning: .plain)
        var texts = TextGenerator(seed: 16)
        var found = 0
        for _ in 0..<ScrubbingPropertyTests.rounds / 100 {
            var text = ""
            for _ in 0..<texts.int(in: 1...30) {
                text += ManyPatterns.items[texts.int(in: 0...(ManyPatterns.items.count - 1))]
                text += ["", " ", "-", "\n", "the other thing is better, another time: "][texts.int(in: 0...4)]
                text += String(decoding: texts.bytes(pieces: 2), as: UTF8.self)
            }
            let expected = Scrubber(plain).result(of: Array(text.utf8)).findings
            let findings = Scrubber(fast).result(of: Array(text.utf8)).findings
            try #require(findings == expected, "\(text.debugDescription)")
            found += findings.count
        }
        #expect(found > 100)
    }
}

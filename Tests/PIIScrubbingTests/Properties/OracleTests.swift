import Foundation
import PIIScrubbing
import Testing

/// The fast engine finds what the plain one finds, on any text, with any instruction set.
@Suite("The fast engine against the plain one")
struct OracleTests {
    private static func engine(_ scanning: CompiledPatternSet.Scanning) throws -> Scrubber {
        Scrubber(try Engine(ScrubberConfiguration(), scanning: scanning))
    }

    @Test("finds the same in generated texts", arguments: [11, 12, 13] as [UInt64])
    func generatedTexts(seed: UInt64) throws {
        let plain = try Self.engine(.plain)
        let fast = try Self.engine(.fast)
        var texts = TextGenerator(seed: seed)
        for round in 0..<ScrubbingPropertyTests.rounds {
            let bytes = texts.bytes(pieces: round.isMultiple(of: 50) ? 120 : 14)
            let expected = plain.result(of: bytes)
            let found = fast.result(of: bytes)
            try #require(
                found.findings == expected.findings && found.status == expected.status,
                "\(String(decoding: bytes, as: UTF8.self).debugDescription)"
            )
        }
    }
}

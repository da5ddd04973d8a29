import Testing

@testable import PIIScrubbing

/// Validators look for bytes in blocks, which must make no difference.
@Suite("What validators look at")
struct CandidateTests {
    @Test("has the first and the last place of a byte", arguments: [0, 1, 2, 16, 63, 64, 65, 128, 200, 500])
    func places(length: Int) {
        var random = SeededGenerator(seed: UInt64(length))
        for round in 0..<300 {
            let text = (0..<length).map { _ in
                Int.random(in: 0...(round % 3 == 0 ? 2 : 90), using: &random) == 0
                    ? UInt8(ascii: "@") : UInt8(ascii: "x")
            }
            let bounds = [Int.random(in: 0...length, using: &random), Int.random(in: 0...length, using: &random)]
                .sorted()
            let range = bounds[0]..<bounds[1]
            text.withUnsafeBufferPointer { bytes in
                let candidate = Candidate(subject: bytes, range: range)
                let at = UInt8(ascii: "@")
                #expect(candidate.firstIndex(of: at, in: range) == bytes[range].firstIndex(of: at))
                #expect(candidate.lastIndex(of: at, in: range) == bytes[range].lastIndex(of: at))
            }
        }
    }
}

import CByteScan
import Testing

/// Where words may start, found 64 bytes at a time, is what a look at each byte finds.
@Suite("Starts of words")
struct WordStartTests {
    private static let bytes = Array("aZbQ09 \\n\\_.,:".utf8) + [0, 0xC3, 0xA4, 0x40, 0x5B, 0x60, 0x7B, 0x2F, 0x3A]

    private func isLetter(_ byte: UInt8) -> Bool { (0x61...0x7A).contains(byte | 0x20) && byte < 0x80 }
    private func isUpper(_ byte: UInt8) -> Bool { (0x41...0x5A).contains(byte) }

    private func startsWord(_ text: [UInt8], _ offset: Int) -> Bool {
        guard isLetter(text[offset]) || (0x30...0x39).contains(text[offset]) else { return false }
        guard offset > 0, isLetter(text[offset - 1]) else { return true }
        if isUpper(text[offset]), !isUpper(text[offset - 1]) { return true }
        return offset > 1 && text[offset - 2] == UInt8(ascii: "\\")
    }

    private static let variants = [
        bytescan_best, bytescan_portable, bytescan_sse2, bytescan_avx2, bytescan_avx512, bytescan_neon,
    ]

    /// A copy of the exact size, so that a sanitizer tells of reading beyond it.
    private func withExactCopy(_ text: [UInt8], _ body: (UnsafePointer<UInt8>) -> Void) {
        let exact = UnsafeMutablePointer<UInt8>.allocate(capacity: text.count)
        defer { exact.deallocate() }
        exact.initialize(from: text, count: text.count)
        body(exact)
    }

    private func randomText(_ count: Int, _ generator: inout SeededGenerator) -> [UInt8] {
        (0..<count).map { _ in Self.bytes.randomElement(using: &generator) ?? 0 }
    }

    private static let anyWord: bytescan_word_tables = {
        var tables = bytescan_word_tables()
        withUnsafeMutableBytes(of: &tables) { raw in raw.indices.forEach { raw[$0] = 0xFF } }
        return tables
    }()

    private static let counts = [1, 2, 3, 40, 63, 64, 65, 66, 67, 130, 200]

    @Test("are found in texts of all lengths, from every place", arguments: counts, variants)
    func equalsLookAtEach(count: Int, variant: bytescan_variant) {
        guard bytescan_supports(variant) != 0 else { return }
        var generator = SeededGenerator(seed: UInt64(count))
        var tables = Self.anyWord
        for _ in 0..<10 {
            let text = randomText(count, &generator)
            withExactCopy(text) { exact in
                for at in 0...count {
                    let words = bytescan_word_starts(&tables, exact, count, at, variant)
                    for bit in 0..<64 {
                        let offset = at + bit
                        let expected = offset < count && startsWord(text, offset)
                        let isZero = offset < count && text[offset] == 0
                        if (words.starts >> UInt64(bit) & 1 == 1) != expected
                            || (words.zeros >> UInt64(bit) & 1 == 1) != isZero
                        {
                            Issue.record("at \(at), byte \(bit) of \(text)")
                            return
                        }
                    }
                }
            }
        }
    }

    @Test("are those of words in the tables, and of hardly anything else", arguments: counts, variants)
    func knowsWords(count: Int, variant: bytescan_variant) {
        guard bytescan_supports(variant) != 0 else { return }
        var generator = SeededGenerator(seed: UInt64(count))
        var (planted, strangers) = (0, 0)
        for _ in 0..<20 {
            let words = (0..<3).map { _ in randomText(3, &generator) }
            var tables = Self.tables(openingWith: words)
            var text = randomText(count, &generator)
            // Such words hardly come by chance; some stand at the very end.
            for place in stride(from: count - 3 - Int.random(in: 0...2, using: &generator), to: -1, by: -11) {
                text.replaceSubrange(place..<place + 3, with: words.randomElement(using: &generator) ?? [])
            }
            withExactCopy(text) { exact in
                for at in stride(from: 0, through: count, by: 7) {
                    let starts = bytescan_word_starts(&tables, exact, count, at, variant).starts
                    for offset in at..<max(at, min(at + 64, count)) {
                        let isFound = starts >> UInt64(offset - at) & 1 == 1
                        let opens = words.contains { text[offset...].starts(with: $0) } && startsWord(text, offset)
                        planted += opens ? 1 : 0
                        // At the end of a text it is not looked up, and hashes may collide.
                        if isFound, !opens, at + 67 <= count { strangers += 1 }
                        if opens && !isFound || isFound && !startsWord(text, offset) {
                            Issue.record("at \(at), offset \(offset) of \(text) for \(words)")
                            return
                        }
                    }
                }
            }
        }
        #expect(planted > count / 3 || count < 3)
        #expect(strangers <= planted / 4)
    }

    private static func tables(openingWith words: [[UInt8]]) -> bytescan_word_tables {
        var tables = bytescan_word_tables()
        tables.first_bits = 0xFF
        withUnsafeMutableBytes(of: &tables) { raw in
            for (bucket, word) in words.enumerated() {
                for (position, byte) in word.enumerated() {
                    raw[16 * position + Int(byte & 15)] |= 1 << UInt8(bucket)
                    raw[48 + 16 * position + Int(byte >> 4)] |= 1 << UInt8(bucket)
                }
                let opening = UInt32(word[0]) | UInt32(word[1]) << 8 | UInt32(word[2]) << 16
                let hash = Int(bytescan_word_hash(opening))
                raw[96 + hash >> 3] |= 1 << UInt8(hash & 7)
            }
        }
        return tables
    }
}

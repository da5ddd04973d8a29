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

    @Test("are found in texts of all lengths, from every place", arguments: [1, 2, 3, 40, 63, 64, 65, 66, 130, 200])
    func equalsLookAtEach(count: Int) {
        var random = SystemRandomNumberGenerator()
        for _ in 0..<40 {
            let text = (0..<count).map { _ in Self.bytes.randomElement(using: &random) ?? 0 }
            // A copy of the exact size, so that a sanitizer tells of reading beyond it.
            let exact = UnsafeMutableBufferPointer<UInt8>.allocate(capacity: count)
            defer { exact.deallocate() }
            _ = exact.initialize(from: text)
            for at in 0...count {
                let words = bytescan_word_starts(exact.baseAddress, count, at)
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

/// A place in a text, in all units that are asked for.
struct TextPosition: Sendable {
    /// UTF-8 bytes, Unicode scalars and UTF-16 code units from the start of the text.
    private(set) var utf8 = 0
    private(set) var scalars = 0
    private(set) var utf16 = 0
    /// From 1.
    private(set) var line = 1
    /// In Unicode scalars, from 1.
    private(set) var column = 1
    /// In UTF-16 code units, from 1.
    private(set) var utf16Column = 1

    /// Goes on over the next bytes of the text.
    mutating func advance(over bytes: UnsafeBufferPointer<UInt8>) {
        let all = Counts(bytes)
        utf8 += bytes.count
        scalars += all.scalars
        utf16 += all.scalars + all.pairs
        line += all.lines
        if all.lines == 0 {
            column += all.scalars
            utf16Column += all.scalars + all.pairs
        } else {
            let lastLine = (bytes.lastIndex(of: UInt8(ascii: "\n")) ?? -1) + 1
            let rest = Counts(UnsafeBufferPointer(rebasing: bytes[lastLine...]))
            column = 1 + rest.scalars
            utf16Column = 1 + rest.scalars + rest.pairs
        }
    }

    private struct Counts {
        var lines = 0
        /// What starts a character; a byte that is none is part of the one before.
        var scalars = 0
        /// Characters that UTF-16 has two code units for.
        var pairs = 0

        init(_ bytes: UnsafeBufferPointer<UInt8>) {
            let words = bytes.count / 8
            var index = 0
            while index < words {
                // As many as counters of one byte can count.
                let end = min(index + 255, words)
                addWords(index..<end, of: UnsafeRawBufferPointer(bytes))
                index = end
            }
            for byte in bytes[(words * 8)...] {
                lines += byte == UInt8(ascii: "\n") ? 1 : 0
                scalars += byte & 0xC0 == 0x80 ? 0 : 1
                pairs += byte >= 0xF0 ? 1 : 0
            }
        }

        private static let ones: UInt64 = 0x0101_0101_0101_0101

        /// Eight bytes at a time, each with counters of its own.
        private mutating func addWords(_ range: Range<Int>, of bytes: UnsafeRawBufferPointer) {
            let ones = Self.ones
            var (others, continuations, pairs) = (UInt64(0), UInt64(0), UInt64(0))
            for index in range {
                let word = bytes.loadUnaligned(fromByteOffset: index * 8, as: UInt64.self)
                let difference = word ^ 0x0A0A_0A0A_0A0A_0A0A
                // Bit 7 of each byte that differs from a line feed.
                let differs = (difference & 0x7F7F_7F7F_7F7F_7F7F) &+ 0x7F7F_7F7F_7F7F_7F7F | difference
                others &+= differs &>> 7 & ones
                continuations &+= word &>> 7 & ~(word &>> 6) & ones
                pairs &+= word &>> 7 & word &>> 6 & word &>> 5 & word &>> 4 & ones
            }
            lines += 8 * range.count - Self.sum(others)
            scalars += 8 * range.count - Self.sum(continuations)
            self.pairs += Self.sum(pairs)
        }

        private static func sum(_ counters: UInt64) -> Int {
            stride(from: 0, to: 64, by: 8).reduce(0) { $0 + Int(counters &>> UInt64($1) & 0xFF) }
        }
    }
}

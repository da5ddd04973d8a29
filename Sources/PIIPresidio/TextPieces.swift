/// A long text in pieces that can be looked at by themselves: cut at ends of sentences, with some overlap, so that a name
/// across a cut is whole in one of both.
struct TextPieces: Sequence, IteratorProtocol {
    /// Neither the time nor the memory of a call grow with the text beyond this, in UTF-8 bytes.
    static let longest = 8 << 10
    static let overlap = 256

    private let text: String
    private var start: String.Index?

    init(_ text: String) {
        self.text = text
        start = text.startIndex
    }

    /// - Returns: a piece and where it starts, in UTF-8 bytes.
    mutating func next() -> (text: String, offset: Int)? {
        guard let first = start else { return nil }
        let utf8 = text.utf8
        let offset = utf8.distance(from: utf8.startIndex, to: first)
        guard let limit = utf8.index(first, offsetBy: Self.longest, limitedBy: utf8.endIndex), limit < utf8.endIndex
        else {
            start = nil
            return (String(text[first...]), offset)
        }
        let end = cut(from: first, to: limit)
        // It moves on by a quarter of the longest at least.
        start = boundary(at: utf8.index(end, offsetBy: -Self.overlap))
        return (String(text[first..<end]), offset)
    }

    /// The end of the last sentence in the second half, else that of a line or word, else of a character.
    private func cut(from first: String.Index, to limit: String.Index) -> String.Index {
        let utf8 = text.utf8
        let half = utf8.index(first, offsetBy: Self.longest / 2)
        var bestRank = 0
        var best = limit
        var place = limit
        while place > half {
            let before = utf8.index(before: place)
            let isSpace = place < utf8.endIndex && Self.isSpace(utf8[place])
            let rank =
                switch utf8[before] {
                case UInt8(ascii: "\n"): 3
                case UInt8(ascii: "."), UInt8(ascii: "!"), UInt8(ascii: "?"): isSpace ? 3 : 0
                case let byte: Self.isSpace(byte) ? 1 : 0
                }
            if rank > bestRank { (bestRank, best) = (rank, place) }
            if bestRank == 3 { break }
            place = before
        }
        return boundary(at: best)
    }

    private static func isSpace(_ byte: UInt8) -> Bool { byte == UInt8(ascii: " ") || (9...13).contains(byte) }

    /// The start of the scalar that a place lies in.
    private func boundary(at place: String.Index) -> String.Index {
        var place = place
        while place > text.startIndex, place < text.endIndex, text.utf8[place] & 0xC0 == 0x80 {
            place = text.utf8.index(before: place)
        }
        return place
    }
}

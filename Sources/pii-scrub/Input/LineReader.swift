/// Cuts pieces into lines and gathers them in batches.
struct LineReader {
    struct Line: Sendable {
        /// From 1.
        let number: Int
        /// Without its end.
        let bytes: [UInt8]
        /// `\n`, `\r\n`, or nothing at the end of the last line.
        let ending: [UInt8]
    }

    private var rest: [UInt8] = []
    private var count = 0

    /// The lines that are whole with this piece.
    mutating func append(_ piece: [UInt8]) -> [Line] {
        var lines: [Line] = []
        var start = piece.startIndex
        while let end = piece[start...].firstIndex(of: UInt8(ascii: "\n")) {
            let bytes = rest + piece[start..<end]
            rest.removeAll(keepingCapacity: true)
            lines.append(line(bytes, ending: [UInt8(ascii: "\n")]))
            start = end + 1
        }
        rest += piece[start...]
        return lines
    }

    /// The last line, where it has no end of its own.
    mutating func finish() -> Line? {
        guard !rest.isEmpty else { return nil }
        defer { rest.removeAll() }
        return line(rest, ending: [])
    }

    private mutating func line(_ bytes: [UInt8], ending: [UInt8]) -> Line {
        count += 1
        guard bytes.last == UInt8(ascii: "\r"), !ending.isEmpty else {
            return Line(number: count, bytes: bytes, ending: ending)
        }
        return Line(number: count, bytes: bytes.dropLast(), ending: [UInt8(ascii: "\r")] + ending)
    }
}

/// Turns offsets of a text that comes in pieces into lines and columns. Offsets are asked for in order.
struct PositionTracker {
    struct Position: Sendable {
        /// UTF-8 bytes, Unicode scalars and UTF-16 code units from the start of the text.
        var utf8 = 0
        var scalars = 0
        var utf16 = 0
        /// From 1.
        var line = 1
        /// In Unicode scalars, from 1.
        var column = 1
        /// In UTF-16 code units, from 1.
        var utf16Column = 1
    }

    private var position = Position()
    /// Bytes behind the position.
    private var ahead: [UInt8] = []
    private var consumed = 0

    mutating func append(_ piece: [UInt8]) {
        ahead.removeFirst(consumed)
        consumed = 0
        ahead += piece
    }

    /// The position of an offset that is not before the last one.
    mutating func position(at offset: Int) -> Position {
        let count = min(offset - position.utf8, ahead.count - consumed)
        guard count > 0 else { return position }
        ahead.withUnsafeBufferPointer { bytes in
            for byte in bytes[consumed..<(consumed + count)] {
                advance(over: byte)
            }
        }
        consumed += count
        return position
    }

    /// The bytes from the position on.
    func bytes(count: Int) -> ArraySlice<UInt8> {
        ahead[consumed...].prefix(count)
    }

    private mutating func advance(over byte: UInt8) {
        position.utf8 += 1
        if byte == UInt8(ascii: "\n") {
            position.line += 1
            position.column = 1
            position.utf16Column = 1
            position.scalars += 1
            position.utf16 += 1
        } else if byte & 0xC0 != 0x80 {
            let units = byte >= 0xF0 ? 2 : 1
            position.column += 1
            position.utf16Column += units
            position.scalars += 1
            position.utf16 += units
        }
    }
}

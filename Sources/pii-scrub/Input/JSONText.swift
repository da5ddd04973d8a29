/// The text of a JSON string (RFC 8259, section 7), between its quotes.
enum JSONText {
    /// The bytes that the escapes stand for. A surrogate without its twin becomes the three bytes that UTF-8 would
    /// give it, so that it can be written again as it was.
    static func decode(_ escaped: ArraySlice<UInt8>) -> [UInt8] {
        guard escaped.contains(UInt8(ascii: "\\")) else { return Array(escaped) }
        var bytes: [UInt8] = []
        bytes.reserveCapacity(escaped.count)
        var rest = escaped
        while let byte = rest.popFirst() {
            guard byte == UInt8(ascii: "\\"), let escape = rest.popFirst() else {
                bytes.append(byte)
                continue
            }
            switch escape {
            case UInt8(ascii: "b"): bytes.append(8)
            case UInt8(ascii: "f"): bytes.append(12)
            case UInt8(ascii: "n"): bytes.append(10)
            case UInt8(ascii: "r"): bytes.append(13)
            case UInt8(ascii: "t"): bytes.append(9)
            case UInt8(ascii: "u"): append(scalar(from: &rest), to: &bytes)
            default: bytes.append(escape)
            }
        }
        return bytes
    }

    /// The bytes with what must be escaped escaped.
    static func encode(_ bytes: [UInt8]) -> [UInt8] {
        var escaped: [UInt8] = []
        escaped.reserveCapacity(bytes.count + 16)
        var index = 0
        while index < bytes.count {
            let byte = bytes[index]
            switch byte {
            case UInt8(ascii: "\""), UInt8(ascii: "\\"): escaped += [UInt8(ascii: "\\"), byte]
            case 10: escaped += "\\n".utf8
            case 13: escaped += "\\r".utf8
            case 9: escaped += "\\t".utf8
            case 0..<0x20: escaped += hexEscape(UInt32(byte))
            case 0xED where index + 2 < bytes.count && bytes[index + 1] >= 0xA0:
                escaped += hexEscape(0xD000 | UInt32(bytes[index + 1] & 0x3F) << 6 | UInt32(bytes[index + 2] & 0x3F))
                index += 2
            default: escaped.append(byte)
            }
            index += 1
        }
        return escaped
    }

    static func hexValue(_ byte: UInt8) -> UInt32? {
        switch byte {
        case UInt8(ascii: "0")...UInt8(ascii: "9"): UInt32(byte - UInt8(ascii: "0"))
        case UInt8(ascii: "a")...UInt8(ascii: "f"): UInt32(byte - UInt8(ascii: "a")) + 10
        case UInt8(ascii: "A")...UInt8(ascii: "F"): UInt32(byte - UInt8(ascii: "A")) + 10
        default: nil
        }
    }

    private static func unit(from rest: ArraySlice<UInt8>) -> UInt32 {
        rest.prefix(4).reduce(0) { $0 << 4 | (hexValue($1) ?? 0) }
    }

    private static func scalar(from rest: inout ArraySlice<UInt8>) -> UInt32 {
        let high = unit(from: rest)
        rest = rest.dropFirst(4)
        guard 0xD800..<0xDC00 ~= high, rest.starts(with: "\\u".utf8) else { return high }
        let low = unit(from: rest.dropFirst(2))
        guard 0xDC00..<0xE000 ~= low else { return high }
        rest = rest.dropFirst(6)
        return 0x10000 + (high - 0xD800) << 10 + (low - 0xDC00)
    }

    private static func append(_ value: UInt32, to bytes: inout [UInt8]) {
        func continuation(_ shift: UInt32) -> UInt8 { 0x80 | UInt8(value >> shift & 0x3F) }
        switch value {
        case 0..<0x80: bytes.append(UInt8(value))
        case 0x80..<0x800: bytes += [0xC0 | UInt8(value >> 6), continuation(0)]
        case 0x800..<0x10000: bytes += [0xE0 | UInt8(value >> 12), continuation(6), continuation(0)]
        default: bytes += [0xF0 | UInt8(value >> 18), continuation(12), continuation(6), continuation(0)]
        }
    }

    private static func hexEscape(_ value: UInt32) -> [UInt8] {
        let digits = Array("0123456789abcdef".utf8)
        return Array("\\u".utf8) + [12, 8, 4, 0].map { digits[Int(value >> UInt32($0) & 0xF)] }
    }
}

/// Classes of ASCII bytes. Nothing here knows of locales or Unicode.
enum ASCII {
    static func isDigit(_ byte: UInt8) -> Bool {
        byte &- UInt8(ascii: "0") < 10
    }

    static func isLower(_ byte: UInt8) -> Bool {
        byte &- UInt8(ascii: "a") < 26
    }

    static func isUpper(_ byte: UInt8) -> Bool {
        byte &- UInt8(ascii: "A") < 26
    }

    static func isLetter(_ byte: UInt8) -> Bool {
        lowercased(byte) &- UInt8(ascii: "a") < 26
    }

    static func isAlphanumeric(_ byte: UInt8) -> Bool {
        isLetter(byte) || isDigit(byte)
    }

    static func isHexDigit(_ byte: UInt8) -> Bool {
        isDigit(byte) || lowercased(byte) &- UInt8(ascii: "a") < 6
    }

    static func isSpace(_ byte: UInt8) -> Bool {
        byte == UInt8(ascii: " ") || byte &- 9 < 5
    }

    static func lowercased(_ byte: UInt8) -> UInt8 {
        isUpper(byte) ? byte | 0x20 : byte
    }

    static func contains(_ needle: String, in bytes: UnsafeBufferPointer<UInt8>, ignoringCase: Bool) -> Bool {
        let needle = Array(needle.utf8)
        guard !needle.isEmpty, needle.count <= bytes.count else { return needle.isEmpty }
        return (0...bytes.count - needle.count).contains { start in
            needle.indices.allSatisfy { index in
                let byte = bytes[start + index]
                return byte == needle[index] || ignoringCase && lowercased(byte) == lowercased(needle[index])
            }
        }
    }
}

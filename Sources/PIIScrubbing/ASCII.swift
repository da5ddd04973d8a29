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
        contains(Array(needle.utf8), in: bytes, ignoringCase: ignoringCase)
    }

    static func contains(_ needle: [UInt8], in bytes: UnsafeBufferPointer<UInt8>, ignoringCase: Bool) -> Bool {
        guard let first = needle.first, needle.count <= bytes.count else { return needle.isEmpty }
        let opening = ignoringCase ? lowercased(first) : first
        for start in 0...(bytes.count - needle.count) {
            let byte = ignoringCase ? lowercased(bytes[start]) : bytes[start]
            guard byte == opening else { continue }
            var index = 1
            while index < needle.count {
                let byte = bytes[start + index]
                guard byte == needle[index] || ignoringCase && lowercased(byte) == lowercased(needle[index]) else {
                    break
                }
                index += 1
            }
            if index == needle.count { return true }
        }
        return false
    }
}

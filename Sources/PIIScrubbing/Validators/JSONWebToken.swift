extension Validator {
    /// A JOSE header (RFC 7515, section 4) in the first part; or, for a token that was damaged on its way, two parts
    /// that both open like base64url-encoded JSON.
    static func checkJsonWebToken(_ candidate: Candidate) -> Range<Int>? {
        guard let dot = candidate.firstIndex(of: UInt8(ascii: "."), in: candidate.range) else { return nil }
        let header = candidate.subject[candidate.range.lowerBound..<dot]
        if JOSEHeader.isValid(header) {
            return candidate.range
        }
        let rest = candidate.subject[(dot + 1)..<candidate.range.upperBound]
        let payload = rest.prefix { $0 != UInt8(ascii: ".") }
        return header.count >= 17 && payload.count >= 17 && payload.starts(with: "ey".utf8) ? candidate.range : nil
    }
}

enum JOSEHeader {
    /// Longer headers hold certificates; their `alg` stands before those in practice.
    private static let maximumBytes = 8192

    static func isValid(_ encoded: Slice<UnsafeBufferPointer<UInt8>>) -> Bool {
        guard let json = decodeBase64URL(encoded.prefix(maximumBytes)) else { return false }
        guard json.first(where: { !ASCII.isSpace($0) }) == UInt8(ascii: "{") else { return false }
        guard encoded.count > maximumBytes || json.last(where: { !ASCII.isSpace($0) }) == UInt8(ascii: "}") else {
            return false
        }
        return json.withUnsafeBufferPointer { hasAlgorithm($0) }
    }

    /// Whether the text has `"alg"` as a key: outside other strings, with a `:` behind it.
    private static func hasAlgorithm(_ json: UnsafeBufferPointer<UInt8>) -> Bool {
        var offset = 0
        while offset < json.count {
            guard json[offset] == UInt8(ascii: "\"") else {
                offset += 1
                continue
            }
            let start = offset + 1
            offset = start
            while offset < json.count, json[offset] != UInt8(ascii: "\"") {
                offset += json[offset] == UInt8(ascii: "\\") ? 2 : 1
            }
            guard offset < json.count else { return false }
            let text = json[start..<offset]
            offset += 1
            let next = json[offset...].first { !ASCII.isSpace($0) }
            if next == UInt8(ascii: ":"), text.elementsEqual("alg".utf8) {
                return true
            }
        }
        return false
    }

    private static func decodeBase64URL(_ text: Slice<UnsafeBufferPointer<UInt8>>) -> [UInt8]? {
        guard text.count % 4 != 1 else { return nil }
        var bytes: [UInt8] = []
        bytes.reserveCapacity(text.count * 3 / 4)
        var bits: UInt32 = 0
        var bitCount = 0
        for byte in text {
            guard let value = value(of: byte) else { return nil }
            bits = bits << 6 | value
            bitCount += 6
            if bitCount >= 8 {
                bitCount -= 8
                bytes.append(UInt8(truncatingIfNeeded: bits >> UInt32(bitCount)))
            }
        }
        return bytes
    }

    private static func value(of byte: UInt8) -> UInt32? {
        switch byte {
        case UInt8(ascii: "A")...UInt8(ascii: "Z"): UInt32(byte - UInt8(ascii: "A"))
        case UInt8(ascii: "a")...UInt8(ascii: "z"): UInt32(byte - UInt8(ascii: "a")) + 26
        case UInt8(ascii: "0")...UInt8(ascii: "9"): UInt32(byte - UInt8(ascii: "0")) + 52
        case UInt8(ascii: "-"), UInt8(ascii: "+"): 62
        case UInt8(ascii: "_"), UInt8(ascii: "/"): 63
        default: nil
        }
    }
}

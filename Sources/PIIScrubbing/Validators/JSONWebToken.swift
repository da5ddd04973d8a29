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
        let read = encoded.prefix(maximumBytes)
        return withUnsafeTemporaryAllocation(of: UInt8.self, capacity: maximumBytes + 2) { buffer in
            guard let count = decodeBase64URL(read, to: buffer) else { return false }
            let json = UnsafeBufferPointer(rebasing: buffer[..<count])
            guard json.first(where: { !ASCII.isSpace($0) }) == UInt8(ascii: "{"),
                encoded.count > maximumBytes || json.last(where: { !ASCII.isSpace($0) }) == UInt8(ascii: "}")
            else { return false }
            return hasAlgorithm(json)
        }
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

    /// - Parameter buffer: room for as many bytes as the text has, and two more.
    /// - Returns: how many bytes it stands for; nil where it is no base64url.
    private static func decodeBase64URL(
        _ text: Slice<UnsafeBufferPointer<UInt8>>,
        to buffer: UnsafeMutableBufferPointer<UInt8>
    ) -> Int? {
        let rest = text.count % 4
        guard rest != 1 else { return nil }
        var count = 0
        var all: UInt8 = 0
        /// Three bytes for four, of which the last may be missing.
        func add(_ four: (UInt8, UInt8, UInt8, UInt8)) {
            all |= four.0 | four.1 | four.2 | four.3
            let bits = UInt32(four.0) << 18 | UInt32(four.1) << 12 | UInt32(four.2) << 6 | UInt32(four.3)
            buffer[count] = UInt8(truncatingIfNeeded: bits >> 16)
            buffer[count + 1] = UInt8(truncatingIfNeeded: bits >> 8)
            buffer[count + 2] = UInt8(truncatingIfNeeded: bits)
            count += 3
        }
        func value(_ index: Int) -> UInt8 { values[Int(text[index])] }
        var index = text.startIndex
        while index + 4 <= text.endIndex {
            add((value(index), value(index + 1), value(index + 2), value(index + 3)))
            index += 4
        }
        if rest > 1 {
            add((value(index), value(index + 1), rest > 2 ? value(index + 2) : 0, 0))
            count -= 4 - rest
        }
        return all & invalid == 0 ? count : nil
    }

    private static let invalid: UInt8 = 0x80

    /// What each byte stands for, or `invalid`. Raw memory: it is read at every byte of a header.
    nonisolated(unsafe) private static let values: UnsafePointer<UInt8> = {
        let table = UnsafeMutablePointer<UInt8>.allocate(capacity: 256)
        table.initialize(repeating: invalid, count: 256)
        let alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789"
        for (value, byte) in (alphabet + "-_").utf8.enumerated() { table[Int(byte)] = UInt8(value) }
        for (value, byte) in (alphabet + "+/").utf8.enumerated() { table[Int(byte)] = UInt8(value) }
        return UnsafePointer(table)
    }()
}

extension Validator {
    /// The text forms of RFC 4291, section 2.2, with an optional zone (RFC 4007) and prefix length. `::` alone is
    /// none without a prefix length, unless the regex asked for it by a key before it.
    static func checkIpv6(_ candidate: Candidate) -> Range<Int>? {
        IPv6Address.isPlausible(candidate) ? candidate.range : nil
    }
}

enum IPv6Address {
    static func isPlausible(_ candidate: Candidate) -> Bool {
        var text = candidate.bytes[...]
        var hasPrefixLength = false
        if let slash = text.lastIndex(of: UInt8(ascii: "/")) {
            guard let length = decimal(text[(slash + 1)...]), length <= 128 else { return false }
            hasPrefixLength = true
            text = text[..<slash]
        }
        if let percent = text.firstIndex(of: UInt8(ascii: "%")) {
            text = text[..<percent]
        }
        guard let groups = groups(in: text) else { return false }
        if text.count == 2 {
            // The unspecified address: a bare `::` is more often a scope operator.
            return hasPrefixLength || candidate[candidate.range.lowerBound - 1] == UInt8(ascii: "=")
        }
        guard groups.hasDigit || hasPrefixLength || isNoName(text, groups.count, candidate) else { return false }
        return !isSlice(text, candidate)
    }

    /// Whether letters alone are an address all the same: `a::b` and `dead::beef` are more often names in code, and
    /// so is `::add(`; names have no single colons between them.
    private static func isNoName(_ text: Slice<UnsafeBufferPointer<UInt8>>, _ groups: Int, _ candidate: Candidate)
        -> Bool
    {
        let colons = text.count { $0 == UInt8(ascii: ":") }
        if colons > 2 {
            return true
        }
        let next = candidate[candidate.range.upperBound]
        return groups == 1 && text.starts(with: "::".utf8) && next != UInt8(ascii: "(") && next != UInt8(ascii: "<")
    }

    /// `list[::2]` and `list[1::2]` are slices of a list.
    private static func isSlice(_ text: Slice<UnsafeBufferPointer<UInt8>>, _ candidate: Candidate) -> Bool {
        let start = candidate.range.lowerBound
        let beforeBracket = candidate[start - 2]
        guard candidate[start - 1] == UInt8(ascii: "["), text.count <= 6, !text.elementsEqual("::1".utf8),
            ASCII.isAlphanumeric(beforeBracket) || "_])".utf8.contains(beforeBracket)
        else { return false }
        return text.allSatisfy { ASCII.isDigit($0) || $0 == UInt8(ascii: ":") }
    }

    /// The number of groups that stand in the text, or nil where it is no address.
    private static func groups(in text: Slice<UnsafeBufferPointer<UInt8>>) -> (count: Int, hasDigit: Bool)? {
        var parts = 0
        var count = 0
        var hasDigit = false
        // A gap inside gives one empty part; at an end it gives two, at both ends (`::`) three.
        var empty = 0
        var emptyAtStart = 0
        var emptyAtEnd = 0
        var start = text.startIndex
        while start <= text.endIndex {
            let end = text[start...].firstIndex(of: UInt8(ascii: ":")) ?? text.endIndex
            if start == end {
                if empty == parts { emptyAtStart += 1 }
                empty += 1
                emptyAtEnd += 1
            } else {
                guard let group = group(text[start..<end], isLast: end == text.endIndex) else { return nil }
                count += group.count
                hasDigit = hasDigit || group.hasDigit
                emptyAtEnd = 0
            }
            parts += 1
            start = end + 1
        }
        guard parts >= 3, emptyAtStart != 1, emptyAtEnd != 1 else { return nil }
        let opensWithGap = emptyAtStart >= 2
        let closesWithGap = emptyAtEnd >= 2
        guard empty > 0 else { return count == 8 ? (count, hasDigit) : nil }
        let expected = empty == parts ? 3 : 1 + (opensWithGap ? 1 : 0) + (closesWithGap ? 1 : 0)
        return empty == expected && count <= 7 ? (count, hasDigit) : nil
    }

    /// How many groups of 16 bits a part between colons is, or nil where it is none.
    private static func group(_ part: Slice<UnsafeBufferPointer<UInt8>>, isLast: Bool) -> (count: Int, hasDigit: Bool)?
    {
        var hasDigit = false
        var isHex = part.count <= 4
        for byte in part {
            hasDigit = hasDigit || ASCII.isDigit(byte)
            isHex = isHex && ASCII.isHexDigit(byte)
        }
        if isHex { return (1, hasDigit) }
        return isLast && isIPv4(part) ? (2, true) : nil
    }

    private static func isIPv4(_ text: Slice<UnsafeBufferPointer<UInt8>>) -> Bool {
        var octets = 0
        var start = text.startIndex
        while start <= text.endIndex {
            let end = text[start...].firstIndex(of: UInt8(ascii: ".")) ?? text.endIndex
            guard octets < 4, let octet = decimal(text[start..<end]), octet < 256 else { return false }
            octets += 1
            start = end + 1
        }
        return octets == 4
    }

    /// The value of up to three decimal digits.
    private static func decimal(_ text: Slice<UnsafeBufferPointer<UInt8>>) -> Int? {
        guard (1...3).contains(text.count), text.allSatisfy(ASCII.isDigit) else { return nil }
        return text.reduce(0) { $0 * 10 + Int($1 - UInt8(ascii: "0")) }
    }
}

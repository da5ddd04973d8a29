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
        let parts = text.split(separator: UInt8(ascii: ":"), omittingEmptySubsequences: false)
        guard parts.count >= 3 else { return nil }
        // A gap inside gives one empty part; at an end it gives two, at both ends (`::`) three.
        let empty = parts.count { $0.isEmpty }
        let opensWithGap = parts[0].isEmpty && parts[1].isEmpty
        let closesWithGap = parts[parts.count - 1].isEmpty && parts[parts.count - 2].isEmpty
        let expectedEmpty = 1 + (opensWithGap ? 1 : 0) + (closesWithGap ? 1 : 0)
        guard empty == 0 || empty == (parts.count == 3 && opensWithGap && closesWithGap ? 3 : expectedEmpty) else {
            return nil
        }
        if parts[0].isEmpty, !opensWithGap { return nil }
        if parts[parts.count - 1].isEmpty, !closesWithGap { return nil }

        var count = 0
        var hasDigit = false
        for (index, part) in parts.enumerated() where !part.isEmpty {
            if part.contains(UInt8(ascii: ".")) {
                guard index == parts.count - 1, isIPv4(part) else { return nil }
                count += 2
                hasDigit = true
            } else {
                guard part.count <= 4, part.allSatisfy(ASCII.isHexDigit) else { return nil }
                count += 1
                hasDigit = hasDigit || part.contains(where: ASCII.isDigit)
            }
        }
        return (empty == 0 ? count == 8 : count <= 7) ? (count, hasDigit) : nil
    }

    private static func isIPv4(_ text: Slice<UnsafeBufferPointer<UInt8>>) -> Bool {
        let octets = text.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
        return octets.count == 4 && octets.allSatisfy { (decimal($0) ?? 256) < 256 }
    }

    /// The value of up to three decimal digits.
    private static func decimal(_ text: Slice<UnsafeBufferPointer<UInt8>>) -> Int? {
        guard (1...3).contains(text.count), text.allSatisfy(ASCII.isDigit) else { return nil }
        return text.reduce(0) { $0 * 10 + Int($1 - UInt8(ascii: "0")) }
    }
}

extension BotanuConfig {
    /// Whether a run may go out with calls to a host.
    func mayPropagate(to host: String) -> Bool {
        let host = Self.plainHost(host)
        return propagationHosts.contains { pattern in
            guard Self.isHostPattern(pattern) else { return false }
            let pattern = Self.plainHost(pattern)
            guard pattern.hasPrefix("*.") else { return host == pattern }
            return host.utf8.count >= pattern.utf8.count && host.hasSuffix(pattern.dropFirst())
        }
    }

    /// An IPv6 address stands in brackets in URLs.
    private static func plainHost(_ host: String) -> String {
        let host = host.lowercased()
        return host.hasPrefix("[") && host.hasSuffix("]") ? String(host.dropFirst().dropLast()) : host
    }

    /// A name whose first label may be `*`, or an address, without a port.
    static func isHostPattern(_ text: String) -> Bool {
        let text = plainHost(text)
        if text.contains(":") { return text.utf8.allSatisfy { isHexadecimal($0) || $0 == UInt8(ascii: ":") } }
        let name = text.hasPrefix("*.") ? text.dropFirst(2) : text[...]
        return !name.isEmpty && name.utf8.allSatisfy { isNameByte($0) }
    }

    private static func isHexadecimal(_ byte: UInt8) -> Bool {
        UInt8(ascii: "0")...UInt8(ascii: "9") ~= byte || UInt8(ascii: "a")...UInt8(ascii: "f") ~= byte
    }

    private static func isNameByte(_ byte: UInt8) -> Bool {
        UInt8(ascii: "0")...UInt8(ascii: "9") ~= byte || UInt8(ascii: "a")...UInt8(ascii: "z") ~= byte
            || byte == UInt8(ascii: "-") || byte == UInt8(ascii: ".")
    }
}

extension BotanuConfig {
    /// Whether a run may go out with calls to a host.
    func mayPropagate(to host: String) -> Bool {
        let host = host.lowercased()
        return propagationHosts.contains { pattern in
            let pattern = pattern.lowercased()
            return pattern.hasPrefix("*.")
                ? host.hasSuffix(pattern.dropFirst()) && host.utf8.count >= pattern.utf8.count : host == pattern
        }
    }

    /// A name of labels, the first of which may be `*`.
    static func isHostPattern(_ text: String) -> Bool {
        let name = text.hasPrefix("*.") ? text.dropFirst(2) : text[...]
        return !name.isEmpty
            && name.utf8.allSatisfy {
                switch $0 {
                case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                    UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "."), UInt8(ascii: ":"),
                    UInt8(ascii: "["), UInt8(ascii: "]"):
                    true
                default: false
                }
            }
    }
}

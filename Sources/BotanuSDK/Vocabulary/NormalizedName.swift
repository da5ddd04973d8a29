enum NormalizedName {
    /// A name in lower case without blanks around it, or what that is an alias of.
    static func of(_ name: String, among aliases: [String: String]) -> String {
        // As a rule it is written as it should be.
        let isPlain = name.utf8.allSatisfy { $0 > 0x20 && $0 < 0x7F && !(0x41...0x5A).contains($0) }
        let plain = isPlain ? name : trimmed(name[...]).lowercased()
        return aliases[plain] ?? plain
    }

    private static func trimmed(_ name: Substring) -> Substring {
        var rest = name.drop(while: \.isWhitespace)
        while rest.last?.isWhitespace == true { rest.removeLast() }
        return rest
    }
}

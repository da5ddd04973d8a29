/// The escapes that Swift's descriptions write strings with.
enum Escapes {
    /// The text with `\n`, `\t`, `\r`, `\0`, `\"`, `\'`, `\\` and `\u{…}` as what they stand for.
    static func resolved(in text: String) -> String {
        var resolved = ""
        var rest = text.unicodeScalars[...]
        while let scalar = rest.popFirst() {
            guard scalar == "\\", let escape = rest.first else {
                resolved.unicodeScalars.append(scalar)
                continue
            }
            switch escape {
            case "n": resolved += "\n"
            case "t": resolved += "\t"
            case "r": resolved += "\r"
            case "0": resolved += "\0"
            case "\"", "'", "\\": resolved.unicodeScalars.append(escape)
            case "u":
                guard let (code, length) = unicode(rest.dropFirst()) else {
                    resolved += "\\"
                    continue
                }
                resolved.unicodeScalars.append(code)
                rest = rest.dropFirst(length)
            default:
                resolved += "\\"
                continue
            }
            rest = rest.dropFirst()
        }
        return resolved
    }

    /// The scalar that `{…}` stands for, and how long that is.
    private static func unicode(_ text: Substring.UnicodeScalarView) -> (Unicode.Scalar, length: Int)? {
        guard text.first == "{", let end = text.prefix(10).firstIndex(of: "}") else { return nil }
        let digits = text[text.index(after: text.startIndex)..<end]
        guard let code = UInt32(String(digits), radix: 16).flatMap(Unicode.Scalar.init) else { return nil }
        return (code, digits.count + 2)
    }
}

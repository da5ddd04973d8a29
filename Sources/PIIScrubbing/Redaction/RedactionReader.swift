/// Reads a redaction operator: `replace`, `placeholder`, `{replace: text}` or `{mask: {…}}`.
enum RedactionReader {
    static func redaction(from node: YAMLNode) throws(ConfigurationError) -> RedactionOperator {
        let forms =
            "replace, placeholder, {replace: text} or {mask: {keep_first, keep_last, keep_separators, character}}"
        if node.isScalar {
            switch try node.string() {
            case "replace": return .replace
            case "placeholder": return .placeholder
            case "mask": return .mask()
            default: throw node.error(.invalidValue, "a redaction is one of \(forms)")
            }
        }
        let fields = try node.fields(known: ["replace", "mask"])
        guard fields.entries.count == 1, let entry = fields.entries.first else {
            throw node.error(.invalidValue, "a redaction is one of \(forms)")
        }
        return entry.key == "replace" ? .replace(with: try entry.value.string()) : try mask(from: entry.value)
    }

    private static func mask(from node: YAMLNode) throws(ConfigurationError) -> RedactionOperator {
        let fields = try node.fields(known: ["keep_first", "keep_last", "keep_separators", "character"])
        let character = try fields["character"].map { node throws(ConfigurationError) in
            let text = try node.string()
            guard text.count == 1, let character = text.first else {
                throw node.error(.invalidValue, "must be a single character")
            }
            return character
        }
        return .mask(
            keepFirst: try fields["keep_first"]?.int(in: 0...64) ?? 0,
            keepLast: try fields["keep_last"]?.int(in: 0...64) ?? 0,
            keepsSeparators: try fields["keep_separators"]?.bool() ?? true,
            character: character ?? "*"
        )
    }
}

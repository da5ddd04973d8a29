/// The built-in patterns in a form that needs no YAML parser: reading hundreds of patterns from YAML takes tens of
/// milliseconds, this well under one. Text, so that a change to it can be reviewed.
///
/// A line holds one field, its name and its value with a space between; `pattern` starts the next pattern. In values
/// `\n` is a line end and `\\` a backslash. Examples are not part of it.
package enum PreparedPatterns {
    private static let header = "prepared-patterns 1"

    package static func encode(_ patterns: [PatternDefinition]) -> String {
        var lines = [header]
        for pattern in patterns {
            lines += Fields(of: pattern).lines
        }
        return lines.joined(separator: "\n") + "\n"
    }

    /// - Returns: nil where the text is not in this form.
    package static func decode(_ text: some Collection<UInt8>) -> [PatternDefinition]? {
        let lines = text.split(separator: UInt8(ascii: "\n"))
        guard let first = lines.first, first.elementsEqual(header.utf8) else { return nil }
        var patterns: [PatternDefinition] = []
        for line in lines.dropFirst() {
            guard let space = line.firstIndex(of: UInt8(ascii: " ")) else { return nil }
            let key = String(decoding: line[..<space], as: UTF8.self)
            let value = unescape(line[line.index(after: space)...])
            if key == "pattern" {
                let entity = Entity(patternName: value)
                patterns.append(PatternDefinition(name: value, entity: entity, regex: "", source: .builtin(file: "")))
            } else {
                guard let last = patterns.indices.last, apply(key, value, to: &patterns[last]) else { return nil }
            }
        }
        return patterns
    }

    // MARK: Writing

    private struct Fields {
        var lines: [String] = []

        init(of pattern: PatternDefinition) {
            add("pattern", pattern.name)
            if case .builtin(let file) = pattern.source { add("file", file) }
            add("entity", pattern.entity.rawValue)
            if !pattern.summary.isEmpty { add("description", pattern.summary) }
            add("regex", pattern.regex)
            if pattern.group != 0 { add("group", String(pattern.group)) }
            for validator in pattern.validators { add("validator", validator.name) }
            for keyword in pattern.keywords { add("keyword", keyword) }
            addAnchor(pattern.anchor)
            addContext("context", pattern.context)
            addContext("exclude_context", pattern.excludedContext)
            for value in pattern.allowed { add("allow", value) }
            add("precedence", String(pattern.precedence))
            if !pattern.isEnabled { add("enabled", "false") }
            if let parent = pattern.parent { add("part_of", parent) }
        }

        private mutating func add(_ key: String, _ value: String) {
            let escaped = value.utf8.flatMap { byte -> [UInt8] in
                switch byte {
                case UInt8(ascii: "\\"): Array("\\\\".utf8)
                case UInt8(ascii: "\n"): Array("\\n".utf8)
                default: [byte]
                }
            }
            lines.append(key + " " + String(decoding: escaped, as: UTF8.self))
        }

        private mutating func addAnchor(_ anchor: Anchor?) {
            switch anchor {
            case nil: break
            case .atSign: add("anchor", "at_sign")
            case .hexColon: add("anchor", "hex_colon")
            case .digitRun(let minimum, let maximum, let separators):
                add("anchor", "digit_run \(minimum) \(maximum) \(separators)")
            case .literals(let literals, let ignoresCase):
                add("anchor", ignoresCase ? "literals_ignore_case" : "literals")
                for literal in literals { add("literal", literal) }
            }
        }

        private mutating func addContext(_ key: String, _ rule: ContextRule?) {
            guard let rule else { return }
            add(key, "\(rule.before) \(rule.after) \(rule.isRequired)")
            for word in rule.words { add(key + "_word", word) }
        }
    }

    // MARK: Reading

    private static func apply(_ key: String, _ value: String, to pattern: inout PatternDefinition) -> Bool {
        switch key {
        case "file": pattern.source = .builtin(file: value)
        case "entity":
            guard let entity = Entity(rawValue: value) else { return false }
            pattern.entity = entity
        case "description": pattern.summary = value
        case "regex": pattern.regex = value
        case "group": return set(&pattern.group, Int(value))
        case "validator":
            guard let validator = Validator.named(value) else { return false }
            pattern.validators.append(validator)
        case "keyword": pattern.keywords.append(value)
        case "anchor": return set(&pattern.anchor, anchor(value))
        case "literal":
            guard case .literals(let literals, let ignoresCase) = pattern.anchor else { return false }
            pattern.anchor = .literals(literals + [value], ignoresCase: ignoresCase)
        case "context": return set(&pattern.context, context(value))
        case "context_word": pattern.context?.words.append(value)
        case "exclude_context": return set(&pattern.excludedContext, context(value))
        case "exclude_context_word": pattern.excludedContext?.words.append(value)
        case "allow": pattern.allowed.append(value)
        case "precedence": return set(&pattern.precedence, Int(value))
        case "enabled": return set(&pattern.isEnabled, Bool(value))
        case "part_of": pattern.parent = value
        default: return false
        }
        return true
    }

    private static func set<Value>(_ field: inout Value, _ value: Value?) -> Bool {
        guard let value else { return false }
        field = value
        return true
    }

    private static func set<Value>(_ field: inout Value?, _ value: Value?) -> Bool {
        field = value
        return value != nil
    }

    private static func anchor(_ value: String) -> Anchor? {
        let parts = value.split(separator: " ", maxSplits: 3, omittingEmptySubsequences: false)
        switch parts[0] {
        case "at_sign": return .atSign
        case "hex_colon": return .hexColon
        case "literals": return .literals([], ignoresCase: false)
        case "literals_ignore_case": return .literals([], ignoresCase: true)
        default:
            guard parts.count == 4, let minimum = Int(parts[1]), let maximum = Int(parts[2]) else { return nil }
            return .digitRun(minimum: minimum, maximum: maximum, separators: String(parts[3]))
        }
    }

    private static func context(_ value: String) -> ContextRule? {
        let parts = value.split(separator: " ")
        guard parts.count == 3, let before = Int(parts[0]), let after = Int(parts[1]),
            let isRequired = Bool(String(parts[2]))
        else { return nil }
        return ContextRule(words: [], before: before, after: after, isRequired: isRequired)
    }

    private static func unescape(_ value: some Collection<UInt8>) -> String {
        guard value.contains(UInt8(ascii: "\\")) else { return String(decoding: value, as: UTF8.self) }
        var bytes: [UInt8] = []
        bytes.reserveCapacity(value.count)
        var isEscaped = false
        for byte in value {
            if isEscaped {
                bytes.append(byte == UInt8(ascii: "n") ? UInt8(ascii: "\n") : byte)
                isEscaped = false
            } else if byte == UInt8(ascii: "\\") {
                isEscaped = true
            } else {
                bytes.append(byte)
            }
        }
        return String(decoding: bytes, as: UTF8.self)
    }
}

/// Reads pattern files of version 1, the format that `patterns/README.md` describes.
package enum PatternReader {
    static let version = 1
    static let fileKeys = ["version", "patterns"]
    static let patternKeys = [
        "name", "entity", "description", "regex", "group", "validators", "keywords", "anchor", "context",
        "exclude_context", "allow", "precedence", "redaction", "enabled", "part_of", "examples",
    ]

    /// - Parameter source: where a pattern on the given line is to say that it came from.
    package static func patterns(
        in text: String,
        file: String,
        source: (_ line: Int?) -> PatternSource
    ) throws(ConfigurationError) -> [PatternDefinition] {
        guard let root = try YAMLNode.parse(text, file: file) else {
            throw ConfigurationError(
                .missingKey,
                file: file,
                reason: "the file is empty; a pattern file starts with 'version: 1' and 'patterns:'"
            )
        }
        let fields = try root.fields(known: fileKeys)
        let version = try fields.required("version")
        guard try version.int(in: 0...Int.max) == Self.version else {
            throw version.error(.unsupportedVersion, "this release reads version \(Self.version) of pattern files only")
        }
        var patterns: [PatternDefinition] = []
        for node in try fields.required("patterns").sequence() {
            let pattern = try pattern(from: node, source: source(node.line))
            guard !patterns.contains(where: { $0.name == pattern.name }) else {
                throw node.error(.duplicateName, "the name '\(pattern.name)' stands twice in this file; rename one")
            }
            patterns.append(pattern)
        }
        return patterns
    }

    private static func pattern(
        from node: YAMLNode,
        source: PatternSource
    ) throws(ConfigurationError) -> PatternDefinition {
        let fields = try node.fields(known: patternKeys)
        let name = try name(from: fields.required("name"))
        let regex = try fields.required("regex")
        var pattern = PatternDefinition(
            name: name,
            entity: try fields["entity"].map(entity) ?? Entity(patternName: name),
            regex: try nonEmpty(regex),
            source: source
        )
        if let value = fields["description"] { pattern.summary = try value.string() }
        if let value = fields["group"] { pattern.group = try value.int(in: 0...99) }
        if let value = fields["validators"] { pattern.validators = try validators(from: value) }
        if let value = fields["keywords"] { pattern.keywords = try nonEmptyList(value) }
        if let value = fields["anchor"] { pattern.anchor = try anchor(from: value) }
        if let value = fields["context"] { pattern.context = try context(from: value, excluding: false) }
        if let value = fields["exclude_context"] { pattern.excludedContext = try context(from: value, excluding: true) }
        if let value = fields["allow"] { pattern.allowed = try nonEmptyList(value) }
        if let value = fields["precedence"] { pattern.precedence = try value.int(in: PatternDefinition.precedences) }
        if let value = fields["redaction"] { pattern.redaction = try RedactionReader.redaction(from: value) }
        if let value = fields["enabled"] { pattern.isEnabled = try value.bool() }
        if let value = fields["part_of"] { pattern.parent = try Self.name(from: value) }
        if let value = fields["examples"] { pattern.examples = try examples(from: value) }
        if case .file = source {
            for key in ["regex", "group", "anchor", "part_of"] { pattern.fieldLines[key] = fields[key]?.line }
        }
        return pattern
    }

    static func name(from node: YAMLNode) throws(ConfigurationError) -> String {
        let name = try node.string()
        try checkName(name, at: node)
        return name
    }

    /// Names go to logs, reports and command lines: letters, digits, `_`, `-` and `.` keep them safe there.
    static func checkName(_ name: String, at node: YAMLNode) throws(ConfigurationError) {
        guard isValidName(name) else {
            throw node.error(
                .invalidValue,
                "a pattern's name has 1 to 64 letters, digits, '_', '-' or '.', and starts with a letter"
            )
        }
    }

    static func isValidName(_ name: String) -> Bool {
        guard let first = name.utf8.first, ASCII.isLetter(first), name.utf8.count <= 64 else { return false }
        let others = Set("_-.".utf8)
        return name.utf8.allSatisfy { ASCII.isAlphanumeric($0) || others.contains($0) }
    }

    private static func entity(from node: YAMLNode) throws(ConfigurationError) -> Entity {
        guard let entity = Entity(rawValue: try node.string()) else {
            throw node.error(
                .invalidValue,
                "an entity is 1 to 64 upper-case letters, digits or '_', as in EMAIL_ADDRESS"
            )
        }
        return entity
    }

    private static func validators(from node: YAMLNode) throws(ConfigurationError) -> [Validator] {
        var validators: [Validator] = []
        for element in try node.sequence() {
            let name = try element.string()
            guard let validator = Validator.named(name) else {
                let known = Validator.allCases.map(\.name)
                let hint = Suggestion.nearest(to: name, among: known).map { "did you mean '\($0)'? " } ?? ""
                throw element.error(
                    .unknownName,
                    "no validator has this name; \(hint)known validators: \(known.joined(separator: ", "))"
                )
            }
            validators.append(validator)
        }
        return validators
    }

    private static func context(from node: YAMLNode, excluding: Bool) throws(ConfigurationError) -> ContextRule {
        let known = ["words", "before", "after"] + (excluding ? [] : ["required"])
        let fields = try node.fields(known: known)
        let words = try fields.required("words")
        var rule = ContextRule(words: try nonEmptyList(words))
        guard rule.words.allSatisfy({ ContextMatcher.isWord($0) }) else {
            throw words.error(.invalidValue, "a context word has ASCII letters, digits and single spaces, up to 64")
        }
        if let value = fields["before"] { rule.before = try value.int(in: 0...ContextRule.maximumDistance) }
        if let value = fields["after"] { rule.after = try value.int(in: 0...ContextRule.maximumDistance) }
        if let value = fields["required"] { rule.isRequired = try value.bool() }
        guard rule.before + rule.after > 0 else {
            throw node.error(.invalidValue, "'before' and 'after' are both 0, so no word is ever near enough")
        }
        return rule
    }

    private static func anchor(from node: YAMLNode) throws(ConfigurationError) -> Anchor {
        let forms = "at_sign, hex_colon, digit_run: {min, max, separators} or literals: [text, …]"
        if node.isScalar {
            switch try node.string() {
            case "at_sign": return .atSign
            case "hex_colon": return .hexColon
            default: throw node.error(.invalidValue, "an anchor is one of \(forms)")
            }
        }
        let fields = try node.fields(known: ["digit_run", "literals", "ignore_case"])
        if let run = fields["digit_run"], fields.entries.count == 1 {
            let parts = try run.fields(known: ["min", "max", "separators"])
            let minimum = try parts.required("min").int(in: 1...64)
            let maximum = try parts.required("max").int(in: minimum...256)
            return .digitRun(minimum: minimum, maximum: maximum, separators: try parts["separators"]?.string() ?? "")
        }
        guard fields["digit_run"] == nil, let literals = fields["literals"] else {
            throw node.error(.invalidValue, "an anchor is one of \(forms)")
        }
        return .literals(try nonEmptyList(literals), ignoresCase: try fields["ignore_case"]?.bool() ?? false)
    }

    private static func examples(from node: YAMLNode) throws(ConfigurationError) -> PatternExamples {
        let fields = try node.fields(known: ["match", "ignore"])
        return PatternExamples(
            matching: try fields["match"].map(exampleTexts) ?? [],
            ignored: try fields["ignore"].map(exampleTexts) ?? []
        )
    }

    /// An example is a text, or a list of parts that make one: so that no file holds a literal key.
    private static func exampleTexts(_ node: YAMLNode) throws(ConfigurationError) -> [PatternExample] {
        var examples: [PatternExample] = []
        for element in try node.sequence() {
            let text = !element.isSequence ? try element.string() : try element.strings().joined()
            examples.append(PatternExample(text: text, line: element.line))
        }
        return examples
    }

    private static func nonEmpty(_ node: YAMLNode) throws(ConfigurationError) -> String {
        let text = try node.string()
        guard !text.isEmpty else { throw node.error(.invalidValue, "must not be empty") }
        return text
    }

    private static func nonEmptyList(_ node: YAMLNode) throws(ConfigurationError) -> [String] {
        var texts: [String] = []
        for element in try node.sequence() {
            texts.append(try nonEmpty(element))
        }
        guard !texts.isEmpty else { throw node.error(.invalidValue, "must not be an empty list; leave the key out") }
        return texts
    }
}

import Foundation

extension ScrubberConfiguration {
    private static let keys = [
        "enabled", "disable_patterns", "enable_patterns", "custom_patterns", "pattern_files", "use_presidio",
        "replacement", "redaction", "limits",
    ]

    /// Reads `eval.pii` of a YAML file. Other sections are not looked at; without this one the defaults hold, with a
    /// warning.
    ///
    /// Relative paths in `pattern_files` start at the folder of the file.
    ///
    /// - Parameter path: a UTF-8 file.
    /// - Throws: for a file that cannot be read and anything in `eval.pii` that is not understood.
    public init(contentsOfFile path: String) throws(ConfigurationError) {
        var isDirectory: ObjCBool = false
        if FileManager.default.fileExists(atPath: path, isDirectory: &isDirectory), isDirectory.boolValue {
            throw ConfigurationError(.unreadableFile, file: path, reason: "is a directory; name a file")
        }
        try self.init(yaml: PatternFiles.text(of: path), file: path)
    }

    package init(yaml: String, file: String) throws(ConfigurationError) {
        self.init()
        guard let root = try YAMLNode.parse(yaml, file: file), !root.isNull else {
            warnOfMissingSection(file, hint: "it is empty")
            return
        }
        let sections = try root.fields()
        guard let eval = sections["eval"] else {
            let isElsewhere = sections["pii"] != nil || sections["eval.pii"] != nil
            let hint = isElsewhere ? "put 'pii' under 'eval'" : Self.hint("eval", among: sections)
            warnOfMissingSection(file, hint: hint)
            return
        }
        let parts = try eval.isNull ? YAMLFields(owner: eval, entries: []) : eval.fields()
        guard let section = parts["pii"] else {
            warnOfMissingSection(file, hint: Self.hint("pii", among: parts))
            return
        }
        guard !section.isNull else { return }
        try apply(section.fields(known: Self.keys), file: file)
    }

    /// Somebody who names a file wants something of it: that nothing was read must not stay unsaid.
    private mutating func warnOfMissingSection(_ file: String, hint: String?) {
        let hint = hint.map { "; \($0)" } ?? ""
        warnings.append(ScrubberWarning("\(file): there is no section 'eval.pii', so nothing of it is used\(hint)"))
    }

    private static func hint(_ key: String, among fields: YAMLFields) -> String? {
        let near = Suggestion.nearest(to: key, among: fields.entries.map(\.key), within: 1)
        return near.map { "did you mean '\(key)' by '\($0)'?" }
    }

    private mutating func apply(_ fields: YAMLFields, file: String) throws(ConfigurationError) {
        if let value = fields["enabled"] {
            isEnabled = try value.bool()
            enabledPlace = value.place
        }
        if let value = fields["use_presidio"] { usesPresidio = try value.bool() }
        if let value = fields["replacement"] {
            replacement = try value.string()
            replacementPlace = value.place
        }
        if let value = fields["disable_patterns"], !value.isNull { disabledPatterns = try Self.names(value) }
        if let value = fields["enable_patterns"], !value.isNull { enabledPatterns = try Self.names(value) }
        if let value = fields["custom_patterns"], !value.isNull {
            for (name, regex) in try value.fields().entries {
                try PatternReader.checkName(name, at: regex)
                let text = try regex.string()
                guard !text.isEmpty else { throw regex.error(.invalidValue, "must not be empty") }
                customPatterns.append(CustomPattern(name: name, regex: text, file: file, line: regex.line))
            }
        }
        if let value = fields["pattern_files"], !value.isNull {
            let folder = file.lastIndex(of: "/").map { String(file[...$0]) } ?? ""
            patternFiles = try value.strings().map { $0.hasPrefix("/") ? $0 : folder + $0 }
        }
        if let value = fields["redaction"], !value.isNull {
            for (name, node) in try value.fields().entries {
                redaction[name] = try RedactionReader.redaction(from: node)
                redactionPlaces[name] = node.place
            }
        }
        if let value = fields["limits"], !value.isNull { try applyLimits(value) }
    }

    private mutating func applyLimits(_ node: YAMLNode) throws(ConfigurationError) {
        let fields = try node.fields(known: ["match_limit", "maximum_text_bytes", "pattern_milliseconds"])
        if let value = fields["match_limit"] { limits.matchLimit = try value.int(in: 1...Int(UInt32.max)) }
        if let value = fields["maximum_text_bytes"] { limits.maximumTextBytes = try value.int(in: 0...Int(Int32.max)) }
        if let value = fields["pattern_milliseconds"] {
            limits.patternTime = .milliseconds(try value.int(in: 1...3_600_000))
        }
    }

    private static func names(_ node: YAMLNode) throws(ConfigurationError) -> [NameReference] {
        var names: [NameReference] = []
        for element in try node.sequence() {
            names.append(NameReference(name: try element.string(), file: element.file, line: element.line))
        }
        return names
    }
}

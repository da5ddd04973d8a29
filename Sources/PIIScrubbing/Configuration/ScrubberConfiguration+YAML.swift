import Foundation

extension ScrubberConfiguration {
    private static let keys =
        [
            "enabled", "disable_patterns", "enable_patterns", "custom_patterns", "pattern_files", "use_presidio",
            "presidio", "recognizer_failure", "replacement", "redaction", "limits",
        ] + keysOfTelemetry

    /// What says how telemetry is scrubbed; the SDK reads it.
    private static let keysOfTelemetry = ["scope", "ids", "id_key", "recognizer_deadline_ms"]

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
            if let elsewhere = sections["pii"] ?? sections["eval.pii"] {
                throw elsewhere.error(.unknownKey, "put 'pii' under 'eval'")
            }
            try Self.refuseMisspelling(of: "eval", among: sections)
            warnOfMissingSection(file, hint: nil)
            return
        }
        let parts = try eval.isNull ? YAMLFields(owner: eval, entries: []) : eval.fields()
        guard let section = parts["pii"] else {
            try Self.refuseMisspelling(of: "pii", among: parts)
            warnOfMissingSection(file, hint: nil)
            return
        }
        guard !section.isNull else { return }
        try apply(section.fields(known: Self.keys), file: file)
    }

    /// - Parameter section: `eval.pii`.
    package init(section: YAMLNode) throws(ConfigurationError) {
        self.init()
        try apply(section.fields(known: Self.keys), file: section.file)
    }

    /// Somebody who names a file wants something of it: that nothing was read must not stay unsaid.
    private mutating func warnOfMissingSection(_ file: String, hint: String?) {
        let hint = hint.map { "; \($0)" } ?? ""
        warnings.append(ScrubberWarning("\(file): there is no section 'eval.pii', so nothing of it is used\(hint)"))
    }

    /// Other sections are somebody else's, but what is nearly called so is meant, and must not be passed over.
    private static func refuseMisspelling(of key: String, among fields: YAMLFields) throws(ConfigurationError) {
        guard let near = Suggestion.nearest(to: key, among: fields.entries.map(\.key), within: 1) else { return }
        throw (fields[near] ?? fields.owner).error(.unknownKey, "unknown key; did you mean '\(key)'?")
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
            for element in try value.sequence() {
                let name = try element.string()
                let path = name.hasPrefix("/") ? name : folder + name
                patternFiles.append(path)
                patternFilePlaces[path] = element.place
            }
        }
        if let value = fields["redaction"], !value.isNull {
            for (name, node) in try value.fields().entries {
                redaction[name] = try RedactionReader.redaction(from: node)
                redactionPlaces[name] = node.place
            }
        }
        if let value = fields["limits"], !value.isNull { try applyLimits(value) }
        if let value = fields["recognizer_failure"] { recognizerFailure = try value.choice() }
        if let value = fields["presidio"], !value.isNull { presidio = try PresidioConfiguration(value) }
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

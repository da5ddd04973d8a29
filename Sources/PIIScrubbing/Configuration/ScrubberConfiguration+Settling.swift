extension ScrubberConfiguration {
    /// Looks at what can only be told once all patterns are known: names, and whether a replacement is usable.
    ///
    /// What the environment says wrong is left out with a warning, here as elsewhere: a typing error there must not
    /// keep a process from starting, and what is left out redacts more, or the same with another text.
    ///
    /// - Parameter hasRecognizers: whether entities may come from elsewhere than patterns.
    /// - Throws: for a name in a file, in code or in an option that is not known, and for pattern files that are wrong.
    mutating func settle(hasRecognizers: Bool) throws(ConfigurationError) {
        let hasNames = !disabledPatterns.isEmpty || !enabledPatterns.isEmpty
        guard hasNames || !redaction.isEmpty || replacedByEnvironment != nil else { return }
        var nameless = self
        (nameless.disabledPatterns, nameless.enabledPatterns) = ([], [])
        let definitions = try PatternCatalog(nameless).entries.map(\.definition)
        dropUnknownNamesOfEnvironment(known: Set(definitions.map(\.name))) { name in
            Self.hint(name, verb: "disable", in: definitions)
        }
        try Self.check(disabledPatterns, verb: "disable", in: definitions)
        try Self.check(enabledPatterns, verb: "enable", in: definitions)
        if !hasRecognizers {
            warnOfUnknownEntities(in: definitions)
        }
        if replacedByEnvironment != nil {
            dropUnusableReplacement(among: try PatternCatalog(self).active)
        }
    }

    private static func check(
        _ references: [NameReference],
        verb: String,
        in definitions: [PatternDefinition]
    ) throws(ConfigurationError) {
        let known = Set(definitions.map(\.name))
        for reference in references where !known.contains(reference.name) {
            let key = "\(verb)_patterns"
            throw ConfigurationError(
                .unknownName,
                file: reference.file,
                line: reference.line,
                key: reference.isOption ? nil : reference.file == nil ? key : "eval.pii.\(key)",
                reason: unknownName(reference.name, verb: verb, in: definitions)
            )
        }
    }

    /// That no pattern has a name, and what to name instead.
    package static func unknownName(_ name: String, verb: String, in definitions: [PatternDefinition]) -> String {
        let hint = hint(name, verb: verb, in: definitions).map { $0.hasSuffix("?") ? "\($0) " : "\($0); " } ?? ""
        return "there is no pattern '\(name)'; \(hint)'pii-scrub patterns list' shows all"
    }

    /// What somebody may have meant by the name of a pattern; for an entity the patterns that find it.
    private static func hint(_ name: String, verb: String, in definitions: [PatternDefinition]) -> String? {
        let ofEntity = definitions.filter { $0.entity.rawValue == name.uppercased() }
        // Parts are switched with what they belong to.
        let names = ofEntity.filter { one in !ofEntity.contains { $0.name == one.parent } }.map(\.name)
        if !names.isEmpty {
            return "it is an entity: \(verb) \(names.joined(separator: ", "))"
        }
        return Suggestion.nearest(to: name, among: definitions.map(\.name)).map { "did you mean '\($0)'?" }
    }

    /// Any name in upper case may be the entity of a recognizer; where there is none it redacts nothing.
    private mutating func warnOfUnknownEntities(in definitions: [PatternDefinition]) {
        let known = Set(definitions.map(\.name)).union(definitions.map(\.entity.rawValue))
        for name in redaction.keys.sorted() where !known.contains(name) && Entity(rawValue: name) != nil {
            let place = redactionPlaces[name] ?? SettingPlace(key: "eval.pii.redaction.\(name)")
            let similar = known.sorted().first { $0.uppercased().contains(name) && name.utf8.count > 2 }
            let hint = similar.map { "; did you mean '\($0)'?" } ?? ""
            let warning = "\(place): no pattern finds this entity, so it does nothing without a recognizer\(hint)"
            warnings.append(ScrubberWarning(warning))
        }
    }

    private mutating func dropUnusableReplacement(among patterns: [PatternDefinition]) {
        guard let previous = replacedByEnvironment, let place = replacementPlace,
            let pattern = RedactionPlan.pattern(finding: replacement, among: patterns)
        else { return }
        warnings.append(
            ScrubberWarning(
                "\(place) is ignored: the pattern '\(pattern)' finds something in it; choose another text"
            )
        )
        replacement = previous.text
        replacementPlace = previous.place
    }
}

import BuiltinPatterns

/// All patterns that a configuration knows, and which of them are on.
package struct PatternCatalog: Sendable {
    package struct Entry: Sendable {
        package let definition: PatternDefinition
        package let isActive: Bool
    }

    /// Built-in patterns first, then those of files, then those of the configuration itself.
    package let entries: [Entry]

    package var active: [PatternDefinition] {
        entries.filter(\.isActive).map(\.definition)
    }

    /// The built-in patterns.
    package static let builtin: [PatternDefinition] = PreparedPatterns.decode(BuiltinPatterns.prepared) ?? []

    /// - Throws: for a file that cannot be read or is wrong, a name that stands twice or is not known.
    package init(_ configuration: ScrubberConfiguration) throws(ConfigurationError) {
        var definitions = Self.builtin
        for path in configuration.patternFiles {
            do throws(ConfigurationError) {
                definitions += try PatternFiles.patterns(at: path)
            } catch {
                guard error.code == .unreadableFile, let place = configuration.patternFilePlaces[path] else {
                    throw error
                }
                throw place.error(error.code, "\(error.file ?? path): \(error.reason)")
            }
        }
        for custom in configuration.customPatterns {
            guard PatternReader.isValidName(custom.name) else {
                throw custom.error(
                    .invalidValue,
                    "a pattern's name has 1 to 64 letters, digits, '_', '-' or '.', and starts with a letter"
                )
            }
            definitions.append(
                PatternDefinition(
                    name: custom.name,
                    entity: Entity(patternName: custom.name),
                    regex: custom.regex,
                    source: .configuration(file: custom.file, line: custom.line)
                )
            )
        }
        try Self.checkNames(definitions)
        let disabled = Set(try Self.check(configuration.disabledPatterns, key: "disable_patterns", in: definitions))
        var enabled = Set(try Self.check(configuration.enabledPatterns, key: "enable_patterns", in: definitions))
        if configuration.usesPresidio { enabled.formUnion(Self.besideModel) }
        let byName = Dictionary(uniqueKeysWithValues: definitions.map { ($0.name, $0) })
        entries = definitions.map { definition in
            Entry(
                definition: definition,
                isActive: Self.isActive(definition, byName: byName, enabled: enabled, disabled: disabled)
            )
        }
    }

    /// Of the entities that the specification lists for Presidio those that need no model, and are not on by themselves.
    private static let besideModel = ["us_bank_number", "medical_license"]

    /// What names a pattern itself goes before what names the one it is part of; off goes before on.
    private static func isActive(
        _ definition: PatternDefinition,
        byName: [String: PatternDefinition],
        enabled: Set<String>,
        disabled: Set<String>
    ) -> Bool {
        if disabled.contains(definition.name) { return false }
        if enabled.contains(definition.name) { return true }
        guard definition.isEnabled else { return false }
        guard let parent = definition.parent.flatMap({ byName[$0] }) else { return true }
        if disabled.contains(parent.name) { return false }
        return parent.isEnabled || enabled.contains(parent.name)
    }

    private static func checkNames(_ definitions: [PatternDefinition]) throws(ConfigurationError) {
        var sources: [String: PatternSource] = [:]
        for definition in definitions {
            if let other = sources.updateValue(definition.source, forKey: definition.name) {
                let advice =
                    other.isBuiltin
                    ? "choose another name, and disable '\(definition.name)' to replace it" : "rename one"
                throw definition.error(
                    .duplicateName,
                    key: "name",
                    "a pattern '\(definition.name)' is already defined by \(other); \(advice)"
                )
            }
        }
        for definition in definitions {
            guard let parent = definition.parent else { continue }
            guard parent != definition.name, sources[parent] != nil else {
                throw definition.error(.unknownName, key: "part_of", "there is no other pattern '\(parent)'")
            }
        }
    }

    private static func check(
        _ names: [ScrubberConfiguration.NameReference],
        key: String,
        in definitions: [PatternDefinition]
    ) throws(ConfigurationError) -> [String] {
        let known = definitions.map(\.name)
        for reference in names where !known.contains(reference.name) {
            let hint = Suggestion.nearest(to: reference.name, among: known).map { "did you mean '\($0)'? " } ?? ""
            throw ConfigurationError(
                .unknownName,
                file: reference.file,
                line: reference.line,
                key: reference.file == nil ? key : "eval.pii.\(key)",
                reason: "there is no pattern '\(reference.name)'; \(hint)'pii-scrub patterns list' shows all"
            )
        }
        return names.map(\.name)
    }
}

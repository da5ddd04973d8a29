/// Which operator redacts what, as a configuration says.
struct RedactionPlan: Sendable {
    let replacement: String
    private let replacementPlace: SettingPlace
    private let operators: [String: RedactionOperator]
    private let places: [String: SettingPlace]

    init(_ configuration: ScrubberConfiguration, catalog: PatternCatalog) throws(ConfigurationError) {
        replacement = configuration.replacement
        replacementPlace = configuration.replacementPlace ?? SettingPlace(key: "eval.pii.replacement")
        operators = configuration.redaction
        places = configuration.redactionPlaces
        let names = catalog.entries.map(\.definition.name) + catalog.entries.map(\.definition.entity.rawValue)
        for name in configuration.redaction.keys.sorted() where !names.contains(name) {
            // A name in upper case may be the entity of a recognizer, unless it is nearly one that is known. Two
            // edits make anything of a short name.
            let isEntity = Entity(rawValue: name) != nil
            let near = Suggestion.nearest(to: name, among: names, within: isEntity && name.utf8.count < 6 ? 1 : 2)
            guard !isEntity || near != nil else { continue }
            let hint = near.map { "; did you mean '\($0)'?" } ?? ""
            throw place(ofOperator: name).error(
                .unknownName,
                "there is no pattern of this name, and it is no \(isEntity ? "known " : "")entity\(hint)"
            )
        }
    }

    /// The pattern's own setting goes before its entity's, that before what its file says.
    func `operator`(for pattern: PatternDefinition) -> RedactionOperator {
        key(for: pattern).flatMap { operators[$0] } ?? pattern.redaction ?? .replace
    }

    func `operator`(for entity: Entity) -> RedactionOperator {
        operators[entity.rawValue] ?? .replace
    }

    /// Every text that redaction may leave behind and that stands for a finding by itself.
    func markers(for patterns: [PatternDefinition]) -> [String] {
        Set(placedMarkers(for: patterns).map(\.text)).filter { !$0.isEmpty }.sorted()
    }

    /// The same of all operators that are configured, for the entities of recognizers too.
    var markersOfOperators: [String] {
        operators.compactMap { $1.marker(of: $0, replacement) }
    }

    /// A marker that a pattern finds would be redacted again and again, or hide what it stands beside.
    func check(_ patterns: [PatternDefinition], _ replacement: String) throws(ConfigurationError) {
        var seen: Set<String> = [""]
        for marker in placedMarkers(for: patterns) where seen.insert(marker.text).inserted {
            guard let pattern = Self.pattern(finding: marker.text, among: patterns) else { continue }
            throw marker.place.error(
                .unusableReplacement,
                """
                the pattern '\(pattern)' finds something in the text that stands in place of findings; choose another \
                replacement or change the pattern
                """
            )
        }
    }

    /// The name of a pattern that finds something in a text that is to stand in place of findings.
    static func pattern(finding marker: String, among patterns: [PatternDefinition]) -> String? {
        // That the built-in patterns leave the default replacement alone is for the tests to hold.
        let isDefault = marker == ScrubberConfiguration().replacement
        let checked = isDefault ? patterns.filter { !$0.source.isBuiltin } : patterns
        let set = CompiledPatternSet(checked, scanning: .plain)
        guard let match = try? set.matches(in: marker).first else { return nil }
        return set.patterns[match.pattern].definition.name
    }

    // MARK: Places

    private func key(for pattern: PatternDefinition) -> String? {
        [pattern.name, pattern.parent, pattern.entity.rawValue].lazy.compactMap(\.self).first { operators[$0] != nil }
    }

    private func place(ofOperator key: String) -> SettingPlace {
        places[key] ?? SettingPlace(key: "eval.pii.redaction.\(key)")
    }

    private func placedMarkers(for patterns: [PatternDefinition]) -> [(text: String, place: SettingPlace)] {
        var markers = [(text: replacement, place: replacementPlace)]
        for pattern in patterns {
            let key = key(for: pattern)
            let place = key.map(self.place(ofOperator:)) ?? Self.place(ofRedactionOf: pattern)
            switch `operator`(for: pattern).kind {
            case .replace(let text): markers.append(text.map { ($0, place) } ?? (replacement, replacementPlace))
            case .placeholder: markers.append(("<\(pattern.entity)>", place))
            case .mask: break
            }
        }
        return markers
    }

    private static func place(ofRedactionOf pattern: PatternDefinition) -> SettingPlace {
        let key = "\(pattern.name).redaction"
        return switch pattern.source {
        case .builtin(let file): SettingPlace(file: file, key: key)
        case .file(let path, let line): SettingPlace(file: path, line: line, key: key)
        case .configuration(let file, let line): SettingPlace(file: file, line: line, key: key)
        }
    }
}

extension RedactionOperator {
    /// What it leaves in place of a finding of a pattern or entity, where that is always the same.
    func marker(of name: String, _ replacement: String) -> String? {
        switch kind {
        case .replace(let text?): text.isEmpty ? nil : text
        case .replace(nil): replacement.isEmpty ? nil : replacement
        case .placeholder: "<\(name)>"
        case .mask: nil
        }
    }
}

extension ScrubberConfiguration {
    /// What stands in place of findings in a text that was scrubbed before.
    package var markers: [String] {
        let own = redaction.compactMap { $1.marker(of: $0, replacement) }
        return Set(own + [replacement]).filter { !$0.isEmpty }.sorted()
    }
}

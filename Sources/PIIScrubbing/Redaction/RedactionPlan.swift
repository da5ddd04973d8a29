/// Which operator redacts what, as a configuration says.
struct RedactionPlan: Sendable {
    let replacement: String
    private let operators: [String: RedactionOperator]

    init(_ configuration: ScrubberConfiguration, catalog: PatternCatalog) throws(ConfigurationError) {
        replacement = configuration.replacement
        operators = configuration.redaction
        let names = catalog.entries.map(\.definition.name) + catalog.entries.map(\.definition.entity.rawValue)
        for name in configuration.redaction.keys.sorted() where !names.contains(name) && Entity(rawValue: name) == nil {
            let hint = Suggestion.nearest(to: name, among: names).map { "; did you mean '\($0)'?" } ?? ""
            throw ConfigurationError(
                .unknownName,
                key: "eval.pii.redaction.\(name)",
                reason: "there is no pattern of this name, and it is no entity\(hint)"
            )
        }
    }

    /// The pattern's own setting goes before its entity's, that before what its file says.
    func `operator`(for pattern: PatternDefinition) -> RedactionOperator {
        operators[pattern.name] ?? pattern.parent.flatMap { operators[$0] } ?? operators[pattern.entity.rawValue]
            ?? pattern.redaction ?? .replace
    }

    func `operator`(for entity: Entity) -> RedactionOperator {
        operators[entity.rawValue] ?? .replace
    }

    /// Every text that redaction may leave behind and that stands for a finding by itself.
    func markers(for patterns: [PatternDefinition]) -> [String] {
        var markers = Set([replacement])
        for pattern in patterns {
            switch `operator`(for: pattern).kind {
            case .replace(let text): markers.insert(text ?? replacement)
            case .placeholder: markers.insert("<\(pattern.entity)>")
            case .mask: break
            }
        }
        return markers.filter { !$0.isEmpty }.sorted()
    }

    /// A marker that a pattern finds would be redacted again and again, or hide what it stands beside.
    func check(_ patterns: [PatternDefinition], _ replacement: String) throws(ConfigurationError) {
        let isDefault = replacement == ScrubberConfiguration().replacement
        for marker in markers(for: patterns) {
            // That the built-in patterns leave the default replacement alone is for the tests to hold.
            let checked = isDefault && marker == replacement ? patterns.filter { !$0.source.isBuiltin } : patterns
            let set = CompiledPatternSet(checked, scanning: .plain)
            guard let match = try? set.matches(in: marker).first else { continue }
            throw ConfigurationError(
                .unusableReplacement,
                key: "eval.pii.replacement",
                reason: """
                    the pattern '\(set.patterns[match.pattern].definition.name)' finds something in the text that \
                    stands in place of findings; choose another replacement or change the pattern
                    """
            )
        }
    }
}

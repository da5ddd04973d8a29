extension ScrubberConfiguration {
    /// Takes over what the `BOTANU_PII_SCRUB_*` variables set: `ENABLED`, `DISABLE_PATTERNS` (names with commas
    /// between), `USE_PRESIDIO`, `REPLACEMENT`.
    ///
    /// A value that is not understood is ignored with a warning, which the scrubber passes on when it is made.
    public mutating func apply(environment: [String: String]) {
        warnOfMisspeltVariables(environment.keys.filter { $0.hasPrefix(Self.prefix) }.sorted())
        if let value = flag(Self.enabledVariable, in: environment) {
            isEnabled = value
            enabledPlace = SettingPlace(file: Self.enabledVariable)
        }
        if let value = flag(Self.presidioVariable, in: environment) { usesPresidio = value }
        if let value = environment[Self.replacementVariable] {
            let previous = Replacement(text: replacement, place: replacementPlace)
            replacement = value
            replacementPlace = SettingPlace(file: Self.replacementVariable)
            replacedByEnvironment = previous
        }
        if let value = environment[Self.disableVariable] {
            disabledPatterns = value.split(separator: ",").compactMap { part in
                let name = Self.trimmed(part)
                return name.isEmpty ? nil : NameReference(name: name, file: Self.disableVariable)
            }
        }
    }

    private static let prefix = "BOTANU_PII_SCRUB_"
    private static let enabledVariable = "BOTANU_PII_SCRUB_ENABLED"
    private static let presidioVariable = "BOTANU_PII_SCRUB_USE_PRESIDIO"
    private static let replacementVariable = "BOTANU_PII_SCRUB_REPLACEMENT"
    private static let disableVariable = "BOTANU_PII_SCRUB_DISABLE_PATTERNS"

    private mutating func warnOfMisspeltVariables(_ names: [String]) {
        let known = [Self.enabledVariable, Self.disableVariable, Self.presidioVariable, Self.replacementVariable]
        for name in names where !known.contains(name) {
            guard let near = Suggestion.nearest(to: name, among: known) else { continue }
            warnings.append(ScrubberWarning("\(name) is ignored: there is no such variable; did you mean '\(near)'?"))
        }
    }

    private mutating func flag(_ name: String, in environment: [String: String]) -> Bool? {
        guard let value = environment[name] else { return nil }
        switch Self.trimmed(value[...]).lowercased() {
        case "true", "1", "yes", "on": return true
        case "false", "0", "no", "off": return false
        default:
            warnings.append(ScrubberWarning("\(name) is ignored: it must be true or false"))
            return nil
        }
    }

    private static func trimmed(_ text: Substring) -> String {
        let bytes = text.utf8.drop(while: ASCII.isSpace).reversed().drop(while: ASCII.isSpace).reversed()
        return String(decoding: Array(bytes), as: UTF8.self)
    }

    /// Names that came from the environment and that no pattern has are left out with a warning: a typing error
    /// there must not keep a process from starting, and leaves more redacted, not less.
    mutating func dropUnknownNamesOfEnvironment(known: Set<String>, hint: (String) -> String?) {
        for reference in disabledPatterns where reference.file == Self.disableVariable {
            guard !known.contains(reference.name) else { continue }
            let hint = hint(reference.name).map { "; \($0)" } ?? ""
            warnings.append(
                ScrubberWarning("\(Self.disableVariable): there is no pattern '\(reference.name)', ignored\(hint)")
            )
        }
        disabledPatterns.removeAll { $0.file == Self.disableVariable && !known.contains($0.name) }
    }
}

extension ScrubberConfiguration {
    /// Takes over what the `BOTANU_PII_SCRUB_*` variables set: `ENABLED`, `DISABLE_PATTERNS` (names with commas
    /// between), `USE_PRESIDIO`, `REPLACEMENT`.
    ///
    /// A value that is not understood is ignored with a warning, which the scrubber passes on when it is made.
    public mutating func apply(environment: [String: String]) {
        if let value = flag("BOTANU_PII_SCRUB_ENABLED", in: environment) { isEnabled = value }
        if let value = flag("BOTANU_PII_SCRUB_USE_PRESIDIO", in: environment) { usesPresidio = value }
        if let value = environment["BOTANU_PII_SCRUB_REPLACEMENT"] { replacement = value }
        if let value = environment[Self.disableVariable] {
            disabledPatterns = value.split(separator: ",").compactMap { part in
                let name = Self.trimmed(part)
                return name.isEmpty ? nil : NameReference(name: name, file: Self.disableVariable)
            }
        }
    }

    private static let disableVariable = "BOTANU_PII_SCRUB_DISABLE_PATTERNS"

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
    mutating func dropUnknownNamesOfEnvironment(known: Set<String>) {
        disabledPatterns.removeAll { reference in
            guard reference.file == Self.disableVariable, !known.contains(reference.name) else { return false }
            let hint =
                Suggestion.nearest(to: reference.name, among: known.sorted()).map { "; did you mean '\($0)'?" } ?? ""
            warnings.append(
                ScrubberWarning("\(Self.disableVariable): there is no pattern '\(reference.name)', ignored\(hint)")
            )
            return true
        }
    }
}

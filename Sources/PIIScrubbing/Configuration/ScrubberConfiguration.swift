/// What a ``Scrubber`` looks for and what it puts in place of it.
///
/// Made in code, or read from the `eval.pii` section of a YAML file and the `BOTANU_PII_SCRUB_*` variables of the
/// environment; what is set in code goes before the environment, that before the file.
public struct ScrubberConfiguration: Sendable {
    /// Whether text is scrubbed at all.
    public var isEnabled = true {
        didSet { enabledPlace = nil }
    }
    /// What stands in place of a finding.
    public var replacement = "[REDACTED]" {
        didSet { (replacementPlace, replacedByEnvironment) = (nil, nil) }
    }
    /// Whether a recognizer is expected for names and places. Without one this does nothing but warn once.
    public var usesPresidio = false
    /// How Presidio is run, where it is.
    public var presidio = PresidioConfiguration()
    /// What becomes of a text of which a recognizer could not see all.
    public var recognizerFailure = RecognizerFailurePolicy.drop
    /// Paths of pattern files, or of directories of them.
    public var patternFiles: [String] = []
    /// How to redact the findings of a pattern, by its name, or of an entity; the pattern's goes first.
    public var redaction: [String: RedactionOperator] = [:]
    public var limits = ScrubberLimits()

    package var disabledPatterns: [NameReference] = []
    package var enabledPatterns: [NameReference] = []
    package var customPatterns: [CustomPattern] = []
    /// What was wrong and could be ignored.
    package var warnings: [ScrubberWarning] = []
    /// Where `isEnabled` was set; nil where code did it, or nobody.
    package internal(set) var enabledPlace: SettingPlace?
    /// Where `replacement` was set; nil where code did it, or nobody.
    package internal(set) var replacementPlace: SettingPlace?
    /// What the replacement of the environment took the place of.
    var replacedByEnvironment: Replacement?
    /// Where the entries of `redaction` come from that a file has.
    var redactionPlaces: [String: SettingPlace] = [:]
    /// Where the entries of `patternFiles` come from that a file has.
    var patternFilePlaces: [String: SettingPlace] = [:]

    /// A replacement and where it was set.
    struct Replacement: Sendable, Hashable {
        var text: String
        var place: SettingPlace?
    }

    /// The name of a pattern and where it was asked for.
    package struct NameReference: Sendable, Hashable {
        package var name: String
        package var file: String?
        package var line: Int?
        /// Whether `file` is an option of a command line.
        var isOption = false
    }

    /// An entry of `custom_patterns`.
    package struct CustomPattern: Sendable, Hashable {
        package var name: String
        package var regex: String
        package var file: String?
        package var line: Int?

        func error(_ code: ConfigurationError.Code, _ reason: String) -> ConfigurationError {
            ConfigurationError(code, file: file, line: line, key: "eval.pii.custom_patterns.\(name)", reason: reason)
        }
    }

    /// All built-in patterns that are on by default.
    public init() {}

    /// Turns patterns off, built-in or not, by their names.
    public mutating func disable(_ names: String...) {
        disabledPatterns += names.map { NameReference(name: $0) }
    }

    /// Turns patterns on that are off by default.
    public mutating func enable(_ names: String...) {
        enabledPatterns += names.map { NameReference(name: $0) }
    }

    /// Turns patterns off for the given option of a command line, which errors then name.
    package mutating func disable(_ names: [String], option: String) {
        disabledPatterns += names.map { NameReference(name: $0, file: option, isOption: true) }
    }

    /// Turns patterns on for the given option of a command line, which errors then name.
    package mutating func enable(_ names: [String], option: String) {
        enabledPatterns += names.map { NameReference(name: $0, file: option, isOption: true) }
    }

    /// Sets the replacement for the given option of a command line, which errors then name.
    package mutating func replace(with replacement: String, option: String) {
        self.replacement = replacement
        replacementPlace = SettingPlace(file: option)
    }

    /// Adds a pattern that is a name and a PCRE2 regex; its entity is the name in upper case.
    public mutating func addPattern(_ name: String, regex: String) {
        customPatterns.append(CustomPattern(name: name, regex: regex))
    }
}

/// What becomes of a text when a recognizer that worked before fails, is overloaded or late.
public enum RecognizerFailurePolicy: String, Sendable, Hashable, CaseIterable {
    /// It is not passed on.
    case drop
    /// It is passed on with what patterns find redacted, and the result says so: names may be in it.
    case patternsOnly = "patterns_only"
}

extension ScrubberConfiguration: CustomStringConvertible, CustomDebugStringConvertible {
    /// Names and counts; regexes can tell what a company wants hidden, so they are left out.
    public var description: String {
        """
        ScrubberConfiguration(isEnabled: \(isEnabled), disabled: \(disabledPatterns.map(\.name)), \
        custom patterns: \(customPatterns.count), pattern files: \(patternFiles), usesPresidio: \(usesPresidio))
        """
    }

    public var debugDescription: String { description }
}

extension ScrubberConfiguration: CustomReflectable {
    public var customMirror: Mirror {
        Mirror(self, children: ["description": description])
    }
}

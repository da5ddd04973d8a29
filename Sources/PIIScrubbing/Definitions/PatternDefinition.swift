/// One pattern, as a pattern file or a configuration describes it.
package struct PatternDefinition: Sendable, Hashable {
    package var name: String
    package var entity: Entity
    package var summary: String
    package var regex: String
    /// The capture group that is sensitive; 0 is the whole match.
    package var group: Int
    package var validators: [Validator]
    /// Every match contains one of these, without regard to ASCII case. A match that does not is none.
    package var keywords: [String]
    package var anchor: Anchor?
    /// Words that speak for a match.
    package var context: ContextRule?
    /// Words that speak against a match. Where both are near, the nearer decides.
    package var excludedContext: ContextRule?
    /// Values that are never reported.
    package var allowed: [String]
    /// Of two overlapping matches the one with the higher precedence stays whole.
    package var precedence: Int
    package var redaction: RedactionOperator?
    package var isEnabled: Bool
    /// The pattern this one belongs to: switching that one switches this one too.
    package var parent: String?
    package var examples: PatternExamples
    package var source: PatternSource
    /// In which line of its file a field stands, of those that are checked only when all is read.
    package var fieldLines: [String: Int] = [:]

    /// Precedence of a pattern that names none, above every built-in one: who writes a pattern means it.
    package static let defaultPrecedence = 100
    package static let precedences = 0...1000

    package init(name: String, entity: Entity, regex: String, source: PatternSource) {
        self.name = name
        self.entity = entity
        self.regex = regex
        self.source = source
        summary = ""
        group = 0
        validators = []
        keywords = []
        allowed = []
        precedence = Self.defaultPrecedence
        isEnabled = true
        examples = PatternExamples()
    }
}

/// Texts that a pattern must find something in, and texts in which it must not.
package struct PatternExamples: Sendable, Hashable {
    package var matching: [PatternExample] = []
    package var ignored: [PatternExample] = []

    package init(matching: [PatternExample] = [], ignored: [PatternExample] = []) {
        self.matching = matching
        self.ignored = ignored
    }
}

/// A text to try a pattern on.
package struct PatternExample: Sendable, Hashable {
    package var text: String
    /// Where the example stands in its file.
    package var line: Int?
}

/// Where a pattern came from.
package enum PatternSource: Sendable, Hashable {
    case builtin(file: String)
    case file(path: String, line: Int?)
    /// `eval.pii.custom_patterns` of a configuration.
    case configuration(file: String?, line: Int?)

    package var isBuiltin: Bool {
        if case .builtin = self { true } else { false }
    }
}

extension PatternSource: CustomStringConvertible {
    package var description: String {
        switch self {
        case .builtin(let file): "built-in (\(file))"
        case .file(let path, let line): line.map { "\(path):\($0)" } ?? path
        case .configuration(let file?, let line): line.map { "\(file):\($0)" } ?? file
        case .configuration(nil, _): "configuration"
        }
    }
}

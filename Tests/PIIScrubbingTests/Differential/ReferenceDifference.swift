import Testing

/// A class of texts that the reference redacts and the built-in patterns do not, on purpose.
///
/// The table in `patterns/README.md` lists the same classes by the same names.
struct ReferenceDifference: Sendable {
    let name: String
    /// Why such a text is no finding.
    let reason: String
    /// The patterns of the reference that it is about.
    let patterns: [String]
    /// Texts that show the class and no other.
    let examples: [String]
    private let predicate: @Sendable (ReferenceMatch) -> Bool

    init(
        _ name: String,
        reason: String,
        patterns: [String],
        examples: [String],
        when predicate: @escaping @Sendable (ReferenceMatch) -> Bool
    ) {
        self.name = name
        self.reason = reason
        self.patterns = patterns
        self.examples = examples
        self.predicate = predicate
    }

    /// Whether the class is why the match was not redacted.
    func explains(_ match: ReferenceMatch) -> Bool {
        patterns.contains(match.pattern) && predicate(match)
    }

    static let all: [ReferenceDifference] = secrets + cards + personal + network

    /// The classes that explain a match.
    static func explaining(_ match: ReferenceMatch) -> [ReferenceDifference] {
        all.filter { $0.explains(match) }
    }
}

extension ReferenceDifference: CustomTestStringConvertible {
    var testDescription: String { name }
}

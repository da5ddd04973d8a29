import PIIScrubbing

/// What findings can be: those of patterns, by their indices in the engine, then those of recognizers.
struct FindingKinds: Sendable {
    struct Kind: Sendable, Hashable {
        let entity: Entity
        /// Of the pattern, or of the recognizer.
        let name: String
    }

    let all: [Kind]
    private let indices: [Kind: Int]

    init(_ engine: Engine, recognized: [Entity], by recognizer: String) {
        let patterns = engine.set.patterns.map { Kind(entity: $0.definition.entity, name: $0.definition.name) }
        all = patterns + recognized.map { Kind(entity: $0, name: recognizer) }
        indices = Dictionary(all.enumerated().map { ($1, $0) }, uniquingKeysWith: { first, _ in first })
    }

    /// Nil for what is not among them.
    func index(of finding: Finding) -> Int? { indices[Kind(entity: finding.entity, name: finding.pattern)] }

    func matches(_ findings: [Finding]) -> [Match] {
        findings.compactMap { finding in index(of: finding).map { Match(pattern: $0, range: finding.range, rank: 0) } }
    }
}

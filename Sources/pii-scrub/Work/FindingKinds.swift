import PIIScrubbing

/// What findings can be: those of patterns, by their indices in the engine, then those of recognizers.
struct FindingKinds: Sendable {
    struct Kind: Sendable {
        let entity: Entity
        /// Of the pattern, or of the recognizer.
        let name: String
        let isRecognized: Bool

        /// Names what finds this and nothing else.
        var rule: String { isRecognized ? "\(name).\(entity.rawValue)" : name }
    }

    let all: [Kind]
    private let indices: [Key: Int]

    private struct Key: Hashable {
        let entity: Entity
        let name: String
    }

    init(_ engine: Engine, recognized: [Entity], by recognizer: String) {
        let patterns = engine.set.patterns.map {
            Kind(entity: $0.definition.entity, name: $0.definition.name, isRecognized: false)
        }
        all = patterns + recognized.map { Kind(entity: $0, name: recognizer, isRecognized: true) }
        let keys = all.enumerated().map { (Key(entity: $1.entity, name: $1.name), $0) }
        indices = Dictionary(keys, uniquingKeysWith: { first, _ in first })
    }

    /// Nil for what is not among them.
    func index(of finding: Finding) -> Int? { indices[Key(entity: finding.entity, name: finding.pattern)] }

    func matches(_ findings: [Finding]) -> [Match] {
        findings.compactMap { finding in index(of: finding).map { Match(pattern: $0, range: finding.range, rank: 0) } }
    }
}

import PIIScrubbing

/// How much was found, by pattern.
struct FindingCounts: Sendable {
    private(set) var total = 0
    private var counts: [Int]
    private let engine: Engine

    init(_ matches: [Match], _ engine: Engine) {
        self.engine = engine
        counts = Array(repeating: 0, count: engine.set.patterns.count)
        for match in matches { counts[match.pattern] += 1 }
        total = matches.count
    }

    /// The patterns that found something, with how much.
    var patterns: [(definition: PatternDefinition, count: Int)] {
        counts.indices.filter { counts[$0] > 0 }.map { (engine.set.patterns[$0].definition, counts[$0]) }
    }
}

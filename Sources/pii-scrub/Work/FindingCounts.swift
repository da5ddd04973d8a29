import PIIScrubbing

/// How much was found, by kind.
struct FindingCounts: Sendable {
    private(set) var total = 0
    private var counts: [Int]
    private let kinds: FindingKinds

    init(_ matches: [Match], _ kinds: FindingKinds) {
        self.kinds = kinds
        counts = Array(repeating: 0, count: kinds.all.count)
        for match in matches { counts[match.pattern] += 1 }
        total = matches.count
    }

    /// The kinds of which there is something, with how much.
    var found: [(kind: FindingKinds.Kind, count: Int)] {
        counts.indices.filter { counts[$0] > 0 }.map { (kinds.all[$0], counts[$0]) }
    }
}

/// One way in which a match may open: what may stand before it, and the sets that its first bytes are from.
struct Opening: Hashable, Sendable {
    var previous: ByteSet
    var sets: [ByteSet]
    /// Whether a match may end behind these bytes; else they are only as many as were asked for.
    var isWhole: Bool
}

extension RegexNode {
    /// All ways in which a match may open.
    ///
    /// - Parameters:
    ///   - depth: how many bytes to look at.
    ///   - limit: how many ways at most. Where there are more, some are cut short.
    func openings(depth: Int, limit: Int) -> [Opening] {
        let branches = topLevelBranches
        return branches.flatMap { branch in
            let conditions = StartCondition.all(of: branch)
            return Paths.opening(branch, depth: depth, limit: max(1, limit / branches.count)).flatMap { path in
                conditions.compactMap { condition in
                    guard let first = path.sets.first else {
                        return Opening(previous: condition.previous, sets: [], isWhole: path.isOpen)
                    }
                    let opened = first.intersection(condition.first)
                    guard !opened.isEmpty else { return nil }
                    return Opening(
                        previous: condition.previous,
                        sets: [opened] + path.sets.dropFirst(),
                        isWhole: path.isOpen
                    )
                }
            }
        }
    }

    /// The branches, where the regex is assertions and one alternation behind them.
    private var topLevelBranches: [RegexNode] {
        switch self {
        case .alternation(let branches):
            return branches.flatMap(\.topLevelBranches)
        case .sequence(let nodes):
            guard let index = nodes.firstIndex(where: { !$0.isZeroWidth }),
                case .alternation(let branches) = nodes[index], branches.count <= 32
            else { return [self] }
            return branches.map { .sequence(nodes[..<index] + [$0] + nodes[(index + 1)...]) }
        default:
            return [self]
        }
    }
}

/// The first bytes of what a node matches.
private struct Paths {
    struct Path: Hashable {
        var sets: [ByteSet] = []
        /// Whether what follows the node goes on behind the last set.
        var isOpen = true
    }

    static func opening(_ node: RegexNode, depth: Int, limit: Int) -> [Path] {
        extend([Path()], by: node, depth: depth, limit: limit)
    }

    private static func extend(_ paths: [Path], by node: RegexNode, depth: Int, limit: Int) -> [Path] {
        guard paths.contains(where: { $0.isOpen }) else { return paths }
        switch node {
        case .byte(let set):
            guard !set.isEmpty else { return paths.filter { !$0.isOpen } }
            return paths.map { path in
                guard path.isOpen else { return path }
                var path = path
                path.sets.append(set)
                path.isOpen = path.sets.count < depth
                return path
            }
        case .sequence(let nodes):
            return nodes.reduce(paths) { extend($0, by: $1, depth: depth, limit: limit) }
        case .alternation(let branches):
            return bounded(branches.flatMap { extend(paths, by: $0, depth: depth, limit: limit) }, from: paths, limit)
        case .repetition(let inner, let minimum, let maximum):
            return extend(paths, byRepeating: inner, minimum...max(minimum, maximum ?? Int.max), depth, limit)
        case .skip:
            // No match goes on from here, but a search does, behind what was read: that must be run as well.
            return paths.map { Path(sets: $0.sets, isOpen: false) }
        case .lookahead, .lookbehind, .wordBoundary, .assertion:
            return paths
        }
    }

    private static func extend(
        _ paths: [Path],
        byRepeating node: RegexNode,
        _ counts: ClosedRange<Int>,
        _ depth: Int,
        _ limit: Int
    ) -> [Path] {
        var current = paths.filter { $0.isOpen }
        var result = paths.filter { !$0.isOpen }
        // A pass that takes nothing would go on for ever; more passes than `depth` that take something change nothing.
        for count in 0...min(counts.upperBound, depth) {
            if count >= counts.lowerBound { result += current }
            current = extend(current, by: node, depth: depth, limit: limit)
            result += current.filter { !$0.isOpen }
            current = current.filter { $0.isOpen }
            if current.isEmpty { break }
        }
        if !current.isEmpty, counts.upperBound > depth || counts.lowerBound > depth {
            result += current
        }
        return bounded(result, from: paths, limit)
    }

    /// Where there are too many ways the ones before them are kept, cut where they stood.
    private static func bounded(_ paths: [Path], from earlier: [Path], _ limit: Int) -> [Path] {
        var seen = Set<Path>()
        let distinct = paths.filter { seen.insert($0).inserted }
        guard distinct.count > limit else { return distinct }
        return earlier.map { Path(sets: $0.sets, isOpen: false) }
    }
}

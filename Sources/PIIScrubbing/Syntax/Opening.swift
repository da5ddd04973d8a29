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

        /// Few paths are compared, and to hash all of their sets takes longer than to make them.
        func hash(into hasher: inout Hasher) {
            hasher.combine(sets.count)
            hasher.combine(sets.last)
        }
    }

    /// Repeats within repeats take steps without number; this many are enough for any opening worth having.
    private var stepsLeft = 4000

    static func opening(_ node: RegexNode, depth: Int, limit: Int) -> [Path] {
        var paths = Paths()
        return paths.extend([Path()], by: node, depth: depth, limit: limit)
    }

    private mutating func extend(_ paths: [Path], by node: RegexNode, depth: Int, limit: Int) -> [Path] {
        guard paths.contains(where: { $0.isOpen }) else { return paths }
        stepsLeft -= 1
        guard stepsLeft > 0 else { return Self.cut(paths) }
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
            var extended = paths
            for node in nodes { extended = extend(extended, by: node, depth: depth, limit: limit) }
            return extended
        case .alternation(let branches):
            var extended: [Path] = []
            for branch in branches { extended += extend(paths, by: branch, depth: depth, limit: limit) }
            return Self.bounded(extended, from: paths, limit)
        case .repetition(let inner, let minimum, let maximum):
            return extend(paths, byRepeating: inner, minimum...max(minimum, maximum ?? Int.max), depth, limit)
        case .atomic(let inner):
            return extend(paths, by: inner, depth: depth, limit: limit)
        case .skip:
            // No match goes on from here, but a search does, behind what was read: that must be run as well.
            return Self.cut(paths)
        case .lookahead, .lookbehind, .wordBoundary, .assertion:
            return paths
        }
    }

    private mutating func extend(
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
        return Self.bounded(result, from: paths, limit)
    }

    /// Where there are too many ways the ones before them are kept, cut where they stood.
    private static func bounded(_ paths: [Path], from earlier: [Path], _ limit: Int) -> [Path] {
        var seen = Set<Path>()
        let distinct = paths.filter { seen.insert($0).inserted }
        guard distinct.count > limit else { return distinct }
        return cut(earlier)
    }

    private static func cut(_ paths: [Path]) -> [Path] {
        paths.map { Path(sets: $0.sets, isOpen: false) }
    }
}

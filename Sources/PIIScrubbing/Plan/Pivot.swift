/// Bytes that stand in every match, and what may stand before them: from such bytes one goes back to where a match
/// may start.
struct Pivot: Hashable, Sendable {
    /// The sets of the bytes.
    let sets: [ByteSet]
    /// What may stand before, from the start of the match on.
    let before: ByteSet
    /// How many bytes stand before at least.
    let leastBefore: Int
    /// How many bytes may stand before; nil for any number.
    let reach: Int?
    /// Whether all starts before one pivot fail where one of them fails.
    let failsAsOne: Bool

    private static let maximumReach = 256

    /// The best pivot among the bytes that stand at the top level of a regex.
    init?(_ node: RegexNode) {
        guard case .sequence(let nodes) = node else { return nil }
        let isExact =
            StartCondition.all(of: node).allSatisfy(\.isExact) && !node.contains(where: \.isDependent)
        var best: (pivot: Pivot, rarity: Double)?
        for index in nodes.indices {
            guard case .byte = nodes[index], nodes[..<index].contains(where: { !$0.isZeroWidth }) else { continue }
            let sets = Array(nodes[index...].prefix(4).prefixOfBytes.prefix(4))
            let rarity = ByteFrequency.frequency(of: sets)
            guard rarity <= ByteFrequency.rare, rarity < best?.rarity ?? 1 else { continue }
            let prefix = RegexNode.sequence(Array(nodes[..<index]))
            let reach = prefix.maximumLength.flatMap { $0 <= Self.maximumReach ? $0 : nil }
            let before = prefix.bytes
            if reach == nil, !before.isDisjoint(with: sets[0]) { continue }
            best = (
                Pivot(
                    sets: sets,
                    before: before,
                    leastBefore: prefix.minimumLength,
                    reach: reach,
                    failsAsOne: isExact && Self.isOneRun(nodes[..<index])
                ),
                rarity
            )
        }
        guard let best else { return nil }
        self = best.pivot
    }

    private init(sets: [ByteSet], before: ByteSet, leastBefore: Int, reach: Int?, failsAsOne: Bool) {
        self.sets = sets
        self.before = before
        self.leastBefore = leastBefore
        self.reach = reach
        self.failsAsOne = failsAsOne
    }

    /// Whether what stands before is a run of any length of one class, so that every start reaches the pivot alike.
    private static func isOneRun(_ nodes: ArraySlice<RegexNode>) -> Bool {
        let taking = nodes.filter { !$0.isZeroWidth }
        guard taking.count == 1, case .repetition(.byte, 0...1, nil) = taking[0] else { return false }
        return true
    }
}

extension ArraySlice<RegexNode> {
    /// The sets of the bytes it starts with, and that of the first byte of what follows them.
    fileprivate var prefixOfBytes: [ByteSet] {
        var sets: [ByteSet] = []
        for node in self {
            if case .byte(let set) = node {
                sets.append(set)
            } else {
                if node.minimumLength > 0 { sets.append(node.first) }
                break
            }
        }
        return sets
    }
}

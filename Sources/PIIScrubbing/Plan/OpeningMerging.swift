extension Opening {
    /// Few openings that stand wherever these do, of as many sets as the scanner compares; of fewer where that makes one
    /// of many.
    static func merged(_ openings: [Opening]) -> [Opening] {
        for depth in [8, 6, 4, 3] {
            let merged = merged(openings, depth: depth)
            if merged.count <= few { return merged }
        }
        return merged(openings, depth: 2)
    }

    private static let few = 8
    /// So many sets tell enough for a vague one behind them not to matter.
    private static let tellingSets = 4
    /// A set of more bytes than a letter in both cases is vague.
    private static let mostTellingBytes = 2

    private static func merged(_ openings: [Opening], depth: Int) -> [Opening] {
        var merged: [Opening] = []
        openings: for opening in openings {
            let cut = opening.cut(to: depth)
            for index in merged.indices {
                guard let joined = merged[index].joined(with: cut) else { continue }
                merged[index] = joined
                continue openings
            }
            merged.append(cut)
        }
        return merged.enumerated().filter { index, opening in
            !merged.enumerated().contains { other, wider in
                // Of two that cover each other the first stays.
                other != index && wider.covers(opening) && (other < index || !opening.covers(wider))
            }
        }.map(\.element)
    }

    private func cut(to depth: Int) -> Opening {
        Opening(previous: previous, sets: Array(sets.prefix(depth)), isWhole: false)
    }

    /// One that stands for both, where that lets hardly more through: they are the same, or after enough sets one of them
    /// ends or parts with a set that says little.
    private func joined(with other: Opening) -> Opening? {
        let shared = zip(sets, other.sets).prefix { $0 == $1 }.count
        if shared < Swift.max(sets.count, other.sets.count) {
            guard previous == other.previous, shared >= Self.tellingSets else { return nil }
            let parting = [self, other].compactMap { $0.sets.dropFirst(shared).first?.count }
            guard parting.count < 2 || parting.contains(where: { $0 > Self.mostTellingBytes }) else { return nil }
        }
        var joined = cut(to: shared)
        joined.previous = previous.union(other.previous)
        return joined
    }

    /// Whether it stands wherever another one does.
    private func covers(_ other: Opening) -> Bool {
        sets.count <= other.sets.count && other.previous.isSubset(of: previous)
            && zip(sets, other.sets).allSatisfy { $1.isSubset(of: $0) }
    }
}

/// Groups of digits of fixed lengths with one separator between two of them, as in `123-45-6789`.
struct DigitShape: Hashable, Sendable {
    /// Lengths of the groups, 2 to 4 of them.
    var groups: [Int]
    /// What may stand between two groups.
    var separators: [ByteSet]

    /// The characters that the scanner knows as separators.
    static let separatorBytes = Array(" -./".utf8)

    init?(_ opening: Opening) {
        guard opening.isWhole, opening.sets.count <= 32 else { return nil }
        var groups = [0]
        var separators: [ByteSet] = []
        for set in opening.sets {
            if set.isSubset(of: .digits) {
                groups[groups.count - 1] += 1
            } else if set.isSubset(of: ByteSet(Self.separatorBytes)) {
                separators.append(set)
                groups.append(0)
            } else {
                return nil
            }
        }
        guard (2...4).contains(groups.count), groups.allSatisfy({ (1...12).contains($0) }) else { return nil }
        self.groups = groups
        self.separators = separators
    }

    /// Shapes of the same groups made one. Those with a longer first group come first: the scanner reports shapes at
    /// their first separator, and what it reports must start in ascending order.
    static func merged(_ shapes: [DigitShape]) -> [DigitShape] {
        var merged: [DigitShape] = []
        for shape in shapes {
            if let index = merged.firstIndex(where: { $0.groups == shape.groups }) {
                merged[index].separators = zip(merged[index].separators, shape.separators).map { $0.union($1) }
            } else {
                merged.append(shape)
            }
        }
        return merged.sorted { $0.groups[0] > $1.groups[0] }
    }
}

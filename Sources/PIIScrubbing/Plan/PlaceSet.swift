/// Places of a nondeterministic automaton, as bits.
struct PlaceSet: Hashable {
    private var words: [UInt64]

    init(capacity: Int) {
        words = [UInt64](repeating: 0, count: (capacity + 63) / 64)
    }

    /// One number for all words: sets come from regexes, of which a few thousand states are made at most, and to hash word
    /// by word takes longer than to make them.
    func hash(into hasher: inout Hasher) {
        hasher.combine(words.reduce(0) { ($0 ^ $1) &* 0x9E37_79B9_7F4A_7C15 ^ $1 >> 29 })
    }

    mutating func insert(_ place: Int) {
        words[place >> 6] |= 1 << UInt64(place & 63)
    }

    mutating func remove(_ place: Int) {
        words[place >> 6] &= ~(1 << UInt64(place & 63))
    }

    func contains(_ place: Int) -> Bool {
        words[place >> 6] >> UInt64(place & 63) & 1 == 1
    }

    mutating func formUnion(_ other: PlaceSet) {
        for index in words.indices { words[index] |= other.words[index] }
    }

    /// In ascending order.
    var members: [Int] {
        var members: [Int] = []
        for (index, word) in words.enumerated() {
            var rest = word
            while rest != 0 {
                members.append(index << 6 + rest.trailingZeroBitCount)
                rest &= rest - 1
            }
        }
        return members
    }
}

/// Where one goes from each place, by class of the next byte.
struct PlaceTable {
    private let jumps: [[Int]]
    /// For each place its one edge: the classes that take it, and where to.
    private let edges: [(classes: [Int], target: Int)?]
    private let classCount: Int
    private var closures: [Int: PlaceSet] = [:]

    init(states: [(edges: [(set: ByteSet, target: Int)], jumps: [Int])], classes: ByteClasses) {
        jumps = states.map(\.jumps)
        classCount = classes.representatives.count
        edges = states.map { state in
            state.edges.first.map { edge in
                (classes.representatives.indices.filter { edge.set.contains(classes.representatives[$0]) }, edge.target)
            }
        }
    }

    var empty: PlaceSet { PlaceSet(capacity: jumps.count) }

    /// Those places and all that one gets to from them without a byte.
    mutating func closure(of places: [Int]) -> PlaceSet {
        var set = empty
        for place in places { set.formUnion(closure(of: place)) }
        return set
    }

    /// The places behind a set, for each class; nil for none, which most classes have.
    mutating func successors(of set: PlaceSet) -> [PlaceSet?] {
        var sets = [PlaceSet?](repeating: nil, count: classCount)
        for place in set.members {
            guard let edge = edges[place] else { continue }
            let target = closure(of: edge.target)
            for index in edge.classes {
                if sets[index] == nil { sets[index] = target } else { sets[index]?.formUnion(target) }
            }
        }
        return sets
    }

    private mutating func closure(of place: Int) -> PlaceSet {
        if let known = closures[place] { return known }
        var set = empty
        var seen = empty
        var stack = [place]
        while let next = stack.popLast() {
            guard !seen.contains(next) else { continue }
            seen.insert(next)
            stack += jumps[next]
            // Places that only lead on are the same as those they lead to.
            if jumps[next].isEmpty { set.insert(next) }
        }
        closures[place] = set
        return set
    }
}

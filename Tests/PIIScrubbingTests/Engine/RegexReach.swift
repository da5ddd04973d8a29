@testable import PIIScrubbing

/// How far a regex looks at most when it is run at one offset: to where no way through it goes on.
struct RegexReach {
    private let text: [UInt8]
    private var farthest = 0

    /// - Returns: how many bytes it looks at.
    static func bytes(_ node: RegexNode, in text: [UInt8], at offset: Int) -> Int {
        var reach = RegexReach(text: text)
        _ = reach.ends(of: node, from: [offset])
        return max(0, reach.farthest - offset)
    }

    private init(text: [UInt8]) {
        self.text = text
    }

    private mutating func ends(of node: RegexNode, from starts: Set<Int>) -> Set<Int> {
        guard !starts.isEmpty else { return [] }
        switch node {
        case .byte(let set):
            var ends = Set<Int>()
            for start in starts where start < text.count {
                farthest = max(farthest, start + 1)
                if set.contains(text[start]) { ends.insert(start + 1) }
            }
            return ends
        case .sequence(let nodes):
            var current = starts
            for node in nodes { current = ends(of: node, from: current) }
            return current
        case .alternation(let branches):
            var all = Set<Int>()
            for branch in branches { all.formUnion(ends(of: branch, from: starts)) }
            return all
        case .repetition(let inner, let minimum, let maximum):
            return ends(repeating: inner, minimum, maximum ?? Int.max, from: starts)
        case .atomic(let inner):
            return ends(of: inner, from: starts)
        case .lookahead(let inner, let isNegative):
            // What may hold does not tell that its contrary fails.
            return starts.filter { !ends(of: inner, from: [$0]).isEmpty || isNegative }
        case .lookbehind, .wordBoundary, .assertion:
            return starts
        case .skip:
            return []
        }
    }

    private mutating func ends(repeating node: RegexNode, _ minimum: Int, _ maximum: Int, from starts: Set<Int>) -> Set<
        Int
    > {
        var current = starts
        var all = minimum == 0 ? starts : []
        var count = 0
        while count < maximum, !current.isEmpty {
            current = ends(of: node, from: current)
            count += 1
            guard count >= minimum else { continue }
            current = current.filter { !all.contains($0) }
            all.formUnion(current)
        }
        return all
    }
}

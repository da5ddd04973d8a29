/// What must stand around the start of a match besides what one byte decides: of each group one test must hold.
///
/// A handle on memory that its owner must free.
struct LeadingCondition {
    /// A look at a few bytes.
    struct Test: Hashable {
        /// Whether it looks at what starts at an offset, or at what ends before it.
        var isAhead: Bool
        /// Whether none of the texts may stand there, or one must.
        var isNegative: Bool
        var texts: [[ByteSet]]
    }

    /// What a test asks of the texts that stand there, one bit each.
    private struct Step {
        var texts: UInt32
        var isNegative: Bool
        /// Whether it is the last of its group.
        var isLast: Bool
    }

    /// Texts that there may be in all.
    static let mostTexts = UInt32.bitWidth

    /// By place and byte: the texts that may stand there with that byte, one bit each. The first places are those before
    /// an offset, the nearest first, and the others those from the offset on.
    private let tables: UnsafeMutablePointer<UInt32>
    /// The same for what stands beyond a text.
    private let edges: UnsafeMutablePointer<UInt32>
    private let placesBefore: Int
    private let places: Int
    /// The texts that are looked for from the offset on.
    private let ahead: UInt32
    /// The texts of which none may stand there.
    private let forbidden: UInt32
    /// What else is asked for.
    private let steps: UnsafeMutablePointer<Step>
    private let count: Int

    /// - Parameter groups: with no more texts than `mostTexts`.
    init(_ groups: [[Test]]) {
        var steps: [Step] = []
        var forbidden: UInt32 = 0
        var texts: [(isAhead: Bool, sets: [ByteSet])] = []
        for group in groups {
            for (index, test) in group.enumerated() {
                let bits = test.texts.indices.reduce(UInt32(0)) { $0 | 1 << UInt32(texts.count + $1) }
                texts += test.texts.map { (test.isAhead, $0) }
                if group.count == 1, test.isNegative {
                    forbidden |= bits
                } else {
                    steps.append(Step(texts: bits, isNegative: test.isNegative, isLast: index == group.count - 1))
                }
            }
        }
        let before = texts.filter { !$0.isAhead }.map(\.sets.count).max() ?? 0
        let places = before + (texts.filter(\.isAhead).map(\.sets.count).max() ?? 0)
        var ahead: UInt32 = 0
        var rows = [UInt32](repeating: .max, count: places << 8)
        var edges = [UInt32](repeating: .max, count: places)
        for (number, text) in texts.enumerated() {
            let bit = UInt32(1) << UInt32(number)
            if text.isAhead { ahead |= bit }
            for (index, set) in (text.isAhead ? text.sets : text.sets.reversed()).enumerated() {
                let place = text.isAhead ? before + index : index
                set.inverted.forEach { rows[place << 8 + Int($0)] &= ~bit }
                edges[place] &= ~bit
            }
        }
        placesBefore = before
        self.places = places
        tables = .allocate(capacity: max(1, rows.count))
        tables.initialize(from: rows, count: rows.count)
        self.edges = .allocate(capacity: max(1, places))
        self.edges.initialize(from: edges, count: places)
        self.ahead = ahead
        self.forbidden = forbidden
        count = steps.count
        self.steps = .allocate(capacity: max(1, count))
        self.steps.initialize(from: steps, count: count)
    }

    func deallocate() {
        tables.deallocate()
        edges.deallocate()
        steps.deallocate()
    }

    var isEmpty: Bool { count == 0 && forbidden == 0 }

    /// Whether a match may start at an offset.
    func holds(_ text: UnsafePointer<UInt8>, at offset: Int, count: Int) -> Bool {
        var standing = UInt32.max
        var place = 0
        while place < placesBefore {
            let first = offset &- 1 &- place
            standing &= first >= 0 ? tables[place << 8 &+ Int(text[first])] : edges[place]
            place &+= 1
        }
        while standing & ahead != 0, place < places {
            let first = offset &+ place &- placesBefore
            standing &= first < count ? tables[place << 8 &+ Int(text[first])] : edges[place]
            place &+= 1
        }
        if standing & forbidden != 0 { return false }
        var isMet = false
        for index in 0..<self.count {
            let step = steps[index]
            if !isMet { isMet = (standing & step.texts != 0) != step.isNegative }
            if step.isLast {
                guard isMet else { return false }
                isMet = false
            }
        }
        return true
    }
}

extension LeadingCondition.Test {
    /// A look-around that looks at a few bytes only.
    init?(_ node: RegexNode) {
        let inner: RegexNode
        switch node {
        case .lookahead(let node, let isNegative):
            isAhead = true
            self.isNegative = isNegative
            inner = node
        case .lookbehind(let node, let isNegative):
            isAhead = false
            self.isNegative = isNegative
            inner = node
        default:
            return nil
        }
        guard let texts = inner.texts(limit: LeadingCondition.mostTexts, maximumLength: Self.mostBytes) else {
            return nil
        }
        self.texts = texts
    }

    private static let mostBytes = 16
}

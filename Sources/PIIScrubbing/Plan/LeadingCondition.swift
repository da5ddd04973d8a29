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

    fileprivate struct Text {
        var length: Int
        /// For each byte of it a table of zero and one.
        var tables: UnsafeMutablePointer<UInt8>
    }

    fileprivate struct Step {
        var isAhead: Bool
        var isNegative: Bool
        /// Whether it is the last of its group.
        var isLast: Bool
        var textCount: Int
        var texts: UnsafeMutablePointer<Text>
    }

    private let steps: UnsafeMutablePointer<Step>
    private let count: Int

    init(_ groups: [[Test]]) {
        var list: [Step] = []
        for group in groups {
            for (index, test) in group.enumerated() {
                let texts = UnsafeMutablePointer<Text>.allocate(capacity: test.texts.count)
                for (number, sets) in test.texts.enumerated() {
                    let tables = UnsafeMutablePointer<UInt8>.allocate(capacity: sets.count << 8)
                    for (place, set) in sets.enumerated() {
                        for byte in UInt8.min...UInt8.max {
                            (tables + (place << 8 + Int(byte))).initialize(to: set.contains(byte) ? 1 : 0)
                        }
                    }
                    (texts + number).initialize(to: Text(length: sets.count, tables: tables))
                }
                list.append(
                    Step(
                        isAhead: test.isAhead,
                        isNegative: test.isNegative,
                        isLast: index == group.count - 1,
                        textCount: test.texts.count,
                        texts: texts
                    )
                )
            }
        }
        count = list.count
        steps = .allocate(capacity: max(1, count))
        steps.initialize(from: list, count: count)
    }

    func deallocate() {
        for index in 0..<count {
            for number in 0..<steps[index].textCount { steps[index].texts[number].tables.deallocate() }
            steps[index].texts.deallocate()
        }
        steps.deallocate()
    }

    var isEmpty: Bool { count == 0 }

    /// Whether a match may start at an offset.
    func holds(_ text: UnsafePointer<UInt8>, at offset: Int, count: Int) -> Bool {
        var index = 0
        var isMet = false
        while index < self.count {
            let step = steps + index
            if !isMet { isMet = step.pointee.stands(text, at: offset, count: count) != step.pointee.isNegative }
            if step.pointee.isLast {
                guard isMet else { return false }
                isMet = false
            }
            index &+= 1
        }
        return true
    }
}

extension LeadingCondition.Step {
    /// Whether one of the texts stands there.
    @inline(__always)
    fileprivate func stands(_ text: UnsafePointer<UInt8>, at offset: Int, count: Int) -> Bool {
        for number in 0..<textCount {
            let length = texts[number].length
            let first = isAhead ? offset : offset &- length
            guard first >= 0, count &- first >= length else { continue }
            var place = 0
            while place < length, texts[number].tables[place << 8 &+ Int(text[first &+ place])] != 0 { place &+= 1 }
            if place == length { return true }
        }
        return false
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
        guard let texts = inner.texts(limit: Self.mostTexts, maximumLength: Self.mostBytes) else { return nil }
        self.texts = texts
    }

    private static let mostTexts = 64
    private static let mostBytes = 16

    /// The bytes of all texts: as many tables are made of them.
    var size: Int { texts.reduce(0) { $0 + $1.count } }
}

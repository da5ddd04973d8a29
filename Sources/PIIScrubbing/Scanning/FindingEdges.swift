/// The edges of findings: whether something may come to light there once the finding is gone.
struct FindingEdges {
    private let text: UnsafeBufferPointer<UInt8>
    private let knowsUnsettled: Bool
    private let startsSeeingBack: UnsafeMutablePointer<UInt8>
    private let table = EdgeTable.shared

    /// How far before an edge a newly visible match may start.
    static let window = 128
    /// How far behind an edge what stands before it may have a part in where a number starts: its lead, and what the
    /// lead stands behind.
    private static let seenBack = CompiledPatternSet.mostLookBehind + DigitRun.mostLead

    init(_ loan: ScanLoan, _ text: UnsafeBufferPointer<UInt8>) {
        self.text = text
        knowsUnsettled = loan.tables.map { !$0.pointee.needsSearch } ?? false
        startsSeeingBack = loan.startsSeeingBack
    }

    /// The first finding that has an edge to look at, as few have, or that starts behind `bound`; the count of findings
    /// where there is none.
    ///
    /// - Parameters:
    ///   - findings: sorted and disjoint.
    ///   - index: where to start looking.
    ///   - gapStart: where the last thing that is redacted before that one ends.
    ///   - unsettled: where the engine looked and found nothing, in ascending order.
    ///   - firstUnsettled: as for `mayHide`.
    @inline(never)
    func firstToLookAt(
        _ findings: UnsafeBufferPointer<Match>,
        from index: Int,
        behind gapStart: Int,
        upTo bound: Int,
        _ unsettled: UnsafeBufferPointer<ScanOutcome.Unsettled>,
        _ firstUnsettled: inout Int
    ) -> Int {
        var index = index
        var gapStart = gapStart
        while index < findings.count {
            let edge = findings[index].lowerBound
            let end = findings[index].upperBound
            if edge > bound || canExpose(behind: end) { break }
            // Where something was looked for in vain is easier to foresee than what bytes stand at an edge.
            if mayHide(before: edge, behind: gapStart, unsettled, &firstUnsettled), canExpose(before: edge) { break }
            gapStart = end
            index &+= 1
        }
        return index
    }

    /// Whether something was looked for in vain before an edge that may be there once the text ends at it.
    ///
    /// - Parameters:
    ///   - gapStart: where the last thing that is redacted before the edge ends.
    ///   - index: where to start looking, 0 at first; for edges in ascending order each is looked at about once.
    @inline(__always)
    func mayHide(
        before edge: Int,
        behind gapStart: Int,
        _ unsettled: UnsafeBufferPointer<ScanOutcome.Unsettled>,
        _ index: inout Int
    ) -> Bool {
        guard knowsUnsettled else { return true }
        let first = max(gapStart, edge &- Self.window)
        while index < unsettled.count, unsettled[index].upperBound <= first { index &+= 1 }
        var other = index
        while other < unsettled.count, unsettled[other].lowerBound < edge {
            let depends = unsettled[other].reach > edge || unsettled[other].lowerBound < gapStart &+ Self.seenBack
            if depends, unsettled[other].upperBound > first { return true }
            other &+= 1
        }
        return false
    }

    /// From where on something may come to light before an edge, if what starts there turns out to be a finding. What
    /// comes to light has an edge of its own, before which something may, and so on.
    ///
    /// - Parameters:
    ///   - previous: where the last finding before the edge ends.
    ///   - unsettled: where the engine looked and found nothing, in ascending order.
    func exposed(
        before edge: Int,
        behind previous: Int,
        _ unsettled: UnsafeBufferPointer<ScanOutcome.Unsettled>
    ) -> Int {
        guard edge > previous, canExpose(before: edge) else { return edge }
        // What starts at the other edge may end at this one, however long it is.
        if previous > 0, canExpose(behind: previous) { return previous }
        var start = edge
        var links = 0
        while start > previous, links < Self.mostLinks {
            let first = start - Self.window
            let mayBeLooked = !knowsUnsettled || unsettled.contains { $0.lowerBound < start && $0.upperBound > first }
            guard mayBeLooked else { break }
            start = first
            links += 1
        }
        return max(previous, start)
    }

    /// Of what comes to light one behind the other.
    private static let mostLinks = 16

    /// Most findings stand between blanks and can hide nothing, but for what starts with the byte behind them.
    @inline(__always)
    func canExpose(behind edge: Int) -> Bool {
        if table.joins(byte(edge &- 1), byte(edge), byte(edge &+ 1)) { return mayStart(behind: edge) }
        return edge < text.count && startsSeeingBack[CompiledPatternSet.mostLookBehind << 8 &+ Int(text[edge])] != 0
    }

    @inline(__always)
    func canExpose(before edge: Int) -> Bool {
        table.joins(byte(edge), byte(edge &- 1), byte(edge &- 2))
    }

    /// Whether a pattern could match from one of the first bytes behind an offset, for not seeing what stands before.
    @inline(__always)
    private func mayStart(behind offset: Int) -> Bool {
        let count = min(CompiledPatternSet.mostLookBehind, text.count &- offset)
        var distance = 0
        while distance < count {
            if startsSeeingBack[distance << 8 &+ Int(text[offset &+ distance])] != 0 { return true }
            distance &+= 1
        }
        return false
    }

    @inline(__always)
    private func byte(_ offset: Int) -> UInt8 {
        UInt(bitPattern: offset) < UInt(bitPattern: text.count) ? text[offset] : UInt8(ascii: "\n")
    }
}

/// Which bytes at the edge of a finding let text go on over it.
///
/// Raw memory that is never freed, and no branches: it is asked twice for every finding, and text is hard to foresee.
struct EdgeTable: @unchecked Sendable {
    /// The kind of each byte.
    private let kinds: UnsafeMutablePointer<UInt8>
    /// The answer, by the kinds of three bytes.
    private let answers: UnsafeMutablePointer<Bool>

    static let shared = EdgeTable()

    private enum Kind: UInt8, CaseIterable {
        case digit
        /// Letters and bytes beyond ASCII.
        case letter
        case space
        /// A quote or a brace closes one thing, but in an e-mail address it also starts one.
        case ambiguousCloser
        /// Punctuation that ends a thing and starts none.
        case closer
        case parenthesis
        case other

        init(_ byte: UInt8) {
            if ASCII.isDigit(byte) {
                self = .digit
            } else if ASCII.isLetter(byte) || byte >= 0x80 {
                self = .letter
            } else if ASCII.isSpace(byte) {
                self = .space
            } else if ByteSet("}'".utf8).contains(byte) {
                self = .ambiguousCloser
            } else if ByteSet(",;)]>\"".utf8).contains(byte) {
                self = .closer
            } else {
                self = byte == UInt8(ascii: "(") ? .parenthesis : .other
            }
        }

        var isText: Bool { self == .digit || self == .letter }
        var isCloser: Bool { self == .closer || self == .ambiguousCloser }
    }

    private init() {
        kinds = .allocate(capacity: 256)
        for byte in UInt8.min...UInt8.max { (kinds + Int(byte)).initialize(to: Kind(byte).rawValue) }
        answers = .allocate(capacity: 512)
        answers.initialize(repeating: false, count: 512)
        for inside in Kind.allCases {
            for outside in Kind.allCases {
                for beyond in Kind.allCases {
                    answers[Self.index(inside.rawValue, outside.rawValue, beyond.rawValue)] =
                        Self.joins(inside, outside, beyond)
                }
            }
        }
    }

    private static func joins(_ inside: Kind, _ outside: Kind, _ beyond: Kind) -> Bool {
        if outside.isText { return true }
        if outside == .space { return inside == .digit && (beyond == .digit || beyond == .parenthesis) }
        if beyond.isText { return true }
        if beyond == .space { return false }
        return outside == .ambiguousCloser && beyond == .ambiguousCloser || !(outside.isCloser && beyond.isCloser)
    }

    @inline(__always)
    private static func index(_ inside: UInt8, _ outside: UInt8, _ beyond: UInt8) -> Int {
        Int(inside) << 6 | Int(outside) << 3 | Int(beyond)
    }

    /// Whether text goes on over an edge: the byte inside it, and the two bytes outside.
    @inline(__always)
    func joins(_ inside: UInt8, _ outside: UInt8, _ beyond: UInt8) -> Bool {
        answers[Self.index(kinds[Int(inside)], kinds[Int(outside)], kinds[Int(beyond)])]
    }
}

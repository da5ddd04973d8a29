/// A byte that comes back at short distances, as the dots of an IPv4 address and the colons of an IPv6 address do.
struct Chain: Hashable, Sendable {
    let separator: UInt8
    /// How often the separator comes at least.
    var count: Int
    /// Distances from one separator to the next, in bytes.
    var distances: ClosedRange<Int>
    /// What stands before the first separator.
    let fill: ByteSet
    /// How many bytes stand before the first separator.
    let lead: ClosedRange<Int>
    /// Whether a digit stands on either side of each separator.
    var isBetweenDigits = false

    /// Whether it is one of dots, which the scanner looks for where digits are.
    var isOfDottedDigits: Bool { separator == UInt8(ascii: ".") && isBetweenDigits }

    private static let separators = Array(".:".utf8)
    private static let maximumDistance = 5
    /// The scanner sees 64 bytes ahead.
    private static let maximumCount = 7

    init?(_ node: RegexNode) {
        for separator in Self.separators {
            var walk = Walk(separator: separator)
            walk.enter(node)
            if var chain = walk.chain, chain.count >= 3 {
                chain.isBetweenDigits = walk.isBetweenDigits && !walk.isOpen
                self = chain
                return
            }
        }
        return nil
    }

    private init(separator: UInt8, fill: ByteSet, lead: ClosedRange<Int>) {
        self.separator = separator
        self.fill = fill
        self.lead = lead
        count = 1
        distances = (Self.maximumDistance + 1)...(Self.maximumDistance + 1)
    }

    /// Goes along a regex as far as it is a row of fills and separators.
    private struct Walk {
        let separator: UInt8
        var chain: Chain?
        /// Whether a digit stands on either side of every separator so far.
        private(set) var isBetweenDigits = true
        /// Whether the last separator still lacks what follows it.
        private(set) var isOpen = false
        private var fill = ByteSet.none
        private var length = 0...0
        private var isEnded = false

        init(separator: UInt8) {
            self.separator = separator
        }

        mutating func enter(_ node: RegexNode) {
            guard !isEnded, !node.isZeroWidth else { return }
            if chain?.count == Chain.maximumCount, node.bytes.contains(separator) {
                isEnded = true
                return
            }
            if !node.bytes.contains(separator) {
                take(node)
                return
            }
            switch node {
            case .byte(let set) where set.single == separator:
                separate()
            case .sequence(let nodes):
                for node in nodes { enter(node) }
            case .repetition(let node, let minimum, let maximum) where minimum > 0:
                for _ in 0..<min(minimum, Chain.maximumCount) { enter(node) }
                if maximum != minimum { isEnded = true }
            default:
                isEnded = true
            }
        }

        private mutating func take(_ node: RegexNode) {
            guard let maximum = node.maximumLength, maximum <= Chain.maximumDistance else {
                isEnded = true
                return
            }
            fill = fill.union(node.bytes)
            if isOpen, node.minimumLength > 0 {
                isBetweenDigits = isBetweenDigits && node.first.isSubset(of: .digits)
                isOpen = false
            }
            length = (length.lowerBound + node.minimumLength)...(length.upperBound + maximum)
            isEnded = length.upperBound > Chain.maximumDistance
        }

        private mutating func separate() {
            if var chain {
                let distance = (length.lowerBound + 1)...(length.upperBound + 1)
                chain.distances =
                    chain.count == 1
                    ? distance
                    : min(
                        chain.distances.lowerBound,
                        distance.lowerBound
                    )...max(
                        chain.distances.upperBound,
                        distance.upperBound
                    )
                chain.count += 1
                self.chain = chain
            } else if length.lowerBound > 0 {
                chain = Chain(separator: separator, fill: fill, lead: length)
            } else {
                isEnded = true
            }
            // What stands before a separator ends with a digit where it is of digits alone.
            isBetweenDigits = isBetweenDigits && !isOpen && length.lowerBound > 0 && fill.isSubset(of: .digits)
            isOpen = true
            length = 0...0
        }
    }
}

import CByteScan

/// A text of a fixed length that a regex stands for, of which each byte is of a set: all bytes of such a text are compared
/// at once.
struct FixedText {
    /// The bytes that may stand in each place: before the text, in it, and behind it.
    private var sets: [ByteSet]

    /// Regexes that stand for more texts than these take longer to compare than to walk through.
    private static let mostTexts = 4
    private static let mostBytes = Int(bytescan_fixed_bytes) - 2

    /// The texts of a regex, in the order in which PCRE2 tries them if it was read exactly; nil where it has others than
    /// a few of these.
    static func all(of syntax: RegexNode) -> [FixedText]? {
        guard syntax.minimumLength > 0, syntax.maximumLength.map({ $0 <= mostBytes }) ?? false else { return nil }
        guard let parts = parts(of: syntax) else { return nil }
        var texts: [FixedText] = []
        for part in parts {
            guard let text = FixedText(part) else { return nil }
            // A text of which a byte cannot be is not tried.
            if !text.sets.contains(where: \.isEmpty) { texts.append(text) }
        }
        return texts.isEmpty ? nil : texts
    }

    /// The same as they are compared, of a regex that was read exactly; none where they cannot be.
    static func compared(_ syntax: RegexNode) -> [bytescan_fixed] {
        let texts = (all(of: syntax) ?? []).map(\.compared)
        return texts.contains { $0 == nil } ? [] : texts.compactMap(\.self)
    }

    // MARK: Reading a regex

    private enum Item {
        case byte(ByteSet)
        case previous(ByteSet)
        case next(ByteSet)
        case wordBoundary
    }

    /// The ways to take a part of a regex, the first of them first.
    private static func parts(of node: RegexNode) -> [[Item]]? {
        switch node {
        case .byte(let set):
            return [[.byte(set)]]
        case .sequence(let nodes):
            var ways: [[Item]] = [[]]
            for node in nodes {
                guard let parts = parts(of: node), ways.count * parts.count <= mostTexts else { return nil }
                ways = ways.flatMap { way in parts.map { way + $0 } }
            }
            return ways
        case .alternation(let branches):
            var ways: [[Item]] = []
            for branch in branches {
                guard let parts = parts(of: branch), ways.count + parts.count <= mostTexts else { return nil }
                ways += parts
            }
            return ways
        case .repetition(let inner, let minimum, let maximum):
            guard let maximum, maximum <= mostBytes, maximum - minimum < mostTexts, !node.isDependent,
                let parts = parts(of: inner), parts.count == 1
            else { return nil }
            // As many as can be had come first.
            return (minimum...maximum).reversed().map { count in
                Array(repeating: parts[0], count: count).flatMap(\.self)
            }
        case .lookbehind(.byte(let set), let isNegative):
            return [[.previous(isNegative ? set.inverted : set)]]
        case .lookahead(.byte(let set), let isNegative):
            return [[.next(isNegative ? set.inverted : set)]]
        case .wordBoundary:
            return [[.wordBoundary]]
        case .atomic, .lookbehind, .lookahead, .assertion, .skip:
            return nil
        }
    }

    private init?(_ items: [Item]) {
        sets = [.all]
        for case .byte(let set) in items { sets.append(set) }
        guard sets.count > 1 else { return nil }
        sets.append(.all)
        var last = 0
        for item in items {
            switch item {
            case .byte: last += 1
            case .previous(let set): sets[last] = sets[last].intersection(set)
            case .next(let set): sets[last + 1] = sets[last + 1].intersection(set)
            case .wordBoundary: break
            }
        }
        // What a boundary asks for depends on all else.
        last = 0
        for item in items {
            if case .byte = item { last += 1 }
            guard case .wordBoundary = item else { continue }
            guard part(last, last + 1) || part(last + 1, last) else { return nil }
        }
    }

    /// Puts a boundary of words between a place of which it is known whether it is of a word and another one.
    private mutating func part(_ known: Int, _ other: Int) -> Bool {
        if sets[known].isSubset(of: .word) {
            sets[other] = sets[other].subtracting(.word)
        } else if sets[known].isDisjoint(with: .word) {
            sets[other] = sets[other].intersection(.word)
        } else {
            return false
        }
        return true
    }

    // MARK: Comparing

    /// The text as it is compared; nil where its sets are too many to be told apart.
    private var compared: bytescan_fixed? {
        var text = bytescan_fixed()
        text.length = UInt32(sets.count - 2)
        var known: [Product] = []
        var wanted = [UInt8](repeating: 0, count: Int(bytescan_fixed_bytes))
        for (place, set) in sets.enumerated() where set != .all {
            let products = Product.all(of: set)
            let others = Product.all(of: set.inverted)
            let isRefused =
                others.count(where: { !known.contains($0) }) < products.count(where: { !known.contains($0) })
            for product in isRefused ? others : products {
                let bit = known.firstIndex(of: product) ?? known.count
                if bit == known.count { known.append(product) }
                guard bit < UInt8.bitWidth else { return nil }
                wanted[place] |= 1 << UInt8(bit)
            }
            text.looked_at |= 1 << UInt32(place)
            if isRefused { text.refused |= 1 << UInt32(place) }
        }
        withUnsafeMutableBytes(of: &text.wanted) { $0.copyBytes(from: wanted) }
        withUnsafeMutableBytes(of: &text.bits.low) { low in
            for (bit, product) in known.enumerated() { product.add(1 << UInt8(bit), to: low, at: product.lowHalves) }
        }
        withUnsafeMutableBytes(of: &text.bits.high) { high in
            for (bit, product) in known.enumerated() { product.add(1 << UInt8(bit), to: high, at: product.highHalves) }
        }
        return text
    }

    /// All bytes that have one of some high halves and one of some low halves.
    private struct Product: Hashable {
        /// One bit each.
        var highHalves: UInt16
        var lowHalves: UInt16

        /// What a set is made of.
        static func all(of set: ByteSet) -> [Product] {
            var products: [Product] = []
            for high in 0..<16 {
                var lowHalves: UInt16 = 0
                for low in 0..<16 where set.contains(UInt8(high << 4 | low)) { lowHalves |= 1 << UInt16(low) }
                guard lowHalves != 0 else { continue }
                if let index = products.firstIndex(where: { $0.lowHalves == lowHalves }) {
                    products[index].highHalves |= 1 << UInt16(high)
                } else {
                    products.append(Product(highHalves: 1 << UInt16(high), lowHalves: lowHalves))
                }
            }
            return products
        }

        func add(_ bit: UInt8, to table: UnsafeMutableRawBufferPointer, at halves: UInt16) {
            for half in 0..<16 where halves >> UInt16(half) & 1 == 1 { table[half] |= bit }
        }
    }
}

/// Reads the part of PCRE2's syntax that patterns are written in, for regexes that are run on bytes.
///
/// What it does not know for certain it refuses: a pattern without a parsed regex is searched for, which is slower and
/// finds the same.
struct RegexParser {
    /// - Returns: nil where something in the regex is not understood.
    static func parse(_ regex: String) -> RegexNode? {
        var parser = RegexParser(bytes: Array(regex.utf8), isExact: false)
        guard let node = parser.alternation(), parser.isAtEnd else { return nil }
        return node
    }

    /// The regex with nothing taken for more than it is, and with what it takes first where it could take more or less.
    ///
    /// - Returns: nil also where the tree has no words for what the regex says.
    static func parseExactly(_ regex: String) -> RegexNode? {
        var parser = RegexParser(bytes: Array(regex.utf8), isExact: true)
        guard let node = parser.alternation(), parser.isAtEnd, !parser.hasComments,
            !node.contains(where: { $0 == .assertion || $0.isDependent })
        else { return nil }
        return node
    }

    private struct Flags {
        var ignoresCase = false
        var isExtended = false
    }

    private let bytes: [UInt8]
    private let isExact: Bool
    /// Which bytes end a line, and such a comment with it, is for the build of PCRE2 to say.
    private var hasComments = false
    private var position = 0
    private var flags = Flags()
    private var groups: [RegexNode?] = [nil]
    private var depth = 0

    private static let maximumDepth = 100

    private init(bytes: [UInt8], isExact: Bool) {
        self.bytes = bytes
        self.isExact = isExact
    }

    private var isAtEnd: Bool { position >= bytes.count }

    private var next: UInt8? { position < bytes.count ? bytes[position] : nil }

    private mutating func take(_ text: StaticString) -> Bool {
        let text = UnsafeBufferPointer(start: text.utf8Start, count: text.utf8CodeUnitCount)
        guard bytes[position...].starts(with: text) else { return false }
        position += text.count
        return true
    }

    private mutating func takeByte() -> UInt8? {
        guard let byte = next else { return nil }
        position += 1
        return byte
    }

    // MARK: Structure

    private mutating func alternation() -> RegexNode? {
        depth += 1
        defer { depth -= 1 }
        guard depth <= Self.maximumDepth else { return nil }
        // `(?i)` holds to the end of its group, over the bars of an alternation.
        let outer = flags
        defer { flags = outer }
        var branches: [RegexNode] = []
        repeat {
            guard let branch = sequence() else { return nil }
            branches.append(branch)
        } while take("|")
        return branches.count == 1 ? branches[0] : .alternation(branches)
    }

    private mutating func sequence() -> RegexNode? {
        var nodes: [RegexNode] = []
        while true {
            skipComments()
            guard let byte = next, byte != UInt8(ascii: "|"), byte != UInt8(ascii: ")") else { break }
            guard let node = atom(), let quantified = quantified(node, isGroup: byte == UInt8(ascii: "(")) else {
                return nil
            }
            if case .sequence(let inner) = quantified {
                nodes += inner
            } else {
                nodes.append(quantified)
            }
        }
        return nodes.count == 1 ? nodes[0] : .sequence(nodes)
    }

    private mutating func skipComments() {
        while flags.isExtended, let byte = next {
            if ByteSet.space.contains(byte) {
                position += 1
            } else if byte == UInt8(ascii: "#") {
                hasComments = true
                while let byte = takeByte(), byte != UInt8(ascii: "\n") {}
            } else {
                return
            }
        }
    }

    private mutating func atom() -> RegexNode? {
        guard let byte = takeByte() else { return nil }
        switch byte {
        case UInt8(ascii: "("): return group()
        case UInt8(ascii: "["): return characterClass().map { .byte($0) }
        // Which bytes it does not match is for the build of PCRE2 to say.
        case UInt8(ascii: "."): return isExact ? nil : .byte(.all)
        case UInt8(ascii: "^"), UInt8(ascii: "$"): return .assertion
        case UInt8(ascii: "\\"): return escape()
        case UInt8(ascii: "*"), UInt8(ascii: "+"), UInt8(ascii: "?"): return nil
        case 0x80...: return nil
        default: return .byte(literal(byte))
        }
    }

    private func literal(_ byte: UInt8) -> ByteSet {
        flags.ignoresCase ? ByteSet(byte).ignoringCase : ByteSet(byte)
    }

    private mutating func quantified(_ node: RegexNode, isGroup: Bool) -> RegexNode? {
        skipComments()
        var minimum = 0
        var maximum: Int?
        let start = position
        switch takeByte() {
        case UInt8(ascii: "*"): break
        case UInt8(ascii: "+"): minimum = 1
        case UInt8(ascii: "?"): maximum = 1
        case UInt8(ascii: "{"):
            // PCRE2 takes other braces literally, which ones depends on its version.
            guard let bounds = repetitionBounds() else { return nil }
            (minimum, maximum) = bounds
        default:
            position = start
            return node
        }
        let isPossessive = take("+")
        let isLazy = !isPossessive && take("?")
        if let byte = next, "*+?".utf8.contains(byte) { return nil }
        if isExact, isLazy || node.minimumLength == 0 || (minimum, maximum) == (1, 1) { return nil }
        // PCRE2 10.42 takes such a group for one that must be there, and a repeat before it for possessive.
        if isExact, isGroup, isPossessive, minimum == 0, maximum != nil { return nil }
        if case .lookahead = node, minimum == 0 { return .empty }
        if node.isZeroWidth { return minimum == 0 ? .empty : node }
        let repetition = RegexNode.repetition(node, minimum: minimum, maximum: maximum)
        return isExact && isPossessive ? .atomic(repetition) : repetition
    }

    private mutating func repetitionBounds() -> (Int, Int?)? {
        let minimum = number()
        guard take(",") else {
            guard let minimum, take("}") else { return nil }
            return (minimum, minimum)
        }
        let maximum = number()
        guard take("}"), let minimum, minimum <= maximum ?? Int.max else { return nil }
        return (minimum, maximum)
    }

    private mutating func number() -> Int? {
        let start = position
        while let byte = next, ASCII.isDigit(byte), position - start < 6 {
            position += 1
        }
        return Int(String(decoding: bytes[start..<position], as: UTF8.self))
    }

    // MARK: Groups

    private mutating func group() -> RegexNode? {
        if take("*SKIP)") {
            return take("(*FAIL)") || take("(*F)") ? .skip : nil
        }
        if next == UInt8(ascii: "*") { return nil }
        guard take("?") else { return capture() }
        if take(":") || (!isExact && take(">")) { return closed(alternation()) }
        if take("=") { return around().map { .lookahead($0, isNegative: false) } }
        if take("!") { return around().map { .lookahead($0, isNegative: true) } }
        if take("<=") { return around().map { .lookbehind($0, isNegative: false) } }
        if take("<!") { return around().map { .lookbehind($0, isNegative: true) } }
        if take("#") {
            while let byte = takeByte(), byte != UInt8(ascii: ")") {}
            return .empty
        }
        if take("P<") || take("<") { return named(until: UInt8(ascii: ">")) }
        if take("'") { return named(until: UInt8(ascii: "'")) }
        if take("(") { return conditional() }
        return flagGroup()
    }

    private mutating func closed(_ node: RegexNode?) -> RegexNode? {
        take(")") ? node : nil
    }

    /// A skip within a look-around ends that alone.
    private mutating func around() -> RegexNode? {
        guard let node = closed(alternation()), !node.contains(where: { $0 == .skip }) else { return nil }
        return node
    }

    private mutating func capture() -> RegexNode? {
        let index = groups.count
        groups.append(nil)
        guard let node = closed(alternation()) else { return nil }
        groups[index] = node
        return node
    }

    private mutating func named(until end: UInt8) -> RegexNode? {
        var name: [UInt8] = []
        while let byte = takeByte(), byte != end { name.append(byte) }
        // `(?<*` is a look-behind of its own kind.
        guard let first = name.first, !ASCII.isDigit(first), name.allSatisfy({ ByteSet.word.contains($0) }) else {
            return nil
        }
        return capture()
    }

    /// `(?(1)yes|no)`: either may be what counts.
    private mutating func conditional() -> RegexNode? {
        guard number() != nil, take(")"), let node = closed(alternation()) else { return nil }
        if case .alternation = node { return .dependent(node) }
        return .dependent(.alternation([node, .empty]))
    }

    private mutating func flagGroup() -> RegexNode? {
        var changed = flags
        var value = true
        while let byte = takeByte() {
            switch byte {
            case UInt8(ascii: "i"): changed.ignoresCase = value
            case UInt8(ascii: "x"):
                // `xx` changes how classes are read.
                if next == UInt8(ascii: "x") { return nil }
                changed.isExtended = value
            // `.`, `^` and `$` are taken for more than any of these makes of them.
            case UInt8(ascii: "s"), UInt8(ascii: "m"): break
            case UInt8(ascii: "-"): value = false
            case UInt8(ascii: ")"):
                flags = changed
                return .empty
            case UInt8(ascii: ":"):
                let outer = flags
                flags = changed
                defer { flags = outer }
                return closed(alternation())
            default:
                return nil
            }
        }
        return nil
    }

    // MARK: Escapes and classes

    private mutating func escape() -> RegexNode? {
        guard let byte = takeByte() else { return nil }
        switch byte {
        case UInt8(ascii: "b"): return .wordBoundary
        case UInt8(ascii: "B"), UInt8(ascii: "A"), UInt8(ascii: "z"), UInt8(ascii: "Z"): return .assertion
        case UInt8(ascii: "g"): return backreference()
        case UInt8(ascii: "1")...UInt8(ascii: "9"):
            if let digit = next, ASCII.isDigit(digit) { return nil }
            return group(Int(byte - UInt8(ascii: "0")))
        default:
            return escapedSet(byte).map { .byte($0) }
        }
    }

    private mutating func backreference() -> RegexNode? {
        guard take("{"), let index = number(), take("}") else { return nil }
        return group(index)
    }

    /// What a group took, taken for anything that it could have taken.
    private func group(_ index: Int) -> RegexNode? {
        guard groups.indices.contains(index), let node = groups[index] else { return nil }
        // What a group looked at around it need not stand around its text again.
        guard !node.contains(where: \.isAssertion) else { return nil }
        let ignoresCase = flags.ignoresCase && node.bytes.ignoringCase != node.bytes
        return ignoresCase ? nil : .dependent(node)
    }

    private mutating func escapedSet(_ byte: UInt8) -> ByteSet? {
        switch byte {
        case UInt8(ascii: "d"): return .digits
        case UInt8(ascii: "D"): return ByteSet.digits.inverted
        case UInt8(ascii: "w"): return .word
        case UInt8(ascii: "W"): return ByteSet.word.inverted
        case UInt8(ascii: "s"): return .space
        case UInt8(ascii: "S"): return ByteSet.space.inverted
        case UInt8(ascii: "h"): return ByteSet([9, 0x20, 0xA0])
        case UInt8(ascii: "n"): return ByteSet(10)
        case UInt8(ascii: "r"): return ByteSet(13)
        case UInt8(ascii: "t"): return ByteSet(9)
        case UInt8(ascii: "f"): return ByteSet(12)
        case UInt8(ascii: "x"):
            guard let high = takeByte().flatMap(Self.hexValue), let low = takeByte().flatMap(Self.hexValue) else {
                return nil
            }
            return literal(high << 4 | low)
        default:
            // A letter or digit that is not known could mean anything; other bytes stand for themselves.
            return ASCII.isAlphanumeric(byte) || byte >= 0x80 ? nil : ByteSet(byte)
        }
    }

    private static func hexValue(_ byte: UInt8) -> UInt8? {
        guard ASCII.isHexDigit(byte) else { return nil }
        return ASCII.isDigit(byte) ? byte - UInt8(ascii: "0") : ASCII.lowercased(byte) - UInt8(ascii: "a") + 10
    }

    private mutating func characterClass() -> ByteSet? {
        let isNegative = take("^")
        var set = ByteSet.none
        var isFirst = true
        while let byte = takeByte() {
            if byte == UInt8(ascii: "]"), !isFirst {
                return isNegative ? set.inverted : set
            }
            isFirst = false
            guard let low = classMember(byte) else { return nil }
            guard next == UInt8(ascii: "-"), position + 1 < bytes.count, bytes[position + 1] != UInt8(ascii: "]") else {
                set = set.union(flags.ignoresCase ? low.ignoringCase : low)
                continue
            }
            position += 1
            guard let start = low.single, let byte = takeByte(), let end = classMember(byte)?.single, start <= end
            else {
                return nil
            }
            let range = ByteSet(start...end)
            set = set.union(flags.ignoresCase ? range.ignoringCase : range)
        }
        return nil
    }

    private mutating func classMember(_ byte: UInt8) -> ByteSet? {
        switch byte {
        case UInt8(ascii: "["):
            // `[:alpha:]` and its kin; a bracket alone stands for itself.
            if let next, ":.=".utf8.contains(next) { return nil }
            return ByteSet(byte)
        case UInt8(ascii: "\\"):
            guard let escaped = takeByte() else { return nil }
            if escaped == UInt8(ascii: "b") { return ByteSet(8) }
            // The case is added for the whole class; a range needs the one byte that was written.
            let outer = flags.ignoresCase
            flags.ignoresCase = false
            defer { flags.ignoresCase = outer }
            return escapedSet(escaped)
        case 0x80...:
            return nil
        default:
            return ByteSet(byte)
        }
    }
}

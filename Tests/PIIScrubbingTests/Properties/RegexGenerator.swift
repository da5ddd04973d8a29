/// Random regexes of the syntax that patterns are written in, and of some that is not analysed, with texts that they
/// are likely to match.
struct RegexGenerator {
    /// A part of a regex, and texts that it takes.
    struct Piece {
        var regex: String
        var samples: [String]

        init(_ regex: String, _ samples: String...) {
            self.regex = regex
            self.samples = samples
        }

        init(_ regex: String, of samples: [String]) {
            self.regex = regex
            self.samples = samples
        }
    }

    private(set) var generator: SeededGenerator
    private var groups = 0
    private var isExtended = false

    init(seed: UInt64) {
        generator = SeededGenerator(seed: seed)
    }

    /// A whole regex.
    mutating func pattern() -> Piece {
        groups = 0
        isExtended = oneIn(8)
        let body = oneIn(3) ? sequence(of: 1...4, depth: 3) : joined([lead(), shaped(), trail()])
        var piece = oneIn(8) ? alternation([body, joined([lead(), shaped()])]) : body
        if oneIn(8) {
            let skipped = joined([lead(), oneIn(2) ? shaped() : sequence(of: 1...2, depth: 1)])
            let fail = pick(["(*SKIP)(*FAIL)", "(*SKIP)(*F)"])
            let shown = oneIn(2) ? "\(skipped.regex)\(fail)|\(piece.regex)" : "\(piece.regex)|\(skipped.regex)\(fail)"
            piece = Piece(shown, of: piece.samples + skipped.samples)
        }
        if oneIn(6) { piece.regex = "(?i)" + piece.regex }
        if isExtended { piece.regex = "(?x)" + piece.regex }
        return piece
    }

    // MARK: Shapes that plans are made for

    private mutating func shaped() -> Piece {
        switch int(0...9) {
        case 0: return joined([word(), pick(Self.separators), repeated(byteClass(), bounds())])
        case 1: return digitGroups()
        case 2: return digitRun()
        case 3: return chain()
        case 4:
            return joined([
                repeated(byteClass(), pick(["+", "*", "{1,8}", "{2,}"])), pivot(), sequence(of: 1...2, depth: 1),
            ])
        case 5: return joined([pivot(), repeated(byteClass(), bounds())])
        case 6:
            return joined([word(), pick([Piece("=", "="), Piece("\\s*", "", " ")]), sequence(of: 1...2, depth: 1)])
        case 7:
            let sides = joined([repeated(byteClass(), "+"), literal("."), repeated(byteClass(), bounds())])
            return joined([sides, pivot(), sides])
        case 8: return alternation([joined([word(), pivot()]), digitGroups()])
        default: return joined([optional(word()), digitGroups(), optional(joined([pick(Self.separators), word()]))])
        }
    }

    private mutating func digitGroups() -> Piece {
        let separator = pick([
            Piece("-", "-"), Piece("[- ]", "-", " "), Piece("[-. ]", ".", "-"), Piece("[ -]?", " ", ""),
            Piece("\\.", "."), Piece("[/.]", "/"), Piece(" ", " "),
        ])
        var pieces = [digits(int(1...5))]
        for _ in 0..<int(1...3) { pieces += [separator, digits(int(1...5))] }
        return joined(pieces)
    }

    private mutating func digitRun() -> Piece {
        let separator = pick(["[ -]?", "[ .-]?", "[-. ]{0,2}", "", "\\s?", "[*, ]?", "(?:[ -]|\\. )?"])
        let low = int(4...12)
        let tail = pick(["{\(low)}", "{\(low),\(low + int(0...7))}", "{\(low),}"])
        let lead = pick([
            Piece("", ""), Piece("\\+?", "+", ""), Piece("\\(?", "(", ""), Piece("(?:\\+|00)?", "+", "00", ""),
        ])
        var samples: [String] = []
        for _ in 0..<4 {
            let gap = separator.isEmpty ? "" : pick(["", " ", "-", ".", ". "])
            samples.append((0...(low + int(0...2))).map { _ in "\(int(0...9))" }.joined(separator: gap))
        }
        return joined([lead, Piece("\\d(?:\(spaced(separator))[0-9])\(tail)", of: samples + ["4111111111111111"])])
    }

    private mutating func chain() -> Piece {
        let (link, samples) = pick([
            ("[0-9a-f]{1,4}", ["1f", "0", "abcd"]), ("\\d{1,3}", ["1", "25", "255"]), ("\\d\\d?", ["7", "12"]),
            ("(?:25[0-5]|1?\\d)", ["255", "7"]), ("[a-c]{0,3}", ["", "ab"]),
        ])
        let (mark, regex) = pick([(".", "\\."), (":", ":"), (":", "[:]"), (".", "[.-]")])
        let count = int(2...7)
        let shown =
            oneIn(2)
            ? "(?:\(link)\(regex)){\(count)}\(link)" : Array(repeating: link, count: count + 1).joined(separator: regex)
        let texts = (0..<4).map { _ in (0...count).map { _ in pick(samples) }.joined(separator: mark) }
        return Piece(shown, of: texts)
    }

    private mutating func pivot() -> Piece {
        pick([
            Piece("@", "@"), Piece("@[a-c]", "@a"), Piece("::", "::"), Piece("=>", "=>"), Piece("\\$", "$"),
            Piece("[@~]", "@", "~"), Piece("\\x40", "@"), Piece("%%", "%%"), Piece("\\\\", "\\"),
        ])
    }

    private mutating func word() -> Piece {
        let text = pick(["key", "tok_", "AKIA", "x-y", "sk-", "ab", "Bearer ", "a.b", "id", "zz", "-----B", "eyJ"])
        return oneIn(6) ? Piece("(?i:\(escaped(text)))", text, text.uppercased()) : literal(text)
    }

    private mutating func lead() -> Piece {
        let regex = pick([
            "", "", "", "\\b", "\\b", "(?<![a-c])", "(?<!\\d)", "(?<![0-9][-.])", "(?<=[=: ])", "(?<=ab)", "^", "\\B",
            "(?=[a-z])",
            "(?!00)", "(?<!a|b)", "(?<!ab|c)", "(?:(?<!\\w)|(?<=\\\\n))", "(?<!\\$)\\b", "(?=\\()?", "(?:^|\\s)",
            "(?m)^", "\\A", "(?!a(*SKIP)(*F))",
            "(?:\\b|(?<=_))", "(?:(?<=x)|(?<![a-z]))", "\\K", "(?=.{3})", "(?<![\\xC3-\\xDF])", "(\\b)", "(?:\\b)+",
        ])
        return Piece(spaced(regex), "", "", "ab", "x", "=", " ", "\\n", "0")
    }

    private mutating func trail() -> Piece {
        let regex = pick([
            "", "", "", "\\b", "(?![0-9])", "(?!\\d|-[a-c])", "(?=[ ,])", "$", "\\z", "\\Z", "(?!-)", "\\B",
            "(?: x\\d+)?", "[a-c]*\\b",
            "(?![a-z]|\\.[0-9])", "(?<=\\d)", "(?<!-)", "(?=\\s|$)", "\\K", "[-.]?(?!\\d)",
        ])
        return Piece(regex, "", "", " ", "-", "x1", ".")
    }

    // MARK: Any regex

    private mutating func sequence(of counts: ClosedRange<Int>, depth: Int) -> Piece {
        joined((0..<int(counts)).map { _ in piece(depth: depth) })
    }

    private mutating func piece(depth: Int) -> Piece {
        switch int(0...(depth > 0 ? 15 : 5)) {
        case 0...2: return literal(text(of: 1...3))
        case 3...4: return byteClass()
        case 5: return repeated(byteClass(), bounds())
        case 6...7: return repeated(group(sequence(of: 1...3, depth: depth - 1)), bounds())
        case 8...9: return group(alternation((0..<int(2...3)).map { _ in sequence(of: 0...2, depth: depth - 1) }))
        case 10: return optional(sequence(of: 1...2, depth: depth - 1))
        case 11: return lookAround(depth: depth)
        case 12:
            return Piece(pick(["\\b", "\\b", "\\B", "^", "$", "\\A", "\\z", "\\Z", "(?i)", "(?-i)", "(?#note)"]), "")
        case 13: return backreference()
        case 14: return oneIn(3) ? rare() : pivot()
        default: return shaped()
        }
    }

    private mutating func group(_ inner: Piece) -> Piece {
        let opener = pick(["(?:", "(?:", "(", "(", "(?>", "(?i:", "(?<n\(groups)>", "(?s-i:"])
        if opener == "(" || opener.hasPrefix("(?<n") { groups += 1 }
        return Piece("\(opener)\(inner.regex))", of: inner.samples)
    }

    private mutating func lookAround(depth: Int) -> Piece {
        let opener = pick(["(?=", "(?!", "(?<=", "(?<!"])
        let isBehind = opener.contains("<")
        let inner = isBehind ? pick([literal(text(of: 1...2)), byteClass()]) : sequence(of: 1...2, depth: depth - 1)
        let branches = oneIn(3) ? "\(inner.regex)|\(byteClass().regex)" : inner.regex
        return Piece("\(opener)\(branches))", of: isBehind ? inner.samples : ["", ""] + inner.samples)
    }

    private mutating func backreference() -> Piece {
        let inner = oneIn(6) ? joined([lead(), byteClass(), trail()]) : sequence(of: 1...2, depth: 0)
        let sample = pick(inner.samples)
        groups += 1
        let number = oneIn(6) ? int(1...max(1, groups)) : groups
        let reference = pick(["\\\(number)", "\\g{\(number)}", "(?(\(number))a|b)", "\\g{-1}"])
        return Piece(
            "(\(inner.regex))\(pick(["", "-", "\\d"]))\(reference)",
            sample + sample,
            sample + "-" + sample,
            sample
        )
    }

    /// What only a search understands.
    private mutating func rare() -> Piece {
        pick([
            Piece("\\p{L}", "a", "é"), Piece("é+", "é"), Piece("\\K", ""), Piece("\\Qa.b\\E", "a.b"),
            Piece("[[:digit:]]", "1"),
            Piece("\\R", "\n"), Piece("\\x{41}", "A"), Piece("\\N", "a"), Piece("(?1)", "a"), Piece("\\X", "é"),
            Piece("\\o{101}", "A"),
            Piece("a{,2}", "a"), Piece("{", "{"), Piece("]", "]"), Piece("(*ACCEPT)", ""), Piece("(*FAIL)", ""),
            Piece("\\G", ""),
            Piece("(?|a|b)", "b"), Piece("\\H", "a"), Piece("\\v", "\n"), Piece("(*PRUNE)", ""), Piece("(?^:a)", "a"),
        ])
    }

    private mutating func byteClass() -> Piece {
        pick([
            Piece("[a-c]", "a", "c"), Piece("[0-9]", "0", "7"), Piece("\\d", "1", "4"), Piece("\\w", "a", "_"),
            Piece(".", "x", "-"),
            Piece("[^a]", "b", " "), Piece("[^\\s@]", "a", "."), Piece("\\s", " ", "\n"), Piece("[A-Z0-9]", "A", "9"),
            Piece("[.\\-]", ".", "-"), Piece("[\\x80-\\xFF]", "é"), Piece("[^\\x00-\\x7F]", "電"), Piece("\\W", "-"),
            Piece("\\D", "a"),
            Piece("[\\w.-]", "a", "."), Piece("[\\d -]", "1", "-"), Piece("[ab]", "b"), Piece("[]a]", "]"),
            Piece("[^]a]", "b"),
            Piece("[[a]", "["), Piece("[a\\]-]", "]"), Piece("[^\\W_]", "a"), Piece("\\h", " "),
            Piece("[+(]", "+", "("), Piece("\\S", "a"),
            Piece("[A-Za-z0-9._%+-]", "a", "."), Piece("[\\x00-\\x1F]", "\t"), Piece("[\\b]", "\u{8}"),
            Piece("[:.]", ":"),
        ])
    }

    private mutating func bounds() -> String {
        let low = int(0...4)
        let bounds = pick([
            "?", "*", "+", "+", "{\(low)}", "{\(low),}", "{\(low),\(low + int(0...5))}", "{1,}", "{16}", "{20,40}",
        ])
        return bounds + pick(["", "", "", "?", "+"])
    }

    private func digits(_ count: Int) -> Piece {
        Piece("\\d{\(count)}", String("1234567".prefix(count)), String("0055001".prefix(count)))
    }

    // MARK: Putting together

    private mutating func repeated(_ piece: Piece, _ bounds: String) -> Piece {
        let counts = bounds.split { !$0.isNumber }.compactMap { Int($0) }
        let low = counts.first ?? (bounds.hasPrefix("+") ? 1 : 0)
        let high =
            counts.count > 1 ? counts[1] : bounds.contains("{\(low)}") ? low : bounds.hasPrefix("?") ? 1 : low + 3
        let samples = (0..<4).map { _ in
            (0..<int(low...max(low, min(high, low + 4)))).map { _ in pick(piece.samples) }.joined()
        }
        return Piece(piece.regex + bounds, of: samples)
    }

    private mutating func optional(_ piece: Piece) -> Piece {
        Piece("(?:\(piece.regex))?", of: piece.samples + [""])
    }

    private mutating func alternation(_ branches: [Piece]) -> Piece {
        Piece("(?:\(branches.map(\.regex).joined(separator: "|")))", of: branches.flatMap(\.samples))
    }

    private mutating func joined(_ pieces: [Piece]) -> Piece {
        let samples = (0..<4).map { _ in pieces.map { pick($0.samples) }.joined() }
        return Piece(
            pieces.map(\.regex).joined(separator: isExtended ? pick(["", " ", "\n", " # note\n"]) : ""),
            of: samples
        )
    }

    /// Blanks count for nothing in extended mode.
    private func spaced(_ regex: String) -> String {
        isExtended && !regex.contains("[")
            ? regex.split(separator: " ", omittingEmptySubsequences: false).joined(separator: "\\ ") : regex
    }

    private func literal(_ text: String) -> Piece { Piece(escaped(text), text) }

    private func escaped(_ text: String) -> String {
        text.map { $0.isLetter || $0.isNumber || "_@=:%-~".contains($0) ? "\($0)" : "\\\($0)" }.joined()
    }

    private static let separators = [
        Piece("-", "-"), Piece("_", "_"), Piece("[:=]", ":"), Piece("", ""), Piece("\\s+", " "),
    ]

    // MARK: Randomness

    mutating func text(of counts: ClosedRange<Int>) -> String {
        (0..<int(counts)).map { _ in
            pick(["a", "b", "c", "x", "A", "1", "0", "7", "-", ".", ":", "@", "_", " ", "(", "+", "é"])
        }
        .joined()
    }

    mutating func int(_ range: ClosedRange<Int>) -> Int { Int.random(in: range, using: &generator) }

    mutating func oneIn(_ count: Int) -> Bool { int(1...count) == 1 }

    mutating func pick<Element>(_ elements: [Element]) -> Element {
        elements[Int.random(in: elements.indices, using: &generator)]
    }
}

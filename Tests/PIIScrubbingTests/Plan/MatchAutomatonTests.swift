import Testing

@testable import PIIScrubbing

/// An automaton that stands in for a regex finds at every offset the match that PCRE2 finds there.
@Suite("Match automata")
struct MatchAutomatonTests {
    /// A regex with its automaton.
    private struct Pair {
        let regex: Regex
        let automaton: UnsafeMutablePointer<MatchAutomaton>

        init?(_ source: String) throws {
            let lead = RegexParser.parse(source).flatMap { Pivot($0) }?.before
            guard let automaton = MatchAutomatonBuilder.automaton(source, lead: lead ?? .all) else { return nil }
            var options = Regex.Options()
            options.isAnchored = true
            regex = try Regex(source, options: options)
            self.automaton = .allocate(capacity: 1)
            self.automaton.initialize(to: automaton)
        }

        func deallocate() {
            automaton.pointee.deallocate()
            automaton.deallocate()
        }

        /// Offsets at which the two come to different ends, or the automaton does where it passes over the bytes before
        /// some other offset, and how many matches there were.
        func compare(_ text: [UInt8], _ scratch: RegexScratch) -> (differences: [String], matches: Int) {
            var differences: [String] = []
            var matches = 0
            text.withUnsafeBufferPointer { bytes in
                guard let base = bytes.baseAddress else { return }
                for offset in 0..<bytes.count {
                    let outcome = regex.search(bytes, upTo: bytes.count, from: offset, group: 0, scratch: scratch)
                    let found = automaton.end(base, from: offset, count: bytes.count)
                    let walked = automaton.walk(base, from: offset, count: bytes.count)
                    if walked != found, walked != MatchAutomaton.undecided {
                        differences.append("at \(offset) by steps \(walked), not \(found)")
                    }
                    for leadEnd in offset..<bytes.count {
                        guard let lead = automaton.lead(base, backFrom: leadEnd, to: offset) else { break }
                        if lead > offset { break }
                        let passing = automaton.end(base, from: offset, leadEnd: leadEnd, count: bytes.count)
                        if passing != found {
                            differences.append("at \(offset) by \(leadEnd) \(passing), not \(found)")
                        }
                    }
                    switch outcome {
                    case .match(let whole, _) where whole.lowerBound == offset:
                        matches += 1
                        if found != whole.upperBound, found != MatchAutomaton.undecided {
                            differences.append("at \(offset) \(found), not \(whole.upperBound)")
                        }
                    case .none:
                        if found != MatchAutomaton.none, found != MatchAutomaton.undecided {
                            differences.append("at \(offset) \(found), not none")
                        }
                    case .match:
                        // What is skipped leads PCRE2 on to a later offset.
                        if found != MatchAutomaton.undecided {
                            differences.append("at \(offset) \(found), not skipped")
                        }
                    case .stopped:
                        break
                    default:
                        differences.append("at \(offset) \(outcome)")
                    }
                }
            }
            return (differences, matches)
        }
    }

    private static let scratches = RegexScratches()

    @Test("find what random regexes find", arguments: Array(1...8) as [UInt64])
    func randomRegexes(seed: UInt64) throws {
        var generator = RegexGenerator(seed: seed)
        var made = 0
        var matches = 0
        for _ in 0..<ScrubbingPropertyTests.rounds {
            let piece = generator.pattern()
            guard (try? Regex(piece.regex)) != nil, let pair = try Pair(piece.regex) else { continue }
            defer { pair.deallocate() }
            made += 1
            for _ in 0..<8 {
                var text: [UInt8] = []
                for _ in 0..<generator.int(1...4) {
                    text += generator.pick(piece.samples + [""]).utf8
                    if generator.oneIn(2) { text += generator.text(of: 0...3).utf8 }
                    // Texts of fixed length are compared at once where more bytes can be read.
                    if generator.oneIn(6) {
                        text += Array(repeating: text.last ?? 0x61, count: generator.int(1...200))
                    }
                }
                let result = try Self.scratches.withScratch { pair.compare(text, $0) }
                matches += result.matches
                try #require(
                    result.differences.isEmpty,
                    "\(piece.regex): \(result.differences) \(String(decoding: text, as: UTF8.self).debugDescription)"
                )
            }
        }
        #expect(made > ScrubbingPropertyTests.rounds / 5)
        #expect(matches > made)
    }

    /// Patterns of which the regex says what an automaton does not know.
    private static let without: Set<String> = ["bearer_token", "email_behind_run", "ipv6_compressed"]

    @Test("find what the built-in patterns find", arguments: PatternCatalog.builtin)
    func builtinPatterns(pattern: PatternDefinition) throws {
        let isExpected = !Self.without.contains(pattern.name)
        try findsTheSame(pattern.regex, isExpected: isExpected)
    }

    @Test("find what plain regexes find", arguments: ReferenceRegexes.all.map(\.regex))
    func plainRegexes(regex: String) throws {
        try findsTheSame(regex, isExpected: true)
    }

    private func findsTheSame(_ regex: String, isExpected: Bool) throws {
        let pair = try Pair(regex)
        #expect((pair != nil) == isExpected)
        guard let pair else { return }
        defer { pair.deallocate() }
        var generator = TextGenerator(seed: 11)
        for _ in 0..<ScrubbingPropertyTests.rounds {
            let text = Array(generator.text().utf8)
            let result = try Self.scratches.withScratch { pair.compare(text, $0) }
            try #require(
                result.differences.isEmpty,
                "\(result.differences) \(String(decoding: text, as: UTF8.self).debugDescription)"
            )
        }
    }

    @Test(
        "know what PCRE2 does first, and to what end",
        arguments: [
            // The first branch that matches counts, not the longest match.
            ("ab|abc", "abcd"), ("(?:a|ab)(?:c|bcd)", "abcd"), ("a?(?:ab)?c?", "ab"), ("(?:a|ab)*c", "abaabc"),
            ("x(?:12|1)(?!3)", "x123"), ("x\\d{2,4}+[-a]", "x1234-x12345-"), ("x\\d++5", "x1235"),
            ("x\\d*+(?!-)", "x12-"),
            ("x(?:ab|c)++b", "xabcb xababab"), ("x(?:a\\d{2}){1,3}+(?![0-9a])", "xa11a22a333 xa11a22"),
            ("[a-z]+(?!\\.[a-z]|-)", "ab.c"), ("[a-z]+(?!\\.[a-z]|-)", "ab."), ("[a-z]+(?!abcd|\\d\\d)", "ab1"),
            ("(?<!ab|c)x+", "abxxcx"), ("(?:(?<!ab)|(?<=zab))x+", "zabx"), ("(?<![0-9]-)(?:x|(?<!yy)z)z+", "yyzzxz"),
            ("(?=ab|cd)\\w+\\b", "abc cde"), ("\\b\\w+(?<!-)@", "a-@ ab@"), ("(?i)k[e-y]+\\b", "KEYkey"),
            ("a{0,200}b", String(repeating: "a", count: 150) + "b"), ("a{3,}+(?:b|ac)", "aaaaac"),
            ("[ab]{60,64}c", String(repeating: "ab", count: 33) + "c"),
            ("x(?:ab|a)++", "xaabab xbab xaba"), ("x(?:(?:a|ab){2,}+-?)?", "xaba xabab- xa"),
            ("x(?:ab|a)++(?:-(?:c|cd)++)?", "xabaab-cdc xa-d"),
            ("(?<!\\d-|[a-c]x|yy)(?=ab|a\\d)(?!abc|a1)\\w+", "ab 1-ab xab yyab a1 a2 abc-"),
            ("(?:(?<!\\d-)|(?<=21-)|(?=a\\d\\d))a\\d*", "1-a1 21-a1 1-a12 a"),
        ]
    )
    func order(regex: String, text: String) throws {
        let pair = try #require(try Pair(regex))
        defer { pair.deallocate() }
        let result = try Self.scratches.withScratch { pair.compare(Array(text.utf8), $0) }
        #expect(result.differences.isEmpty, "\(result.differences)")
    }

    @Test(
        "pass over so many bytes of one class at once, and over no fewer",
        arguments: [
            "tk_[A-Za-z0-9]{24,}\\b", "tk-(?:x-)?[A-Za-z0-9]{8,}", "tk_[a-z0-9]{9}\\b", "tk_[a-z]{8,12}-",
            "tk[A-Z]{40}",
            "tk_[A-Za-z0-9]{20,}-[A-Za-z0-9]{20,}", "tk_[a-z]{10}[0-9]{10}(?![0-9])", "tk_[^\\s]{30,}",
            "(?:tk_|k)[a-f0-9]{32}(?![a-f0-9])", "(?:tk|t[a-z]{9})x", "tk_[A-Za-z0-9]{16,}+-", "tk_[a-z]{100,}",
            "(?:[a-z][a-z]){5}x", "tk_(?:[a-z]{8}[a-z-]?){2,}",
        ]
    )
    func countedClasses(regex: String) throws {
        let pair = try #require(try Pair(regex))
        defer { pair.deallocate() }
        var generator = RegexGenerator(seed: 17)
        var matches = 0
        for _ in 0..<ScrubbingPropertyTests.rounds {
            var text = ""
            for _ in 0..<generator.int(1...4) {
                text += generator.pick(["tk_", "tk-", "tk", "tk-x-", "k", ""])
                for _ in 0..<generator.int(1...2) {
                    let byte = generator.pick(["a", "Z", "5", "x"])
                    text += String(repeating: byte, count: generator.pick([7, 8, 9, 10, 12, 20, 24, 32, 40, 100, 130]))
                    text += generator.pick(["", "x", "-", "0123456789", "é"])
                }
            }
            let bytes = Array(text.utf8.prefix(generator.oneIn(2) ? .max : generator.int(1...160)))
            let result = try Self.scratches.withScratch { pair.compare(bytes, $0) }
            matches += result.matches
            try #require(result.differences.isEmpty, "\(result.differences) \(text)")
        }
        #expect(matches > 0)
    }

    @Test(
        "compare texts of fixed length at once",
        arguments: [
            ("\\b\\d{3}-\\d{2}-\\d{4}\\b", 1), ("x[ab]{0,2}y", 3), ("(?:ab|a)c", 2),
            ("(?:\\(\\d{2}\\)\\s?|\\b\\d{2}-?)\\d\\b", 4),
            ("(?<![0-9.])[a-f]{4}(?![0-9])", 1), ("x(?=[a-c])\\w(?<=[b-z])", 1), ("-\\bab\\b-", 1),
            ("AB[0-9A-Z]{28}", 1),
            // Of any length, too long, too many, of too many sets, of more than one byte around, or not known.
            ("x\\d+", 0), ("AB[0-9A-Z]{29}", 0), ("x[ab]{0,4}y", 0), ("[aeiou][bd-hq][!-./z][^a-z][0x]", 0),
            ("(?<!ab)x", 0),
            ("x(?!ab)", 0), ("[a-]\\b[-b]", 0), ("(a)b(?(1)c|d)", 0), ("x\\d{3}+", 0),
        ]
    )
    func fixedTexts(regex: String, count: Int) throws {
        #expect(RegexParser.parseExactly(regex).map { FixedText.compared($0).count } ?? 0 == count)
        guard count > 0 else {
            #expect(MatchAutomatonBuilder.automaton(regex, comparesOnly: true) == nil)
            return
        }
        let pair = try #require(try Pair(regex))
        defer { pair.deallocate() }
        var generator = RegexGenerator(seed: 5)
        let parts = [
            "123-45-6789", "xaby", "xy", "xaay", "ac", "abc", "(12) -3", "(12)3", "12-3", "beef", "xbz", "xa-", "-ab-",
        ]
        let long = "AB" + String(repeating: "0Z", count: 14)
        var matches = 0
        for _ in 0..<ScrubbingPropertyTests.rounds {
            let text = (0..<6).map { _ in
                generator.pick(parts + [long]) + generator.pick(["", " ", "-", "0", "a", "é", "\u{3000}"])
            }
            let result = try Self.scratches.withScratch { pair.compare(Array(text.joined().utf8), $0) }
            matches += result.matches
            try #require(result.differences.isEmpty, "\(result.differences) \(text)")
        }
        #expect(matches > 0)
    }

    /// With the offset of a match that is left to PCRE2, and one where the automaton says that there is none.
    @Test(
        "follow branches that they do not know as far as they do",
        arguments: [
            ("x(?:ab|a(?=[0-9]{1,99}z)[0-9]+)", "x12 xa12y xa12z xab xa", [4, 10], [0, 20]),
            ("x(?:[0-9]{3}|(?=a|[0-9]{2}-)[a0-9]+)", "xa x1- x12- x123", [0, 3, 7], [1]),
            ("x(?:ab+|ab*(*SKIP)(*FAIL))c", "xac xabc xb xabb xa", [0, 12, 17], [9]),
            ("x(?:a|b(?! [0-9]))(?:-x)?", "xb 1 xb xb-x xa xc", [0, 5, 8], [16]),
            ("(?:x|a(?<!ba)[0-9])+", "xxa1 xx aa1 ba1", [0, 1, 2, 9, 13], [7, 8]),
            ("(?:(?:a|(?<!bb))x|b)y", "axy bbxy bxy by", [], [3, 5]),
        ]
    )
    func undecidedBranches(regex: String, text: String, undecided: [Int], none: [Int]) throws {
        let pair = try #require(try Pair(regex))
        defer { pair.deallocate() }
        let bytes = Array(text.utf8)
        let result = try Self.scratches.withScratch { pair.compare(bytes, $0) }
        #expect(result.differences.isEmpty, "\(result.differences)")
        let ends = bytes.withUnsafeBufferPointer { bytes in
            bytes.baseAddress.map { base in
                bytes.indices.map { pair.automaton.end(base, from: $0, count: bytes.count) }
            }
        }
        let found = try #require(ends)
        #expect(found.indices.filter { found[$0] == MatchAutomaton.undecided } == undecided)
        #expect(none.allSatisfy { found[$0] == MatchAutomaton.none })
    }

    @Test(
        "are not made of what they do not know",
        arguments: [
            "a+?b", "a.b", "(?>a|ab)c", "(a)\\1", "(?:a|ab)++c", "a(?<=xa)b", "^ab", "ab$", "a\\Bb", "(?:a*)*b",
            "a(?=bc)b",
            "(?:xy(?:ab(?<!yab))+)+", "(?<*x>)b", "(?<*a>b)c", "1*(?:cb)?+1", "1*(?:c){0,2}+1", "(?x)a#c\\rb", "a{200}",
            "(?:[0-9]{1,3}+[0-9.])+", "x\\d{2,4}+\\d", "x(?:ab|a)++b",
        ]
    )
    func unknown(regex: String) throws {
        #expect(try Pair(regex) == nil)
    }

    @Test(
        "are not made where that takes long or much room",
        arguments: [
            "(?=" + String(repeating: "(?:ab|c)", count: 6) + String(repeating: "a", count: 12_000) + ")a",
            "tok_[a-z]+(?!" + String(repeating: "(?:ab|c)", count: 5) + String(repeating: "a", count: 12_000) + ")",
            String(repeating: "(?!(?:ab|c)(?:ab|c)(?:ab|c)a{4}a{4})", count: 500) + "tok_[a-z]+",
            "(?:" + (0..<2000).map { "[^\\x00-\\xff]\($0)" }.joined(separator: "|") + ")++a",
            "x(?:ab|a)++" + String(repeating: "(?:c?|d?)", count: 60) + "(?![0-9])",
        ]
    )
    func hostile(regex: String) throws {
        #expect(MatchAutomatonBuilder.automaton(regex) == nil)
    }

    @Test("leave to PCRE2 what goes on for longer than they count, or needs more states than they have")
    func undecided() throws {
        let counted = try #require(try Pair("x[ab]{0,150}+c"))
        defer { counted.deallocate() }
        let branches = (0..<60).map { "\($0 * 7919 % 1000)-\($0)" }.joined(separator: "|")
        let large = try #require(try Pair("(?:\(branches))+(?:[a-f]{0,40}[0-9]{0,40}z)"))
        defer { large.deallocate() }
        for (pair, text) in [
            (counted, "x" + String(repeating: "ab", count: 90) + "c"),
            (large, "0-0919-1" + String(repeating: "a", count: 30) + String(repeating: "1", count: 30) + "z"),
        ] {
            let bytes = Array(text.utf8)
            let end = bytes.withUnsafeBufferPointer { bytes in
                bytes.baseAddress.map { pair.automaton.end($0, from: 0, count: bytes.count) }
            }
            #expect(end == MatchAutomaton.undecided)
            let result = try Self.scratches.withScratch { pair.compare(bytes, $0) }
            #expect(result.differences.isEmpty, "\(result.differences)")
        }
    }
}

extension PatternDefinition: CustomTestStringConvertible {
    public var testDescription: String { name }
}

import Foundation
import Testing

@testable import PIIScrubbing

/// Whatever a text is made of, what it asks of regexes grows as it does.
@Suite("Work is linear")
struct LinearWorkTests {
    private static let units: [String] = [
        "a", "a.", "@", "1 ", "1-", "1.", "+1", ":", "a:", "eyJ-", "eyJ.", "sk-", "xoxb-", "Bearer ", "-----BEGIN ",
        "\"@",
        "\"a@", "(1", "1:", "::", "::1 ", "4111 ", "ey", "bearer ", "authorization:", "a@b.co+15551234567", "1", "a@",
        "a-", "a.b@c.", "a@b.c", "1.2.3.", "1:2:", "eyJa.b", "sk-a ", "\"", "\\n", "é", "1-1.", "12 34 56-", "(415) ",
        "+1 (415) 555-", "ssn 123-45-", "call 415 555 ", "[REDACTED]", "[REDACTED", "a[REDACTED]@", "\u{0}", "ghp_",
        "AKIA",
    ]
    /// Units of which many stand before something else.
    private static let leading: [(unit: String, end: String)] = [
        ("a.", "@"), ("a.", "@b.co"), ("a", "@b."), ("1 ", "a"), ("\"a", "\"@"), ("1:", "g"), ("a@", "b.co "),
        ("Bearer ", "\n"),
    ]

    /// A build that is not optimised takes long for more; `PII_PROPERTY_ROUNDS` asks for it.
    private static let longCount = ScrubbingPropertyTests.rounds > 1500 ? 256 << 10 : 32 << 10

    /// For each byte of a text.
    private static let mostRuns = 2
    private static let mostBytes = 64
    private static let mostSteps = 2

    private static let names = units + leading.map { "\($0.unit)…\($0.end)" } + ["mixture"]

    private static func text(_ name: String, _ count: Int) -> [UInt8] {
        if name == "mixture" { return mixture(count) }
        if let entry = leading.first(where: { "\($0.unit)…\($0.end)" == name }) {
            return repeated(entry.unit, count) + entry.end.utf8
        }
        return repeated(name, count)
    }

    private static func repeated(_ unit: String, _ count: Int) -> [UInt8] {
        let unit = Array(unit.utf8)
        return (0..<count).map { unit[$0 % unit.count] }
    }

    /// The same every quarter, so that a longer one is no other mixture.
    private static func mixture(_ count: Int) -> [UInt8] {
        var generator = SeededGenerator(seed: 21)
        var bytes: [UInt8] = []
        while bytes.count < longCount / 4 {
            let unit = units.randomElement(using: &generator) ?? ""
            bytes += repeated(unit, unit.utf8.count * Int.random(in: 1...40, using: &generator))
        }
        return (0..<count).map { bytes[$0 % (longCount / 4)] }
    }

    @Test("of the built-in patterns", arguments: names)
    func builtinPatterns(name: String) throws {
        try check(try Engine(ScrubberConfiguration()).set, name)
    }

    @Test("of plain regexes", arguments: names)
    func plainRegexes(name: String) throws {
        try check(CompiledPatternSet(try ReferenceRegexes.definitions()), name)
    }

    private func check(_ set: CompiledPatternSet, _ name: String) throws {
        let count = Self.longCount
        let short = try Counts(set, Self.text(name, count / 4))
        let long = try Counts(set, Self.text(name, count))
        if ProcessInfo.processInfo.environment["PII_SHOW_WORK"] != nil {
            print("work", name.debugDescription, short, long)
        }
        for (part, most) in [(\Counts.runs, Self.mostRuns), (\.bytes, Self.mostBytes), (\.steps, Self.mostSteps)] {
            #expect(long[keyPath: part] <= 4 * short[keyPath: part] + short[keyPath: part] / 4 + 16_384)
            #expect(long[keyPath: part] <= most * count)
        }
    }

    private struct Counts {
        var runs: Int
        /// That the runs looked at, each byte as often as it was.
        var bytes: Int
        var steps: Int

        init(_ set: CompiledPatternSet, _ text: [UInt8]) throws {
            let work = try set.work(scanning: text)
            runs = work.runs.count
            steps = work.steps
            let syntaxes = try #require(set.plan).syntaxes
            // Some of many stand for all.
            let step = max(1, runs / 16_384)
            var looked = 0
            for index in stride(from: 0, to: runs, by: step) where looked <= LinearWorkTests.mostBytes * text.count {
                let run = work.runs[index]
                looked += syntaxes[run.pattern].map { RegexReach.bytes($0, in: text, at: run.offset) } ?? 0
            }
            bytes = looked * step
        }
    }
}

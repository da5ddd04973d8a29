import Testing

@testable import PIIScrubbing

/// Patterns that start with a run of digits are looked for together, as far as one automaton can tell them apart.
@Suite("Runs of digits of many patterns")
struct RunPlanTests {
    /// Digits in groups of lengths without a common factor: together they need as many states as the product.
    private static let definitions = [(7, "a"), (8, "b"), (9, "c"), (11, "d")].enumerated().map {
        index,
        entry in
        OracleCaseTests.definition(#"(?<!\d)(?:\d{\#(entry.0)})+\#(entry.1)"#, index: index)
    }

    /// What may match a number that none of them matches.
    private static func unknown(_ definitions: [PatternDefinition]) throws -> UInt64 {
        let plan = try #require(ScanPlan(definitions, markers: []).run)
        return try withExtendedLifetime(plan) {
            let walker = try #require(plan.makeWalker())
            #expect(plan.makeWalker() == walker)
            let outcome = walker.pointee.walk(Array("1x".utf8), from: 0, upTo: 2, watched: 0)
            return outcome.accepted & (1 << UInt64(definitions.count) - 1)
        }
    }

    @Test("finds them where no automaton can tell all of them")
    func tooMany() throws {
        #expect(try Self.unknown(Array(Self.definitions.prefix(2))) == 0)
        #expect(try Self.unknown(Self.definitions) == 0b1100)
        let pair = try EnginePair(Self.definitions)
        var generator = SeededGenerator(seed: 3)
        var found = 0
        for _ in 0..<300 {
            var text = "x "
            for _ in 0..<4 {
                text += String(repeating: "7", count: Int.random(in: 1...40, using: &generator))
                text += ["a", "b", "c", "d", " "].randomElement(using: &generator) ?? ""
            }
            let expected = try ScanReport(pair.plain, Array(text.utf8))
            found += expected.findings.count
            #expect(try ScanReport(pair.fast, Array(text.utf8)) == expected, "\(text)")
        }
        #expect(found > 100)
    }
}

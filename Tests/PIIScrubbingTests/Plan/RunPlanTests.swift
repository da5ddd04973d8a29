import Testing

@testable import PIIScrubbing

/// Patterns that start with a run of digits are looked for together, as far as one automaton can tell them apart.
@Suite("Runs of digits of many patterns")
struct RunPlanTests {
    /// Digits in groups of lengths without a common factor: together they need as many states as the product.
    private static let definitions = [(5, "a"), (7, "b"), (8, "c"), (9, "d"), (11, "e")].enumerated().map {
        index,
        entry in
        OracleCaseTests.definition(#"(?<!\d)(?:\d{\#(entry.0)})+\#(entry.1)"#, index: index)
    }

    private static func hasWalker(_ definitions: [PatternDefinition]) throws -> Bool {
        let plan = try #require(ScanPlan(definitions, markers: []).run)
        return plan.walker() != nil && plan.walker() != nil
    }

    @Test("finds them where no automaton can be had")
    func withoutAutomaton() throws {
        #expect(try Self.hasWalker(Array(Self.definitions.prefix(2))))
        #expect(try !Self.hasWalker(Self.definitions))
        let pair = try EnginePair(Self.definitions)
        var generator = SeededGenerator(seed: 3)
        var found = 0
        for _ in 0..<300 {
            var text = "x "
            for _ in 0..<4 {
                text += String(repeating: "7", count: Int.random(in: 1...40, using: &generator))
                text += ["a", "b", "c", "d", "e", " "].randomElement(using: &generator) ?? ""
            }
            let expected = try ScanReport(pair.plain, Array(text.utf8))
            found += expected.findings.count
            #expect(try ScanReport(pair.fast, Array(text.utf8)) == expected, "\(text)")
        }
        #expect(found > 100)
    }
}

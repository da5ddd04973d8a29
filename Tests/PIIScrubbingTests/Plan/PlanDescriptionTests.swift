import Testing

@testable import PIIScrubbing

@Suite("Plans")
struct PlanDescriptionTests {
    @Test("no built-in pattern needs a search")
    func builtinPatterns() throws {
        let set = try Engine(ScrubberConfiguration()).set
        for pattern in set.patterns {
            let plan = set.planDescription(of: pattern.index)
            #expect(!plan.hasPrefix("searched"), "\(pattern.definition.name): \(plan)")
        }
    }

    @Test("no plain regex of the benchmarks needs a search")
    func plainRegexes() throws {
        let set = CompiledPatternSet(try ReferenceRegexes.definitions())
        for pattern in set.patterns {
            let plan = set.planDescription(of: pattern.index)
            #expect(!plan.hasPrefix("searched"), "\(pattern.definition.name): \(plan)")
        }
    }

    @Test(
        "of some regexes",
        arguments: [
            (#"\bEMP-\d{6}\b"#, "opens with 'EMP-"),
            (#"\b\d{3}-\d{2}-\d{4}\b"#, "opens with digits in groups of 3, 2, 4"),
            (#"\b\d(?:[ -]?\d){12,18}\b"#, "runs of at least 13 digits"),
            (#"\b(?:\d{1,3}\.){3}\d{1,3}\b"#, "anchored at 3 times '.'"), (#"[a-z]+@[a-z]+\d"#, "anchored at '@"),
            (#"\p{L}+@x"#, "searched: its regex is not analysed"), ("[a-z]+", "searched: no required byte"),
            ("a*", "searched: no required byte"), (#"key\K\d+"#, "searched: its regex is not analysed"),
        ]
    )
    func someRegexes(regex: String, expected: String) throws {
        let definition = PatternDefinition(
            name: "one",
            entity: Entity(patternName: "one"),
            regex: regex,
            source: .configuration(file: nil, line: nil)
        )
        let set = CompiledPatternSet([definition])
        #expect(set.planDescription(of: 0).hasPrefix(expected), "\(set.planDescription(of: 0))")
    }
}

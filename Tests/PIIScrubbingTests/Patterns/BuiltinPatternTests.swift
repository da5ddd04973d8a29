import Foundation
import PIIScrubbing
import Testing

@Suite("Built-in patterns")
struct BuiltinPatternTests {
    static let definitions = (try? BuiltinPatternFiles.patterns(in: Repository.patterns)) ?? []

    @Test("files are read without an error")
    func filesAreRead() throws {
        #expect(try BuiltinPatternFiles.patterns(in: Repository.patterns).count >= 15)
    }

    @Test("prepared form is that of the files; else run scripts/prepare-patterns")
    func preparedFormIsCurrent() throws {
        let prepared = try String(contentsOfFile: Repository.patterns + "/builtin.prepared", encoding: .utf8)
        #expect(prepared == PreparedPatterns.encode(Self.definitions))
    }

    @Test("prepared form reads back as the files, but for examples")
    func preparedFormReadsBack() {
        let expected = Self.definitions.map { definition in
            var definition = definition
            definition.examples = PatternExamples()
            return definition
        }
        #expect(PatternCatalog.builtin == expected)
    }

    @Test("names of those that are on are those of the Python SDK; those of its Presidio that need no model are off")
    func namesCarryOver() {
        let names = [
            "bearer_token", "jwt", "aws_access_key", "github_token", "stripe_key", "slack_token", "anthropic_key",
            "openai_key", "credit_card", "ssn_us", "email", "phone_e164", "phone_us", "ipv6", "ipv4",
        ]
        let own = Self.definitions.filter { $0.parent == nil }
        #expect(own.filter(\.isEnabled).map(\.name).sorted() == names.sorted())
        #expect(own.filter { !$0.isEnabled }.map(\.name).sorted() == ["medical_license", "us_bank_number"])
    }

    @Test("examples come out as the files say", arguments: definitions)
    func examplesHold(definition: PatternDefinition) throws {
        #expect(!definition.examples.matching.isEmpty)
        #expect(!definition.examples.ignored.isEmpty)
        try PatternExampleCheck.check([definition])
    }

    @Test("anchors and keywords hold for every example that matches", arguments: definitions)
    func anchorsHold(definition: PatternDefinition) throws {
        let anchor = try #require(definition.anchor, "a built-in pattern tells where it can be looked for")
        let set = CompiledPatternSet([definition], scanning: .plain)
        for example in definition.examples.matching {
            for match in try set.matches(in: example.text) {
                let bytes = Array(example.text.utf8)[match.range]
                #expect(Array(bytes).withUnsafeBufferPointer { anchor.holds(for: $0) }, "line \(example.line ?? 0)")
            }
        }
    }
}

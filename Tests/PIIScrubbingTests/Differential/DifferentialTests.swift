import Foundation
import Testing

/// Whatever the Python SDK redacts in a text in ASCII is redacted here too, except in the listed classes.
///
/// `PII_PROPERTY_ROUNDS` multiplies the number of generated texts.
@Suite("What the Python SDK redacts")
struct DifferentialTests {
    static let rounds = (ProcessInfo.processInfo.environment["PII_PROPERTY_ROUNDS"].flatMap { Int($0) } ?? 1) * 10_000
    let comparison: ReferenceComparison

    init() throws {
        comparison = try ReferenceComparison()
    }

    @Test("is redacted, or a listed class says why not, in texts like its own matches", arguments: [1, 2] as [UInt64])
    func holdsForNearMisses(seed: UInt64) throws {
        var texts = NearMissGenerator(seed: seed)
        for _ in 0..<Self.rounds {
            try check(texts.text())
        }
    }

    @Test("is redacted, or a listed class says why not, in texts of all items")
    func holdsForAllItems() throws {
        var texts = TextGenerator(seed: 11)
        for _ in 0..<Self.rounds {
            let text = texts.text()
            if text.utf8.allSatisfy({ $0 < 0x80 }) {
                try check(text)
            }
        }
    }

    @Test(
        "is redacted, or a listed class says why not, in the texts of case files",
        .enabled(if: !CaseTexts.paths.isEmpty, "PII_CASES names no file or folder of cases: NO CASE FILE WAS COMPARED")
    )
    func holdsForCaseFiles() throws {
        let texts = try CaseTexts.read()
        #expect(!texts.isEmpty)
        for text in texts where text.utf8.allSatisfy({ $0 < 0x80 }) {
            try check(text)
        }
    }

    private func check(_ text: String) throws {
        for match in try comparison.differences(in: text) {
            let isExplained = !ReferenceDifference.explaining(match).isEmpty
            try #require(isExplained, "\(match): no listed class is the reason")
        }
    }

    // MARK: The classes

    @Test("each example shows its class and no other", arguments: ReferenceDifference.all)
    func exampleShowsClass(difference: ReferenceDifference) throws {
        #expect(!difference.examples.isEmpty)
        #expect(!difference.reason.isEmpty)
        for example in difference.examples {
            let matches = try comparison.differences(in: example)
            #expect(!matches.isEmpty, "\(example.debugDescription): the reference redacts nothing, or we all of it")
            for match in matches {
                let names = ReferenceDifference.explaining(match).map(\.name)
                #expect(names == [difference.name], "\(match)")
            }
        }
    }

    @Test("each class shows in generated texts, and each pattern of the reference finds something that we redact")
    func noClassIsDead() throws {
        var unseen = Set(ReferenceDifference.all.map(\.name))
        var unredacted = Set(ReferencePatterns.all.map(\.name))
        var texts = NearMissGenerator(seed: 3)
        for _ in 0..<(30_000) where !unseen.isEmpty || !unredacted.isEmpty {
            let text = texts.text()
            let differences = try comparison.differences(in: text)
            for match in differences {
                unseen.subtract(ReferenceDifference.explaining(match).map(\.name))
            }
            for match in try comparison.referenceMatches(in: text) {
                let isRedacted = !differences.contains { $0.pattern == match.pattern && $0.range == match.range }
                if isRedacted {
                    unredacted.remove(match.pattern)
                }
            }
        }
        #expect(unseen.isEmpty)
        #expect(unredacted.isEmpty)
    }

    @Test("each class names patterns of the reference")
    func classesNamePatterns() {
        let known = Set(ReferencePatterns.all.map(\.name))
        for difference in ReferenceDifference.all {
            #expect(!difference.patterns.isEmpty)
            #expect(known.isSuperset(of: difference.patterns), "\(difference.name)")
        }
    }

    @Test("names of classes are unique, and the table in patterns/README.md has just these")
    func tableListsClasses() throws {
        let names = ReferenceDifference.all.map(\.name)
        #expect(Set(names).count == names.count)
        let readme = try String(contentsOfFile: Repository.patterns + "/README.md", encoding: .utf8)
        let heading = try #require(readme.range(of: "## What the Python SDK redacts and we do not\n"))
        let section = readme[heading.upperBound...].split(separator: "\n## ", maxSplits: 1)[0]
        let rows = section.split(separator: "\n").filter { $0.hasPrefix("|") }.dropFirst(2)
        let columns = rows.map { row in
            row.split(separator: "|", omittingEmptySubsequences: false)[1...2].map {
                $0.trimmingCharacters(in: .whitespaces)
            }
        }
        #expect(columns == ReferenceDifference.all.map { [$0.name, $0.reason] })
    }

    @Test("a pattern that is missing is noticed: no class explains what it would have found", arguments: missable)
    func missingPatternIsNoticed(name: String) throws {
        let comparison = try ReferenceComparison(without: name)
        var texts = NearMissGenerator(seed: 4)
        for _ in 0..<20_000 {
            let differences = try comparison.differences(in: texts.text())
            if differences.contains(where: { ReferenceDifference.explaining($0).isEmpty }) { return }
        }
        Issue.record("20000 texts without the pattern, and all differences explained")
    }

    static let missable = ReferencePatterns.all.map(\.name)

    @Test(
        "what stands close together is redacted as well",
        arguments: [
            "Call 415-555-0132/415-555-0133", "123-45-6789/234-56-7890", "Phone(415)555-0132", "f(415) 555-0132",
            "(415)\n555-0132", "(415)\t555-0132", "...415-555-0132", "Call us.(415) 555-0132", "phone: (123)456-7890",
            "host:2001:db8:0:0:0:0:0:1", "...2001:db8:0:0:0:0:0:1", "2001:db8:0:0:0:0:0:1: connection refused",
            "2001:db8:0:0:0:0:0:1/443", "1.4111-1111-1111-1111",
            "Bearer " + "mF9B5f4JqM/Bearer " + "mF9B5f4JqM", "eye-" + "eyJhbGciOiJub25lIn0" + ".eyJzdWIiOiJ0In0.c2ln",
            "eyJhbGciOiJub25lIn0" + ".eyJzdWIiOiJ0In0.c2ln." + "eyJhbGciOiJub25lIn0" + ".eyJzdWIiOiJ0In0.c2ln",
            "{jane@example.com}{bob@example.org}", "'jane@example.com'|'bob@example.org'",
        ]
    )
    func isRedactedToo(text: String) throws {
        #expect(try comparison.differences(in: text).isEmpty)
    }
}

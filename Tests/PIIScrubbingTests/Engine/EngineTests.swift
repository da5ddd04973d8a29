import PIIScrubbing
import Testing

@Suite("Engine")
struct EngineTests {
    @Test("one scrubber serves any number of threads at once")
    func threads() async throws {
        let scrubber = try Scrubber()
        var texts = TextGenerator(seed: 41)
        let samples = (0..<200).map { _ in texts.text() }
        let expected = samples.map { scrubber.scrub($0) }
        await withTaskGroup(of: Bool.self) { group in
            for _ in 0..<8 {
                group.addTask { samples.map { scrubber.scrub($0) } == expected }
            }
            for await isSame in group {
                #expect(isSame)
            }
        }
    }

    @Test("an address is found behind a run of any length", arguments: [100, 4080, 4090, 4096, 5000, 200_000])
    func addressBehindRun(length: Int) throws {
        let address = ["jane", "example.com"].joined(separator: "@")
        for run in [String(repeating: "a", count: length) + "&mail=", String(repeating: "f0=v0&", count: length / 6)] {
            for scanning in [CompiledPatternSet.Scanning.plain, .fast] {
                let scrubber = Scrubber(try Engine(ScrubberConfiguration(), scanning: scanning))
                #expect(!scrubber.scrub("x \(run)\(address) y").contains("jane"))
            }
        }
    }

    @Test("offsets count what they are asked to", arguments: OffsetUnit.allCases)
    func offsets(unit: OffsetUnit) throws {
        let text = "é🙂電 jane@example.com 🙂 10.0.0.1"
        let findings = try Scrubber().findings(in: text)
        let expected: [Range<Int>] =
            switch unit {
            case .utf8: [10..<26, 32..<40]
            case .scalar: [4..<20, 23..<31]
            case .utf16: [5..<21, 25..<33]
            }
        #expect(unit.ranges(of: findings, in: text) == expected)
    }

    @Test("of overlapping matches the stronger stays whole, and what sticks out of it is redacted too")
    func overlaps() throws {
        let folder = try TemporaryFolder()
        var configuration = ScrubberConfiguration()
        configuration.patternFiles = [
            try folder.write(
                """
                version: 1
                patterns:
                  - {name: weak, regex: 'bbbccc', precedence: 1}
                  - {name: strong, regex: 'aaabbb', precedence: 2}
                  - {name: wide, regex: 'x-y-z', precedence: 1}
                  - {name: inner, regex: 'y', precedence: 2}
                  - {name: short, regex: 'qq', precedence: 1}
                  - {name: long, regex: 'qqq', precedence: 1}
                """,
                to: "own.yaml"
            )
        ]
        let scrubber = try Scrubber(configuration)
        func found(_ text: String) throws -> [String] {
            try scrubber.findings(in: text).map { "\($0.pattern) \($0.range.lowerBound) \($0.range.upperBound)" }
        }
        #expect(try found("aaabbbccc") == ["strong 0 6", "weak 6 9"])
        #expect(try found("x-y-z") == ["wide 0 2", "inner 2 3", "wide 3 5"])
        #expect(try found("qqq") == ["long 0 3"])
    }

    @Test("a regex that cuts a character in two redacts all of it")
    func wholeCharacters() throws {
        var configuration = ScrubberConfiguration()
        configuration.addPattern("bytes", regex: #"id \xC3"#)
        #expect(try Scrubber(configuration).scrub("an id é here") == "an [REDACTED] here")
    }

    @Test("a regex with characters beyond ASCII sees characters, not bytes")
    func unicodeRegex() throws {
        var configuration = ScrubberConfiguration()
        configuration.addPattern("umlauts", regex: "[äöü]{2}")
        configuration.addPattern("letters", regex: #"#\p{Lu}+"#)
        let scrubber = try Scrubber(configuration)
        #expect(scrubber.scrub("äö ä #ÉÀ #é") == "[REDACTED] ä [REDACTED] #é")
        #expect(scrubber.scrub([0xFF] + Array("äö".utf8)) == [0xFF] + Array("[REDACTED]".utf8))
    }

    @Test("a keyword is part of every match")
    func keywords() throws {
        let folder = try TemporaryFolder()
        var configuration = ScrubberConfiguration()
        configuration.patternFiles = [
            try folder.write(
                "version: 1\npatterns: [{name: own, regex: '[a-z]+-[0-9]+', keywords: [KEY]}]\n",
                to: "own.yaml"
            )
        ]
        #expect(try Scrubber(configuration).scrub("mykey-12 other-12 key") == "[REDACTED] other-12 key")
    }

    @Test("context decides as the file says, and the nearer word wins")
    func context() throws {
        let folder = try TemporaryFolder()
        var configuration = ScrubberConfiguration()
        configuration.patternFiles = [
            try folder.write(
                """
                version: 1
                patterns:
                  - name: own
                    regex: '\\b[0-9]{4}\\b'
                    context: {words: [pin code, secret], before: 12, after: 8}
                    exclude_context: {words: [year], before: 12}
                """,
                to: "own.yaml"
            )
        ]
        let scrubber = try Scrubber(configuration)
        for text in [
            "pin code 1234", "PIN-Code: 1234", "pinCode=1234", "mySecret 1234", "1234 secret", "year secret 1234",
        ] {
            #expect(try scrubber.findings(in: text).count == 1, "\(text)")
        }
        for text in [
            "1234", "pin 1234", "secretive 1234", "secret and much else 1234", "secret year 1234",
            "secret [REDACTED] 1234",
        ] {
            #expect(try scrubber.findings(in: text).isEmpty, "\(text)")
        }
    }

    @Test("descriptions of failures name patterns and numbers only")
    func failureDescriptions() {
        #expect("\(ScanFailure.limit(.matchLimit, pattern: "own"))" == "match limit reached by pattern 'own'")
        #expect("\(ScanFailure.limit(.textSize, pattern: nil))" == "text longer than the maximum")
        #expect("\(ScanFailure.limit(.engine(code: -47), pattern: "own"))" == "PCRE2 error -47 by pattern 'own'")
    }
}

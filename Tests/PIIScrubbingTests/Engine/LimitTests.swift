import PIIScrubbing
import Testing

@Suite("Limits")
struct LimitTests {
    @Test(
        "regexes with repeats in repeats are made ready all the same",
        arguments: [
            "(((((a?){1,6}){1,6}){1,6}b?){0,4}c){1,2}", "(?:[a-z]{1,60}[0-9]{1,60}){1,60}@x",
            "(?:(?:[0-9]{1,9}[ -]?){1,9}[.]?){1,9}x", "(?<![0-9])(?:[0-9]{1,30}[ -]?){9,40}[a-f0-9]{4}(?![0-9])",
            "(?<![0-9])[0-9]{9}(?:[ .][0-9]{1,20}){0,20}(?:[a-z]{0,20}[0-9]{0,20}){0,3}(?![0-9])",
        ]
    )
    func nestedRepeats(regex: String) throws {
        let configuration = Self.configuration(regex: regex)
        let text = "aab 123 45@x 111 222-333 444 555 666 777 888 999 00x jane@example.com"
        let plain = Scrubber(try Engine(configuration, scanning: .plain)).result(of: text)
        let fast = try Scrubber(configuration).result(of: text)
        #expect(fast.findings == plain.findings)
        #expect(fast.status == plain.status)
    }

    private static func configuration(regex: String) -> ScrubberConfiguration {
        var configuration = ScrubberConfiguration()
        configuration.addPattern("custom", regex: regex)
        return configuration
    }

    @Test(
        "a regex that backtracks without end is stopped, and its text is not passed on",
        arguments: ["(a+)+$", "(a|aa)+$", "(.*a){20}$", "^(([a-z])+.)+[A-Z]([a-z])+$"],
        [true, false]
    )
    func catastrophicRegex(regex: String, usesJIT: Bool) throws {
        let engine = try Engine(Self.configuration(regex: regex), usesJIT: usesJIT)
        let scrubber = Scrubber(engine)
        let text = "jane@example.com " + String(repeating: "a", count: 5000) + "!"
        let result = scrubber.result(of: text)
        guard case .replaced(.limit(_, pattern: "custom")) = result.status else {
            Issue.record("status is \(result.status)")
            return
        }
        #expect(result.output == "[REDACTED]")
        #expect(result.findings.isEmpty)
        #expect(scrubber.scrub(text) == "[REDACTED]")
        #expect(throws: ScanFailure.self) { try scrubber.findings(in: text) }
    }

    @Test(
        "a regex that is slow at every start is stopped by the time it may take",
        arguments: ["[a-z]+@corp", "(*ANYCRLF)(*NO_AUTO_POSSESS)[a-z]+@corp"],
        [true, false]
    )
    func quadraticRegex(regex: String, usesJIT: Bool) throws {
        var configuration = Self.configuration(regex: regex)
        configuration.limits.patternTime = .milliseconds(20)
        // With a plan the regex would not run at all.
        let scrubber = Scrubber(try Engine(configuration, usesJIT: usesJIT, scanning: .plain))
        let result = scrubber.result(of: String(repeating: "a", count: 400_000) + " @corp")
        let limits: [ScanLimit] = [.time, .matchLimit]
        #expect(limits.contains { result.status == .replaced(.limit($0, pattern: "custom")) }, "\(result.status)")
    }

    @Test("a small match limit is a status of its own, never a clean text", arguments: [true, false])
    func matchLimit(usesJIT: Bool) throws {
        // What is lazy is left to PCRE2.
        var configuration = Self.configuration(regex: "(?:x+x+)+?y")
        configuration.limits.matchLimit = 1000
        let scrubber = Scrubber(try Engine(configuration, usesJIT: usesJIT))
        let result = scrubber.result(of: String(repeating: "x", count: 40) + " y")
        #expect(result.status == .replaced(.limit(.matchLimit, pattern: "custom")))
    }

    @Test("a regex that an automaton stands in for takes no more steps than there are bytes")
    func automaton() throws {
        var configuration = Self.configuration(regex: "(?:x+x+)+y")
        configuration.limits.matchLimit = 1000
        let scrubber = try Scrubber(configuration)
        let result = scrubber.result(of: String(repeating: "x", count: 40) + " y xxy")
        #expect(result.status == .complete)
        #expect(result.output == String(repeating: "x", count: 40) + " y [REDACTED]")
    }

    @Test("JIT stack that runs out is a limit too")
    func deepRecursion() throws {
        let configuration = Self.configuration(regex: #"(\((?:[^()]|(?1))*\))"#)
        let scrubber = try Scrubber(configuration)
        let result = scrubber.result(of: String(repeating: "(", count: 200_000) + ")")
        guard case .replaced = result.status else {
            Issue.record("status is \(result.status)")
            return
        }
    }

    @Test("a text over the maximum is replaced as a whole")
    func textSize() throws {
        var configuration = ScrubberConfiguration()
        configuration.limits.maximumTextBytes = 100
        let scrubber = try Scrubber(configuration)
        #expect(scrubber.result(of: String(repeating: "é", count: 50)).status == .complete)
        let long = scrubber.result(of: String(repeating: "é", count: 50) + "x")
        #expect(long.status == .replaced(.limit(.textSize, pattern: nil)))
        #expect(long.output == "[REDACTED]")
        #expect(scrubber.result(of: [UInt8](repeating: 65, count: 101)).output == Array("[REDACTED]".utf8))
    }

    @Test("interpreter and JIT find the same")
    func interpreterAgrees() throws {
        let jit = Scrubber(try Engine(ScrubberConfiguration()))
        let interpreter = Scrubber(try Engine(ScrubberConfiguration(), usesJIT: false))
        var texts = TextGenerator(seed: 21)
        for _ in 0..<ScrubbingPropertyTests.rounds / 3 {
            let text = texts.text()
            try #require(
                jit.result(of: text).findings == interpreter.result(of: text).findings,
                "\(text.debugDescription)"
            )
        }
    }

    @Test(
        "hostile texts do not stop the built-in patterns",
        arguments: [
            "a", "a.", "a.a@", "@", "a@", "1 ", "1-", "1.", "+1", "+1 ", ":", "a:", "::", "eyJ-", "eyJ.", "eyJ_", "ey",
            "sk-", "sk-proj-", "xoxb-", "Bearer ", "bearer a", "-----BEGIN ", "4111 ", "4111-", "(415) ", "415-", "\"",
            "\"a", "\\n", "é", "電", "电@", "ghp_", "github_pat_", "whsec_", "%", "%20", "phone ", "ssn 1", "1 1-1.1",
            "a@b.co+15551234567", "[REDACTED]", "[REDACTED]1", "a@b.co", "1.1.1.1a@b.co",
        ]
    )
    func hostileTexts(unit: String) throws {
        let scrubber = try Scrubber()
        let text = String(repeating: unit, count: (1 << 17) / unit.utf8.count)
        #expect(scrubber.result(of: text).status == .complete)
    }
}

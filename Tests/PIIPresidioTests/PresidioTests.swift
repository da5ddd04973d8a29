import Foundation
import PIIScrubbing
import Synchronization
import Testing

@testable import PIIPresidio

/// Needs Python with Presidio: `scripts/setup-presidio`. Where there is none, each of these says so; where
/// `BOTANU_PYTHON` asks for it, that fails.
@Suite("Presidio in this process", .timeLimit(.minutes(15)))
struct PresidioTests {
    /// A second one would load a second model, for good.
    static let shared = PresidioRecognizer()
    private static let isWanted = ![nil, "none"].contains(ProcessInfo.processInfo.environment["BOTANU_PYTHON"])

    /// The recognizer, ready; nil where there is no Presidio and nobody asked for it.
    private static func recognizer() async throws -> PresidioRecognizer? {
        let status = await shared.start()
        if status == .isReady { return shared }
        try #require(!isWanted, "\(status)")
        print("SKIPPED: \(status)")
        return nil
    }

    private static func found(_ outcome: RecognitionOutcome, in text: String) -> [String]? {
        guard case .findings(let spans) = outcome else { return ["\(outcome)"] }
        return spans.map { "\($0.entity.rawValue) \(String(decoding: Array(text.utf8)[$0.range], as: UTF8.self))" }
    }

    private static let sample = "My name is John Smith and I live in London."

    @Test("offsets are right in every script", arguments: ["", "é ", "🙂🏽 日本語 ", "\0\0 ", "\r\n\t"])
    func offsets(before: String) async throws {
        guard let recognizer = try await Self.recognizer() else { return }
        let text = before + Self.sample
        let outcome: RecognitionOutcome = await recognizer.recognize(RecognitionRequest(text: text))
        // A model may see more in a flag or a bare letter.
        let found = try #require(Self.found(outcome, in: text))
        #expect(found.contains("PERSON John Smith") && found.contains("LOCATION London"), "\(found)")
    }

    @Test("a scrubber takes names and places out, and tears no finding of a pattern apart")
    func scrubbing() async throws {
        guard let recognizer = try await Self.recognizer() else { return }
        var configuration = ScrubberConfiguration()
        configuration.usesPresidio = true
        let scrubber = try Scrubber(configuration, recognizers: [recognizer])
        let mail = "john.smith" + "@" + "london.example.com"
        #expect(scrubber.scrub(Self.sample) == "My name is [REDACTED] and I live in [REDACTED].")
        #expect(!scrubber.scrub("John Smith <\(mail)> wrote").contains("london"))
        let once = scrubber.scrub(Self.sample)
        #expect(scrubber.scrub(once) == once)
        // Those of the list that need no model are on.
        let numbers = scrubber.scrub("my acct is 12345678, and my license is BB1388568")
        #expect(numbers == "my acct is [REDACTED], and my license is [REDACTED]")
    }

    @Test("texts of many callers are analyzed together, each gets its own")
    func batches() async throws {
        guard let recognizer = try await Self.recognizer() else { return }
        let texts = (0..<100).map { $0 % 2 == 0 ? "\($0) \(Self.sample)" : "\($0) nothing of interest" }
        let outcomes = await withTaskGroup(of: (Int, [String]?).self) { group in
            for (index, text) in texts.enumerated() {
                group.addTask {
                    let request = RecognitionRequest(text: text, deadline: .now + .seconds(120))
                    let outcome: RecognitionOutcome = await recognizer.recognize(request)
                    return (index, Self.found(outcome, in: text))
                }
            }
            return await group.reduce(into: [Int: [String]?]()) { $0[$1.0] = $1.1 }
        }
        for index in texts.indices {
            let expected = index % 2 == 0 ? ["PERSON John Smith", "LOCATION London"] : []
            #expect(outcomes[index] == expected)
        }
    }

    @Test("a text that is late is no text without names")
    func deadline() async throws {
        guard let recognizer = try await Self.recognizer() else { return }
        let late = RecognitionRequest(text: Self.sample, deadline: .now - .seconds(1))
        let outcomes: [RecognitionOutcome] = [
            await recognizer.recognize(late), { recognizer.recognize(late) }(),
        ]
        for outcome in outcomes {
            guard case .failed = outcome else {
                Issue.record("\(outcome)")
                continue
            }
        }
    }

    @Test("more texts than may wait fail at once")
    func overload() async throws {
        guard try await Self.recognizer() != nil else { return }
        var configuration = PresidioConfiguration()
        (configuration.queueLimit, configuration.batchSize) = (2, 1)
        let recognizer = PresidioRecognizer(configuration)
        // The model is being loaded: nobody takes anything out.
        let failures = await withTaskGroup(of: Bool.self) { group in
            for _ in 0..<10 {
                group.addTask {
                    let request = RecognitionRequest(text: Self.sample, deadline: .now + .seconds(120))
                    let outcome: RecognitionOutcome = await recognizer.recognize(request)
                    if case .failed = outcome { return true }
                    return false
                }
            }
            return await group.reduce(into: 0) { $0 += $1 ? 1 : 0 }
        }
        #expect(failures == 8)
    }

    /// `PII_PRESIDIO_TEXTS` asks for more.
    @Test("memory stays flat over many texts")
    func memory() async throws {
        guard let recognizer = try await Self.recognizer() else { return }
        let count = ProcessInfo.processInfo.environment["PII_PRESIDIO_TEXTS"].flatMap { Int($0) } ?? 400
        var early = 0
        for number in 0..<count {
            // Words that were never seen before must not stay.
            let words = (0..<20).map { _ in String(UInt64.random(in: 0...UInt64.max), radix: 36) }
            let text = "\(number) \(Self.sample) \(words.joined(separator: " "))"
            let request = RecognitionRequest(text: text, deadline: .now + .seconds(120))
            let outcome: RecognitionOutcome = await recognizer.recognize(request)
            guard case .findings = outcome else {
                Issue.record("\(outcome)")
                return
            }
            if number == count / 4 { early = Self.residentKilobytes }
        }
        let late = Self.residentKilobytes
        print("memory: \(early / 1024) MB after a quarter of \(count) texts, \(late / 1024) MB in the end")
        #expect(late < early + 50 * 1024)
    }

    private static var residentKilobytes: Int {
        guard let status = try? String(contentsOfFile: "/proc/self/status", encoding: .utf8) else { return 0 }
        let line = status.split(separator: "\n").first { $0.hasPrefix("VmRSS:") }
        return line.flatMap { Int($0.filter(\.isNumber)) } ?? 0
    }

    @Test("Ctrl-C stays the host's")
    func interrupt() async throws {
        guard try await Self.recognizer() != nil else { return }
        var action = sigaction()
        sigaction(SIGINT, nil, &action)
        #expect(action.__sigaction_handler.sa_handler == nil)
    }

    @Test("a model that is not there is told of")
    func missingModel() async throws {
        guard try await Self.recognizer() != nil else { return }
        var configuration = PresidioConfiguration()
        configuration.model = "no_such_model"
        let status: PresidioRecognizer.Status = await PresidioRecognizer(configuration).start()
        #expect("\(status)".contains("there is no model 'no_such_model'; installed: "), "\(status)")
    }
}

@Suite("looking for Python", .timeLimit(.minutes(15)))
struct PythonEnvironmentTests {
    @Test("what will not do is told, and why")
    func absence() throws {
        let cases = [
            ("none", "Python is switched off"), ("/nowhere", "there is no interpreter"),
            ("/bin/false", "the interpreter does not answer"),
        ]
        for (path, says) in cases {
            let error = #expect(throws: PythonAbsence.self) { try PythonEnvironment.find(path) }
            #expect(error?.description.contains(says) == true, "\(path)")
        }
        let nothing = #expect(throws: PythonAbsence.self) { try PythonEnvironment.find(environment: [:]) }
        #expect(nothing?.description.contains("scripts/setup-presidio") == true)
    }

    @Test("without Python everything goes on, with one warning")
    func noOp() async throws {
        var configuration = PresidioConfiguration()
        configuration.python = "none"
        let warnings = Mutex<[String]>([])
        let scrubber = try Scrubber(
            ScrubberConfiguration(),
            recognizers: [PresidioRecognizer(configuration)],
            onWarning: { warning in warnings.withLock { $0.append("\(warning)") } }
        )
        let mail = "jane" + "@" + "example.com"
        for _ in 0..<3 { #expect(scrubber.scrub("John Smith, \(mail)") == "John Smith, [REDACTED]") }
        #expect(warnings.withLock { $0 }.filter { $0.contains("Python is switched off (presidio.python)") }.count == 1)
    }

    @Test("what Python answers is looked at")
    func packed() {
        let texts = ["John", "x"]
        let good: [UInt8] = [1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 4, 0, 0, 0, 0, 0, 0, 0]
        let spans = RecognizedSpans(good, texts: texts, [.person])
        #expect(spans?.all == [[RecognizedSpan(entity: .person, range: 0..<4)], []])
        var generator = SystemRandomNumberGenerator()
        for _ in 0..<2000 {
            var bad = good
            bad[Int.random(in: 0..<bad.count, using: &generator)] ^= UInt8.random(in: 1...255, using: &generator)
            for spans in RecognizedSpans(bad, texts: texts, [.person])?.all ?? [] {
                #expect(spans.allSatisfy { $0.range.upperBound <= 4 })
            }
        }
        #expect(RecognizedSpans(Array(good.dropLast()), texts: texts, [.person]) == nil)
        #expect(RecognizedSpans(good + [0], texts: texts, [.person]) == nil)
    }
}

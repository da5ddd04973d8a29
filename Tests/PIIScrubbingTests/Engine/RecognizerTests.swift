import Foundation
import PIIScrubbing
import Synchronization
import Testing

@Suite("Recognizers")
struct RecognizerTests {
    /// Says what it is told to.
    struct Scripted: Recognizer {
        let name = "scripted"
        var outcome: @Sendable (RecognitionRequest) -> RecognitionOutcome

        func recognize(_ request: RecognitionRequest) -> RecognitionOutcome { outcome(request) }
    }

    private static let person = Entity(rawValue: "PERSON")

    private static func names(_ text: String, _ name: String) throws -> RecognizedSpan {
        let start = try #require(text.range(of: name))
        let lower = text.utf8.distance(from: text.startIndex, to: start.lowerBound)
        return RecognizedSpan(entity: try #require(person), range: lower..<(lower + name.utf8.count))
    }

    @Test("findings join those of patterns and cannot tear them apart")
    func join() async throws {
        let text = "Jané Doe, jane.doe@example.com"
        let spans = [try Self.names(text, "Jané Doe"), try Self.names(text, "jane.doe")]
        let scrubber = try Scrubber(recognizers: [Scripted { _ in .findings(spans) }])
        let result = scrubber.result(of: text)
        #expect(result.output == "[REDACTED], [REDACTED]")
        #expect(result.findings.map(\.pattern) == ["scripted", "email"])
        #expect(await scrubber.result(of: text, deadline: nil).findings == result.findings)
        #expect(scrubber.scrub(Array(text.utf8)) == Array(result.output.utf8))
        #expect(try scrubber.findings(in: text) == result.findings)
    }

    @Test("an entity's operator holds for them")
    func operators() throws {
        let text = "Jane called"
        let span = try Self.names(text, "Jane")
        var configuration = ScrubberConfiguration()
        configuration.redaction = ["PERSON": .placeholder]
        let scrubber = try Scrubber(configuration, recognizers: [Scripted { _ in .findings([span]) }])
        #expect(scrubber.scrub(text) == "<PERSON> called")
    }

    @Test("failure is never nothing found: the text is not passed on")
    func failure() async throws {
        let scrubber = try Scrubber(recognizers: [Scripted { _ in .failed(reason: "out of order") }])
        let expected = ScrubStatus.replaced(.recognizerFailed(name: "scripted", reason: "out of order"))
        let result = scrubber.result(of: "Jane")
        #expect(result.status == expected)
        #expect(result.output == "[REDACTED]")
        #expect(await scrubber.result(of: "Jane", deadline: nil).status == expected)
        #expect(scrubber.scrub(Array("Jane".utf8)) == Array("[REDACTED]".utf8))
        #expect(throws: ScanFailure.self) { try scrubber.findings(in: "Jane") }
    }

    @Test("where it is asked for, a text is passed on with patterns alone, and says so")
    func patternsOnly() async throws {
        var configuration = ScrubberConfiguration()
        configuration.recognizerFailure = .patternsOnly
        let scrubber = try Scrubber(configuration, recognizers: [Scripted { _ in .failed(reason: "out of order") }])
        let text = "Jane, jane@example.com"
        let expected = ScrubStatus.patternsOnly(.recognizerFailed(name: "scripted", reason: "out of order"))
        for result in [scrubber.result(of: text), await scrubber.result(of: text, deadline: nil)] {
            #expect(result.status == expected)
            #expect(result.output == "Jane, [REDACTED]")
            #expect(result.findings.map(\.pattern) == ["email"])
        }
        #expect(scrubber.result(of: Array(text.utf8)).status == expected)
        #expect(scrubber.scrub(text) == "Jane, [REDACTED]")
        // A list that may lack something is none.
        #expect(throws: ScanFailure.self) { try scrubber.findings(in: text) }
        let past = ContinuousClock.now.advanced(by: .seconds(-1))
        let late = try Scrubber(configuration, recognizers: [Scripted { _ in .findings([]) }])
        #expect(await late.result(of: text, deadline: past).output == "Jane, [REDACTED]")
    }

    @Test("what one recognizer found counts though another failed")
    func oneOfTwo() throws {
        var configuration = ScrubberConfiguration()
        configuration.recognizerFailure = .patternsOnly
        let span = try Self.names("Jane and Tim", "Jane")
        let recognizers = [Scripted { _ in .failed(reason: "out of order") }, Scripted { _ in .findings([span]) }]
        #expect(try Scrubber(configuration, recognizers: recognizers).scrub("Jane and Tim") == "[REDACTED] and Tim")
    }

    @Test("a finding outside the text is a failure, not a crash")
    func badRange() throws {
        let span = RecognizedSpan(entity: try #require(Self.person), range: 2..<50)
        let scrubber = try Scrubber(recognizers: [Scripted { _ in .findings([span]) }])
        #expect(scrubber.scrub("Jane") == "[REDACTED]")
    }

    @Test("a precedence beyond all others is a high or a low one, not a crash", arguments: [Int.max, Int.min])
    func anyPrecedence(precedence: Int) throws {
        let text = "Jane jane@example.com"
        let span = RecognizedSpan(entity: try #require(Self.person), range: 0..<9, precedence: precedence)
        let scrubber = try Scrubber(recognizers: [Scripted { _ in .findings([span]) }])
        let findings = try scrubber.findings(in: text)
        #expect(findings.map(\.range) == (precedence > 0 ? [0..<9, 9..<21] : [0..<5, 5..<21]))
    }

    @Test("one that is late is a failure")
    func late() async throws {
        let scrubber = try Scrubber(recognizers: [Scripted { _ in .findings([]) }])
        let past = ContinuousClock.now.advanced(by: .seconds(-1))
        #expect(await scrubber.result(of: "Jane", deadline: past).output == "[REDACTED]")
    }

    @Test("one that is not there does nothing but warn once")
    func unavailable() throws {
        let warnings = ConfigurationTests.Warnings()
        let missing = Scripted { _ in .unavailable(reason: "no model") }
        let scrubber = try Scrubber(recognizers: [missing], onWarning: warnings.add)
        #expect(scrubber.scrub("Jane jane@example.com") == "Jane [REDACTED]")
        #expect(scrubber.scrub("Jane") == "Jane")
        #expect(warnings.all == ["recognizer 'scripted' is unavailable and does nothing: no model"])
    }

    @Test("bytes that are no UTF-8 keep their offsets")
    func invalidBytes() throws {
        let seen = Mutex("")
        let scrubber = try Scrubber(
            recognizers: [
                Scripted { request in
                    seen.withLock { $0 = request.text }
                    guard let entity = Self.person else { return .failed(reason: "no entity") }
                    return .findings([RecognizedSpan(entity: entity, range: 2..<6)])
                }
            ]
        )
        #expect(scrubber.scrub([0xFF, 0x20] + Array("Jane!".utf8)) == [0xFF, 0x20] + Array("[REDACTED]!".utf8))
        #expect(seen.withLock { $0 } == "? Jane!")
    }
}

import BotanuSDK
import CoreMetrics
import Foundation
import InMemoryTracing
import MetricsTestKit
import PIIScrubbing
import Synchronization
import Testing
import Tracing

@Suite("What is scrubbed, and how")
struct ScrubbingTests {
    private let secret = Samples.email
    private let content = "botanu.eval.input_content"

    private func capturing(_ change: (inout BotanuConfig) -> Void = { _ in }) -> BotanuConfig {
        var config = BotanuConfig()
        config.contentCaptureRate = 1
        change(&config)
        return config
    }

    // MARK: Identifiers

    private func eventID(_ config: BotanuConfig, _ id: String) async throws -> Recorded.Value? {
        try await Recorded.of(config) {
            Botanu.event(workflow: "w", eventID: id, customerID: "c") { _ in }
        }.spans[0].attributes["botanu.event_id"]
    }

    @Test("an identifier with something to redact becomes a digest, the same wherever it stands")
    func digests() async throws {
        let sent = try await Recorded.of(BotanuConfig()) {
            Botanu.event(workflow: "w", eventID: secret, customerID: secret) { _ in
                Botanu.setCorrelation(["ticket": secret])
                Botanu.trackLLMCall(provider: "openai", model: "m", clientRequestID: secret) { _ in }
            }
        }
        let run = try #require(sent.spans.first { $0.name.hasPrefix("botanu.run/") })
        guard case .text(let digest)? = run.attributes["botanu.event_id"] else { throw ValueError("no digest") }
        #expect(digest.wholeMatch(of: /id_[a-p]{32}/) != nil)
        #expect(run.attributes["botanu.customer_id"] == .text(digest))
        #expect(run.attributes["botanu.correlation.ticket"] == .text(digest))
        let call = try #require(sent.spans.first { $0.name.hasPrefix("chat") })
        #expect(call.attributes["botanu.vendor.client_request_id"] == .text(digest))
    }

    @Test("digests are the same in all processes that have one key, and others with another")
    func keys() async throws {
        let withKey = capturing { $0.identifierKey = "k1" }
        #expect(try await eventID(withKey, secret) == eventID(withKey, secret))
        #expect(try await eventID(withKey, secret) == .text("id_ojhkdmfjhgeblcljjpmiomoedonobgjp"))
        #expect(try await eventID(capturing { $0.identifierKey = "k2" }, secret) != eventID(withKey, secret))
        #expect(try await eventID(withKey, "ticket-17") == .text("ticket-17"))
    }

    @Test("identifiers stay as they are where that is asked for")
    func asGiven() async throws {
        #expect(try await eventID(capturing { $0.identifiers = .asGiven }, secret) == .text(secret))
    }

    @Test("an empty key is none")
    func emptyKey() async throws {
        let empty = try await eventID(capturing { $0.identifierKey = "" }, secret)
        #expect(try await eventID(capturing(), secret) == empty)
    }

    @Test("names of attributes that hold something stay two, and keep their prefix")
    func keysOfMetadata() async throws {
        let other = secret.replacing("alice", with: "bob")
        let sent = try await Recorded.of(BotanuConfig()) {
            Botanu.trackToolCall("t", attributes: [secret: 1, other: 2]) { _ in }
        }
        #expect(sent.spans[0].attributes.keys.filter { $0.hasPrefix("botanu.tool.id_") }.count == 2)
    }

    @Test("attributes do not pile up, and of one name the last counts")
    func manyAttributes() async throws {
        let sent = try await Recorded.of(BotanuConfig()) {
            Botanu.trackLLMCall(provider: "openai", model: "m") { call in
                for index in 0..<5000 { call.setTokens(input: index).addMetadata(["name\(index)": index]) }
                call.setFinishReason("stop")
            }
        }
        #expect(sent.spans[0].attributes.count < 1000)
        #expect(sent.spans[0].attributes["gen_ai.request.model"] == .text("m"))
        #expect(sent.spans[0].attributes["gen_ai.usage.input_tokens"] == .number(4999))
        #expect(sent.spans[0].attributes["gen_ai.response.finish_reasons"] == .texts(["stop"]))
    }

    @Test("which run a span belongs to is not for attributes to say")
    func reservedNames() async throws {
        let sent = try await Recorded.of(BotanuConfig()) {
            Botanu.event(workflow: "w", eventID: "e", customerID: "c") { _ in
                Botanu.trackToolCall("t", attributes: ["botanu.customer_id": "spoof", "botanu.team": "ours"]) { _ in }
            }
        }
        let call = try #require(sent.spans.first { $0.name.hasPrefix("execute_tool") })
        #expect(call.attributes["botanu.customer_id"] == .text("c"))
        #expect(call.attributes["botanu.team"] == .text("ours"))
    }

    @Test("numbers that are a card's do not stay")
    func numbers() async throws {
        let card = 4111_1111_1111_1111
        let sent = try await Recorded.of(BotanuConfig()) {
            Botanu.trackToolCall(
                "t",
                attributes: ["i": card, "d": Double(card), "l": [card, 1], "r": [Double(card)], "n": 12, "f": 1.5]
            ) { _ in }
        }
        let attributes = sent.spans[0].attributes
        #expect(attributes["botanu.tool.i"] == .text("[REDACTED]"))
        #expect(attributes["botanu.tool.d"] == .text("[REDACTED]"))
        #expect(attributes["botanu.tool.l"] == .texts(["[REDACTED]", "1"]))
        #expect(attributes["botanu.tool.r"] == .texts(["[REDACTED]"]))
        #expect(attributes["botanu.tool.n"] == .number(12))
        #expect(attributes["botanu.tool.f"] == .number(1.5))
    }

    // MARK: Doors

    private enum Escaped: Error {
        case bad(String)
    }

    private struct NotANumber: Encodable {
        var value = Double.nan
        var text = "x\nEMP-123456"
        var data = Data("EMP-123456".utf8)
    }

    @Test("escapes in descriptions hide nothing")
    func escapes() async throws {
        let config = capturing { $0.scrubbing.addPattern("employee", regex: #"\bEMP-\d{6}\b"#) }
        let secret = "EMP-" + "123456"
        let sent = try await Recorded.of(config) {
            try? Botanu.trackToolCall("t") { _ in throw Escaped.bad("x\n\(secret) \u{0}\(secret)\u{7}") }
            _ = Botanu.event(workflow: "w", eventID: "e", customerID: "c", input: NotANumber()) { _ in
                Escaped.bad("x\n\(secret)")
            }
        }
        #expect(sent.spans.count == 2)
        for span in sent.spans { #expect(!"\(span)".contains("123456")) }
        #expect("\(sent.spans)".contains("[REDACTED]"))
    }

    @Test("messages of errors are scrubbed where content is not")
    func messagesWithoutScrubbing() async throws {
        let sent = try await Recorded.of(capturing { $0.scrubbing.isEnabled = false }) {
            try? Botanu.trackToolCall("t") { _ in throw ValueError("mail \(secret)") }
        }
        #expect(sent.spans[0].events[0].attributes["exception.message"] == .text("mail [REDACTED]"))
    }

    @Test("sums of bytes have an end")
    func largeNumbers() async throws {
        let sent = try await Recorded.of(capturing()) {
            Botanu.trackDatabaseOperation("postgresql", operation: .select) { call in
                _ = call.setBytesTransferred(sent: .max, received: 1)
            }
            Botanu.trackLLMCall(provider: "openai", model: "m") { call in
                _ = call.setRequestParams(temperature: .nan, topP: .infinity)
            }
        }
        #expect(sent.spans[0].attributes["botanu.bytes_transferred"] == .number(Double(Int.max)))
        #expect(sent.spans[1].attributes["gen_ai.request.temperature"] == nil)
    }

    // MARK: Switches

    @Test("content and all other strings have switches of their own")
    func switches() async throws {
        func sent(_ change: (inout BotanuConfig) -> Void) async throws -> (content: Bool, others: Bool) {
            let span = try await Recorded.of(capturing(change)) {
                Botanu.trackToolCall("t", attributes: ["note": "\(secret)"]) { call in _ = call.setInputContent(secret)
                }
            }.spans[0]
            return (
                span.attributes["botanu.eval.input_content"] == .text("[REDACTED]"),
                span.attributes["botanu.tool.note"] == .text("[REDACTED]")
            )
        }
        #expect(try await sent { _ in } == (true, true))
        #expect(try await sent { $0.scrubbing.isEnabled = false } == (false, true))
        #expect(try await sent { $0.scrubbingScope = .content } == (true, false))
    }

    // MARK: Cutting

    @Test(
        "content is cut to Unicode scalars, and what stands for a finding is left out whole",
        arguments: [
            ("abcdef", 3, "abc"), ("äöü😀e\u{301}", 5, "äöü😀e"), ("ab", 2, "ab"),
            ("to \(Samples.email) now", 13, "to [REDACTED]"), ("to \(Samples.email) now", 12, "to "),
            ("to \(Samples.email) now", 4, "to "), ("to \(Samples.email) now", 3, "to "),
            ("a [note", 4, "a [n"),
        ]
    )
    func cuts(text: String, most: Int, expected: String) async throws {
        let sent = try await Recorded.of(capturing()) {
            Botanu.trackToolCall("t") { call in _ = call.setInputContent(text, maxCharacters: most) }
        }
        #expect(sent.spans[0].attributes[content] == .text(expected))
    }

    @Test("where nothing is kept nothing is written", arguments: [0, -1])
    func keepsNothing(most: Int) async throws {
        let sent = try await Recorded.of(capturing()) {
            Botanu.trackToolCall("t") { call in _ = call.setInputContent("abc", maxCharacters: most) }
        }
        #expect(sent.spans[0].attributes[content] == nil)
    }

    @Test("of a long text what is kept is the same as if all of it were scrubbed", arguments: 0..<40)
    func longTexts(seed: Int) async throws {
        var random = SplitMix(UInt64(seed))
        let parts = [
            Samples.email, Samples.phone, Samples.socialSecurityNumber, "words", "größer", "1234 5678", "\n", "😀",
        ]
        var text = ""
        while text.utf8.count < 60_000 { text += parts[Int(random.next() % UInt64(parts.count))] + " " }
        let most = Int(random.next() % 9000)
        var whole = capturing()
        whole.scrubbing.limits.maximumTextBytes = 1 << 20
        let sent = try await Recorded.of(whole) {
            Botanu.trackToolCall("t") { tool in
                _ = tool.setInputContent(text, maxCharacters: most).setOutputContent(
                    text,
                    maxCharacters: text.utf8.count
                )
            }
        }
        guard case .text(let start)? = sent.spans[0].attributes[content],
            case .text(let all)? = sent.spans[0].attributes["botanu.eval.output_content"]
        else { throw ValueError("nothing was captured") }
        var expected = String(String.UnicodeScalarView(all.unicodeScalars.prefix(most)))
        if start != expected, let marker = expected.range(of: "[", options: .backwards) {
            expected = String(expected[..<marker.lowerBound])
        }
        #expect(start == expected)
    }

    private struct SplitMix: RandomNumberGenerator {
        private var state: UInt64
        init(_ seed: UInt64) { state = seed }

        mutating func next() -> UInt64 {
            state &+= 0x9E37_79B9_7F4A_7C15
            var mixed = state
            mixed = (mixed ^ mixed >> 30) &* 0xBF58_476D_1CE4_E5B9
            mixed = (mixed ^ mixed >> 27) &* 0x94D0_49BB_1331_11EB
            return mixed ^ mixed >> 31
        }
    }

    @Test("a text over the limit is captured as far as it is kept, for it is not scrubbed as a whole")
    func overLimit() async throws {
        let config = capturing { $0.scrubbing.limits.maximumTextBytes = 100_000 }
        let text = "mail \(secret) " + String(repeating: "and so on ", count: 100_000)
        let sent = try await Recorded.of(config) {
            Botanu.trackToolCall("t") { call in _ = call.setInputContent(text) }
        }
        guard case .text(let kept)? = sent.spans[0].attributes[content] else { throw ValueError("nothing") }
        #expect(kept.unicodeScalars.count == 4096)
        #expect(kept.hasPrefix("mail [REDACTED] and so on"))
    }

    // MARK: Metrics

    @Test("what was found is counted by entity, and the time it took")
    func metrics() async throws {
        let sent = try await Recorded.of(capturing()) {
            Botanu.trackToolCall("t") { call in _ = call.setInputContent("\(secret) \(secret) \(Samples.phone)") }
        }
        let found = sent.points.filter { $0.name == "botanu.pii.findings" }
        #expect(Set(found.map { $0.dimensions }) == [["entity": "EMAIL_ADDRESS"], ["entity": "PHONE_NUMBER"]])
        #expect(found.first { $0.dimensions == ["entity": "EMAIL_ADDRESS"] }?.count == 2)
        #expect(sent.points.contains { $0.name == "botanu.pii.scrub.duration" && $0.count == 1 })
    }
}

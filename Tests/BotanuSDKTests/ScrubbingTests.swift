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

    // MARK: Recognizers

    /// Finds a name, as slowly as it is told to.
    struct NameRecognizer: Recognizer {
        var name = "names"
        var delay: Duration = .zero
        var fails = false
        let seen = Seen()

        final class Seen: Sendable {
            let texts = Mutex<[String]>([])
            let times = Mutex<[UInt64]>([])
            let synchronousCalls = Atomic(0)
        }

        func recognize(_ request: RecognitionRequest) -> RecognitionOutcome {
            seen.synchronousCalls.add(1, ordering: .relaxed)
            if delay > .zero { Thread.sleep(forTimeInterval: 0.05) }
            return outcome(request)
        }

        func recognize(_ request: RecognitionRequest) async -> RecognitionOutcome {
            if delay > .zero { try? await Task.sleep(for: delay) }
            return outcome(request)
        }

        private func outcome(_ request: RecognitionRequest) -> RecognitionOutcome {
            seen.texts.withLock { $0.append(request.text) }
            seen.times.withLock { $0.append(DefaultTracerClock().now.nanosecondsSinceEpoch) }
            if fails || Task.isCancelled { return .failed(reason: "told to") }
            guard let person = Entity(rawValue: "PERSON") else { return .failed(reason: "no such entity") }
            return .findings(
                request.text.ranges(of: "Ada").map { range in
                    let start = request.text.utf8.distance(from: request.text.startIndex, to: range.lowerBound)
                    return RecognizedSpan(entity: person, range: start..<(start + 3))
                }
            )
        }
    }

    private func recorded(
        _ recognizer: NameRecognizer,
        _ config: BotanuConfig? = nil,
        _ work: () async throws -> Void
    ) async throws -> (recorded: Recorded, spans: [FinishedInMemorySpan]) {
        let tracer = InMemoryTracer()
        let metrics = TestMetrics()
        try await withTracer(tracer) {
            try await withMetricsFactory(metrics) {
                try await Botanu.withConfiguration(config ?? capturing(), recognizers: [recognizer]) {
                    try await work()
                }
            }
        }
        return (Recorded(tracer, metrics), tracer.finishedSpans)
    }

    private let content = "botanu.eval.input_content"

    @Test("recognizers see content when its scope ends, without holding a thread in an async scope")
    func recognizers() async throws {
        let recognizer = NameRecognizer()
        let sent = try await recorded(recognizer) {
            await Botanu.trackLLMCall(provider: "openai", model: "Ada") { call in
                await Task.yield()
                call.setInputContent("Ada, \(secret)").setInputContent("I am Ada, \(secret)").setTokens(input: 1)
                #expect(recognizer.seen.texts.withLock { $0.isEmpty })
            }
            _ = await Botanu.event(workflow: "w", eventID: "e", customerID: "c", input: ["Ada"]) { _ in
                await Task.yield()
                return "Ada"
            }
        }.recorded
        #expect(recognizer.seen.synchronousCalls.load(ordering: .relaxed) == 0)
        #expect(sent.spans[0].attributes[content] == .text("I am [REDACTED], [REDACTED]"))
        #expect(sent.spans[1].attributes[content] == .text(#"["[REDACTED]"]"#))
        #expect(sent.spans[1].attributes["botanu.eval.output_content"] == .text(#""[REDACTED]""#))
        #expect(sent.points.contains { $0.dimensions == ["entity": "PERSON"] && $0.count > 0 })
    }

    @Test("sync scopes, handles and dropped trackers ask them as well")
    func synchronousEnds() async throws {
        let sent = try await recorded(NameRecognizer()) {
            Botanu.trackToolCall("t") { call in _ = call.setInputContent("Ada") }
            let call = Botanu.startLLMCall(provider: "openai", model: "m").setInputContent("Ada")
            call.end()
            Botanu.startLLMCall(provider: "openai", model: "m").setInputContent("Ada")
            await Botanu.startLLMCall(provider: "openai", model: "m").setInputContent("Ada").finish()
        }.recorded
        #expect(sent.spans.count == 4)
        for span in sent.spans { #expect(span.attributes[content] == .text("[REDACTED]")) }
    }

    @Test("messages of errors are seen by them, and keep their time")
    func errors() async throws {
        let recognizer = NameRecognizer()
        let sent = try await recorded(recognizer) {
            try? await Botanu.trackToolCall("t") { _ in
                await Task.yield()
                throw ValueError("no mail for Ada")
            }
        }
        let span = sent.recorded.spans[0]
        #expect(span.events.map(\.name) == ["exception"])
        #expect(span.events[0].attributes["exception.message"] == .text("no mail for [REDACTED]"))
        #expect(sent.spans[0].status?.message == "no mail for [REDACTED]")
        // The work had ended when they were asked.
        let asked = try #require(recognizer.seen.times.withLock { $0.first })
        #expect(sent.spans[0].endInstant.nanosecondsSinceEpoch <= asked)
    }

    @Test("what they fail on, or are late with, is dropped and counted; a name is never passed on instead")
    func failures() async throws {
        let impatient = capturing { $0.recognizerDeadline = .milliseconds(10) }
        for (recognizer, config) in [
            (NameRecognizer(fails: true), capturing()), (NameRecognizer(delay: .milliseconds(40)), impatient),
        ] {
            let sent = try await recorded(recognizer, config) {
                Botanu.trackToolCall("t") { call in _ = call.setInputContent("Ada") }
                try? await Botanu.trackToolCall("t") { tool in
                    await Task.yield()
                    tool.setInputContent("Ada")
                    throw ValueError("Ada")
                }
            }.recorded
            for span in sent.spans {
                #expect(span.attributes[content] == nil)
                for event in span.events { #expect(event.attributes["exception.message"] == .text("[REDACTED]")) }
            }
            #expect(sent.points.contains { $0.name == "botanu.pii.texts_dropped" && $0.count == 3 })
        }
    }

    @Test("a cancelled task still sends what it captured")
    func cancelled() async throws {
        let sent = try await recorded(NameRecognizer()) {
            let task = Task {
                try await Botanu.trackToolCall("t") { tool in
                    tool.setInputContent("Ada")
                    try await Task.sleep(for: .seconds(60))
                }
            }
            task.cancel()
            _ = await task.result
        }.recorded
        #expect(sent.spans[0].attributes[content] == .text("[REDACTED]"))
    }

    // MARK: Cutting

    @Test(
        "content is cut to Unicode scalars, and what stands for a finding is left out whole",
        arguments: [
            ("abcdef", 3, "abc"), ("äöü😀e\u{301}", 5, "äöü😀e"), ("ab", 2, "ab"), ("abc", 0, ""), ("abc", -1, ""),
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

    @Test("of a long text recognizers see what is kept and a little more")
    func longTextsRecognized() async throws {
        let recognizer = NameRecognizer()
        let text = String(repeating: "x", count: 4094) + "Ada " + String(repeating: "and so on ", count: 100_000)
        let sent = try await recorded(recognizer) {
            Botanu.trackToolCall("t") { call in _ = call.setInputContent(text) }
        }.recorded
        #expect(sent.spans[0].attributes[content] == .text(String(repeating: "x", count: 4094)))
        #expect(recognizer.seen.texts.withLock { $0.allSatisfy { $0.utf8.count < 20_000 } })
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

    // MARK: Going out

    @Test(
        "a run goes out to hosts on the list only",
        arguments: [
            ("api.example.com", true), ("API.example.com", true), ("a.b.internal", true), ("internal", false),
            ("evil-api.example.com", false), ("api.example.com.evil.org", false), ("xinternal", false),
        ]
    )
    func hosts(host: String, isAllowed: Bool) async throws {
        let config = capturing { $0.propagationHosts = ["api.example.com", "*.internal"] }
        var headers: [String: String] = [:]
        _ = try await Recorded.of(config) {
            Botanu.event(workflow: "w", eventID: "e", customerID: "c-1") { _ in
                Botanu.propagating(to: host) {
                    RunPropagator().inject(ServiceContext.current ?? .topLevel, into: &headers, using: Headers())
                }
            }
        }
        #expect(headers.isEmpty == !isAllowed)
    }

    @Test("identifiers go out as digests where that is asked for")
    func digestsGoOut() async throws {
        let config = capturing { $0.propagatesDigests = true }
        var headers: [String: String] = [:]
        _ = try await Recorded.of(config) {
            let options = EventOptions(tenantID: "tenant-1")
            Botanu.event(workflow: "w", eventID: "event-1", customerID: "customer-1", options: options) { _ in
                Botanu.propagating {
                    RunPropagator().inject(ServiceContext.current ?? .topLevel, into: &headers, using: Headers())
                }
            }
        }
        let baggage = try #require(headers["baggage"])
        #expect(baggage.contains("botanu.customer_id=id_"))
        for name in ["tenant-1", "event-1", "customer-1"] { #expect(!baggage.contains(name)) }
    }

    private struct Headers: Injector {
        func inject(_ value: String, forKey key: String, into carrier: inout [String: String]) { carrier[key] = value }
    }
}

import BotanuSDK
import CoreMetrics
import Foundation
import InMemoryTracing
import MetricsTestKit
import PIIScrubbing
import Synchronization
import Testing
import Tracing

@Suite("Recognizers")
struct RecognizerTests {
    private let secret = Samples.email

    private func capturing(_ change: (inout BotanuConfig) -> Void = { _ in }) -> BotanuConfig {
        var config = BotanuConfig()
        config.contentCaptureRate = 1
        // On a busy machine a thread may have to wait for its turn.
        config.recognizerDeadline = .seconds(600)
        change(&config)
        return config
    }

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

    /// Returns when four spans have ended: of those that nobody holds somebody else takes care.
    private func ended(_ count: Int = 4) async {
        while (InstrumentationSystem.tracer as? InMemoryTracer)?.finishedSpans.count ?? count < count {
            await Task.yield()
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
            await ended()
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

    @Test("what they find is not cut in two where a long text ends")
    func longTextOfNames() async throws {
        let text = String(repeating: "of a long night with Ada; ", count: 4000)
        let sent = try await recorded(NameRecognizer()) {
            Botanu.trackToolCall("t") { call in _ = call.setInputContent(text) }
        }.recorded
        guard case .text(let kept)? = sent.spans[0].attributes[content] else { throw ValueError("nothing") }
        #expect(kept.unicodeScalars.count > 3000)
        for piece in ["Ada", "with A", "with Ad"] { #expect(!kept.hasSuffix(piece)) }
        #expect(!kept.contains("Ada"))
    }

    @Test("of a long text with many findings what is left is enough")
    func longTextOfFindings() async throws {
        let text = String(repeating: "mail \(secret) now\n", count: 2000)
        for (most, least) in [(100, 90), (4096, 3500)] {
            let sent = try await recorded(NameRecognizer()) {
                Botanu.trackToolCall("t") { call in _ = call.setInputContent(text, maxCharacters: most) }
            }.recorded
            guard case .text(let kept)? = sent.spans[0].attributes[content] else { throw ValueError("nothing") }
            #expect(kept.unicodeScalars.count > least)
        }
    }

    @Test("what stands for their findings is left out whole where it does not fit")
    func cutMarker() async throws {
        let config = capturing { $0.scrubbing.redaction["PERSON"] = .placeholder }
        let sent = try await recorded(NameRecognizer(), config) {
            Botanu.trackToolCall("t") { call in _ = call.setInputContent("to Ada now", maxCharacters: 6) }
        }.recorded
        #expect(sent.spans[0].attributes[content] == .text("to "))
    }

    /// Something to wait for until a test is over.
    final class Gate: Sendable {
        private struct State {
            var isOpen = false
            var waiters: [CheckedContinuation<Void, Never>] = []
            var arrivals = 0
        }

        private let state = Mutex(State())

        var arrivals: Int { state.withLock { $0.arrivals } }

        func pass() async {
            await withCheckedContinuation { continuation in
                let isOpen = state.withLock { state in
                    state.arrivals += 1
                    if !state.isOpen { state.waiters.append(continuation) }
                    return state.isOpen
                }
                if isOpen { continuation.resume() }
            }
        }

        func open() {
            let waiters = state.withLock { state in
                state.isOpen = true
                defer { state.waiters = [] }
                return state.waiters
            }
            for waiter in waiters { waiter.resume() }
        }
    }

    /// Waits at a gate, whatever is told to it meanwhile.
    struct WaitingRecognizer: Recognizer {
        var name: String { "waiting" }
        let gate = Gate()

        func recognize(_ request: RecognitionRequest) -> RecognitionOutcome { .findings([]) }

        func recognize(_ request: RecognitionRequest) async -> RecognitionOutcome {
            await gate.pass()
            return .findings([])
        }
    }

    @Test("one that never answers holds nobody up beyond the deadline")
    func hangs() async throws {
        let recognizer = WaitingRecognizer()
        defer { recognizer.gate.open() }
        let config = capturing { $0.recognizerDeadline = .milliseconds(20) }
        let tracer = InMemoryTracer()
        let metrics = TestMetrics()
        try await withTracer(tracer) {
            try await withMetricsFactory(metrics) {
                try await Botanu.withConfiguration(config, recognizers: [recognizer]) {
                    try? await Botanu.trackLLMCall(provider: "openai", model: "m") { call in
                        await Task.yield()
                        call.setInputContent("a").setOutputContent("b")
                        throw ValueError("c")
                    }
                }
            }
        }
        let sent = Recorded(tracer, metrics)
        #expect(sent.spans[0].attributes[content] == nil)
        #expect(sent.spans[0].events[0].attributes["exception.message"] == .text("[REDACTED]"))
        #expect(sent.points.contains { $0.name == "botanu.pii.texts_dropped" && $0.count == 3 })
    }

    @Test("where it is asked for, content goes out with patterns alone, marked and counted", arguments: [true, false])
    func patternsOnly(isLate: Bool) async throws {
        let recognizer = NameRecognizer(delay: isLate ? .seconds(60) : .zero, fails: !isLate)
        let config = capturing {
            $0.scrubbing.recognizerFailure = .patternsOnly
            $0.recognizerDeadline = isLate ? .milliseconds(20) : .seconds(600)
        }
        let sent = try await recorded(recognizer, config) {
            await Botanu.trackLLMCall(provider: "openai", model: "m") { call in
                await Task.yield()
                call.setInputContent("Ada, \(secret)")
            }
        }.recorded
        #expect(sent.spans[0].attributes[content] == .text("Ada, [REDACTED]"))
        #expect(sent.spans[0].attributes["botanu.pii.patterns_only"] == .truth(true))
        #expect(sent.points.contains { $0.name == "botanu.pii.texts_patterns_only" && $0.count == 1 })
        #expect(!sent.points.contains { $0.name == "botanu.pii.texts_dropped" })
    }

    @Test("use_presidio attaches Presidio by itself; where there is none patterns go on, with one warning")
    func attached() async throws {
        let config = capturing {
            $0.scrubbing.usesPresidio = true
            $0.scrubbing.presidio.python = "none"
        }
        let tracer = InMemoryTracer()
        try await withTracer(tracer) {
            try await Botanu.withConfiguration(config) {
                await Botanu.trackToolCall("t") { call in
                    await Task.yield()
                    call.setInputContent("Ada, \(secret)")
                }
            }
        }
        #expect(Recorded(tracer, TestMetrics()).spans[0].attributes[content] == .text("Ada, [REDACTED]"))
    }

    @Test("of two who end a call the first does, and nothing is lost")
    func endsTwice() async throws {
        let recognizer = WaitingRecognizer()
        let tracer = InMemoryTracer()
        try await withTracer(tracer) {
            try await Botanu.withConfiguration(
                capturing { $0.recognizerDeadline = .seconds(600) },
                recognizers: [recognizer]
            ) {
                let call = Botanu.startLLMCall(provider: "openai", model: "m")
                    .setInputContent("words").setError(ValueError("message"))
                async let first: Void = call.finish()
                while recognizer.gate.arrivals < 2 { await Task.yield() }
                call.setOutputContent("too late")
                await call.finish()
                call.end()
                #expect(tracer.finishedSpans.isEmpty)
                recognizer.gate.open()
                await first
            }
        }
        let sent = Recorded(tracer, TestMetrics())
        #expect(sent.spans.count == 1)
        #expect(sent.spans[0].attributes[content] == .text("words"))
        #expect(sent.spans[0].attributes["botanu.eval.output_content"] == nil)
        #expect(sent.spans[0].events.map(\.name) == ["exception"])
        #expect(sent.spans[0].status == "error")
    }

    @Test("what they track themselves is not captured, and asks no recognizer")
    func nested() async throws {
        struct Tracking: Recognizer {
            var name: String { "tracking" }
            let calls = NameRecognizer.Seen()

            func recognize(_ request: RecognitionRequest) -> RecognitionOutcome {
                calls.synchronousCalls.add(1, ordering: .relaxed)
                Botanu.trackToolCall("inner") { call in _ = call.setInputContent(request.text) }
                return .findings([])
            }

            func recognize(_ request: RecognitionRequest) async -> RecognitionOutcome {
                await Botanu.trackToolCall("inner") { call in
                    await Task.yield()
                    call.setInputContent(request.text)
                }
                return .findings([])
            }
        }
        let tracer = InMemoryTracer()
        let recognizer = Tracking()
        try await withTracer(tracer) {
            try await Botanu.withConfiguration(capturing(), recognizers: [recognizer]) {
                Botanu.trackToolCall("outer") { call in _ = call.setInputContent("words") }
                await Botanu.trackToolCall("outer") { call in
                    await Task.yield()
                    call.setInputContent("words")
                }
            }
        }
        let inner = tracer.finishedSpans.filter { $0.operationName.hasSuffix("inner") }
        // The synchronous one works on a thread of its own, where the test's tracer is not.
        #expect(inner.count == 1)
        #expect(recognizer.calls.synchronousCalls.load(ordering: .relaxed) == 1)
        #expect(Recorded(tracer, TestMetrics()).spans.filter { $0.attributes[content] != nil }.count == 2)
    }

    @Test("of a run the end is told after its errors and before its span ends")
    func orderOfEvents() async throws {
        for isAsynchronous in [false, true] {
            let sent = try await recorded(NameRecognizer()) {
                if isAsynchronous {
                    try? await Botanu.event(workflow: "w", eventID: "e", customerID: "c") { _ in
                        await Task.yield()
                        throw ValueError("Ada")
                    }
                } else {
                    try? Botanu.event(workflow: "w", eventID: "e", customerID: "c") { _ in throw ValueError("Ada") }
                }
            }
            let span = sent.spans[0]
            #expect(span.events.map(\.name) == ["botanu.run.started", "exception", "botanu.run.completed"])
            #expect(span.events.allSatisfy { $0.nanosecondsSinceEpoch <= span.endInstant.nanosecondsSinceEpoch })
        }
    }
}

import BotanuSDK
import CoreMetrics
import Foundation
import InMemoryTracing
import MetricsTestKit
import PIIScrubbing
import Synchronization
import Testing
import Tracing

@Suite("Trackers")
struct LifecycleTests {
    private func recorded(rate: Double = 0, _ work: () async throws -> Void) async throws -> Recorded {
        var config = BotanuConfig()
        config.contentCaptureRate = rate
        return try await Recorded.of(config, work)
    }

    @Test("end once, however often they are told to")
    func endsOnce() async throws {
        let sent = try await recorded {
            let call = Botanu.startLLMCall(provider: "openai", model: "m")
            call.end()
            call.setTokens(input: 5).setError(ValueError("late"))
            call.end()
        }
        #expect(sent.spans.count == 1)
        #expect(sent.spans[0].status == "unset")
        #expect(sent.spans[0].attributes["gen_ai.usage.input_tokens"] == nil)
        #expect(sent.points.first { $0.name == "botanu.gen_ai.attempts" }?.count == 1)
    }

    @Test("end when nobody holds them any more")
    func endsWhenDropped() async throws {
        let sent = try await recorded { _ = Botanu.startToolCall("t") }
        #expect(sent.spans.map(\.name) == ["execute_tool t"])
    }

    @Test(
        "capture nothing unless the rate says so",
        arguments: [(0.0, false), (1.0, true), (Double.nan, false), (7, true)]
    )
    func rate(rate: Double, captures: Bool) async throws {
        let sent = try await recorded(rate: rate) {
            Botanu.trackLLMCall(provider: "openai", model: "m") { $0.setInputContent("words") }
            _ = Botanu.event(workflow: "w", eventID: "e", customerID: "c", input: "in") { _ in "out" }
        }
        #expect(sent.spans.contains { $0.attributes["botanu.eval.input_content"] != nil } == captures)
        #expect(sent.spans.contains { $0.attributes["botanu.eval.output_content"] != nil } == captures)
    }

    @Test("a rate between is a share of calls, and of an event both texts are captured or none")
    func share() async throws {
        let sent = try await recorded(rate: 0.5) {
            for _ in 0..<400 {
                _ = Botanu.event(workflow: "w", eventID: "e", customerID: "c", input: "in") { _ in "out" }
            }
        }
        let captured = sent.spans.filter { $0.attributes["botanu.eval.input_content"] != nil }
        #expect((100...300).contains(captured.count))
        for span in sent.spans {
            let hasInput = span.attributes["botanu.eval.input_content"] != nil
            #expect(hasInput == (span.attributes["botanu.eval.output_content"] != nil))
        }
    }

    @Test("a text that cannot be scrubbed is dropped and counted")
    func dropped() async throws {
        var config = BotanuConfig()
        config.contentCaptureRate = 1
        config.scrubbing.limits.maximumTextBytes = 100
        let sent = try await Recorded.of(config) {
            Botanu.trackLLMCall(provider: "openai", model: "m") { call in
                _ = call.setInputContent(String(repeating: "x", count: 101)).setOutputContent("fits")
            }
        }
        #expect(sent.spans[0].attributes["botanu.eval.input_content"] == nil)
        #expect(sent.spans[0].attributes["botanu.eval.output_content"] == .text("fits"))
        #expect(sent.points.contains { $0.name == "botanu.pii.texts_dropped" && $0.count == 1 })
    }

    @Test("spans of other libraries carry the run, and the step they are in")
    func stamps() async throws {
        let sent = try await recorded {
            await Botanu.event(workflow: "w", eventID: "e", customerID: "c") { run in
                await Botanu.step("s") {
                    await withSpan("other") { _ in await Task.yield() }
                }
            }
        }
        let other = try #require(sent.spans.first { $0.name == "other" })
        #expect(other.attributes["botanu.workflow"] == .text("w"))
        #expect(other.attributes["botanu.step"] == .text("s"))
        #expect(other.attributes["botanu.run_id"] == .text("<uuidv7>"))
    }

    @Test("a stream's span ends when it has been read, with the time of its first piece")
    func stream() async throws {
        let sent = try await recorded {
            let call = Botanu.startLLMCall(provider: "openai", model: "m")
            let pieces = AsyncStream<String> { continuation in
                continuation.yield("a")
                continuation.yield("b")
                continuation.finish()
            }
            var read: [String] = []
            for await piece in call.tracking(pieces) { read.append(piece) }
            #expect(read == ["a", "b"])
            call.setTokens(input: 1)
        }
        #expect(sent.spans.count == 1)
        #expect(sent.spans[0].attributes["gen_ai.response.time_to_first_chunk"] != nil)
        #expect(sent.spans[0].attributes["gen_ai.usage.input_tokens"] == nil)
        #expect(sent.points.contains { $0.name == "gen_ai.client.operation.time_to_first_chunk" && $0.count == 1 })
    }

    @Test("in a scope a stream may end before all is told of it; one that is cancelled is no success")
    func streamInScope() async throws {
        let sent = try await recorded(rate: 1) {
            await Botanu.trackLLMCall(provider: "openai", model: "m") { call in
                let pieces = AsyncStream<String> { continuation in
                    continuation.yield("a")
                    continuation.finish()
                }
                var all = ""
                for await piece in call.tracking(pieces) { all += piece }
                call.setOutputContent(all).setTokens(input: 4, output: 5)
            }
            let task = Task {
                let call = Botanu.startLLMCall(provider: "openai", model: "cancelled")
                for await _ in call.tracking(AsyncStream<String> { _ in }) {}
            }
            task.cancel()
            await task.value
        }
        #expect(sent.spans[0].attributes["botanu.eval.output_content"] == .text("a"))
        #expect(sent.spans[0].attributes["gen_ai.usage.output_tokens"] == .number(5))
        let attempts = sent.points.filter { $0.name == "botanu.gen_ai.attempts" }
        #expect(
            attempts.first { $0.dimensions["gen_ai.request.model"] == "cancelled" }?.dimensions["status"] == "canceled"
        )
    }

    @Test("a metrics system may use the SDK itself")
    func metricsThatTrack() async throws {
        final class Tracking: MetricsFactory {
            let base = TestMetrics()

            func makeRecorder(label: String, dimensions: [(String, String)], aggregate: Bool) -> any RecorderHandler {
                nest()
                return base.makeRecorder(label: label, dimensions: dimensions, aggregate: aggregate)
            }

            func makeCounter(label: String, dimensions: [(String, String)]) -> any CounterHandler {
                nest()
                return base.makeCounter(label: label, dimensions: dimensions)
            }

            func makeTimer(label: String, dimensions: [(String, String)]) -> any TimerHandler {
                base.makeTimer(label: label, dimensions: dimensions)
            }

            func destroyCounter(_ handler: any CounterHandler) {}
            func destroyRecorder(_ handler: any RecorderHandler) {}
            func destroyTimer(_ handler: any TimerHandler) {}

            private let depth = Atomic(0)

            private func nest() {
                guard depth.add(1, ordering: .relaxed).newValue < 3 else { return }
                Botanu.trackLLMCall(provider: "openai", model: "m") { call in _ = call.setTokens(input: 1, output: 1) }
            }
        }
        let factory = Tracking()
        try withMetricsFactory(factory) {
            try Botanu.withConfiguration(BotanuConfig()) {
                Botanu.trackLLMCall(provider: "openai", model: "m") { call in _ = call.setTokens(input: 1, output: 1) }
            }
        }
        #expect(!factory.base.recorders.isEmpty)
    }

    @Test("a run goes out only where somebody asked for it, and comes in as the parent of what is done for it")
    func propagation() async throws {
        var headers: [String: String] = [:]
        var silent: [String: String] = [:]
        let sent = try await recorded {
            Botanu.event(workflow: "Süd, West", eventID: "e;1", customerID: "c") { run in
                RunPropagator().inject(ServiceContext.current ?? .topLevel, into: &silent, using: DictionaryInjector())
                Botanu.propagating {
                    RunPropagator()
                        .inject(ServiceContext.current ?? .topLevel, into: &headers, using: DictionaryInjector())
                }
                var context = ServiceContext.topLevel
                RunPropagator().extract(headers, into: &context, using: PrivacyTests.DictionaryExtractor())
                ServiceContext.withValue(context) {
                    #expect(Botanu.currentRunContext?.workflow == "Süd, West")
                    #expect(Botanu.currentRunContext?.eventID == "e;1")
                    Botanu.event(workflow: "below", eventID: "e2", customerID: "c") { inner in
                        #expect(inner.context.parentRunID == run.context.runID)
                        #expect(inner.context.rootRunID == run.context.rootRunID)
                    }
                }
            }
        }
        #expect(silent.isEmpty)
        #expect(headers.keys.sorted() == ["baggage"])
        #expect(sent.spans.count == 2)
    }

    /// Stands for a tracer that was bootstrapped together with the propagator.
    private struct PropagatingTracer: Tracer {
        let base = InMemoryTracer()

        func startSpan<Instant: TracerInstant>(
            _ operationName: String,
            context: @autoclosure () -> ServiceContext,
            ofKind kind: SpanKind,
            at instant: @autoclosure () -> Instant,
            function: String,
            file fileID: String,
            line: UInt
        ) -> InMemorySpan {
            base.startSpan(
                operationName,
                context: context(),
                ofKind: kind,
                at: instant(),
                function: function,
                file: fileID,
                line: line
            )
        }

        func activeSpan(identifiedBy context: ServiceContext) -> InMemorySpan? { nil }
        func forceFlush() {}

        func extract<Carrier, Extract: Extractor>(
            _ carrier: Carrier,
            into context: inout ServiceContext,
            using extractor: Extract
        ) where Extract.Carrier == Carrier {
            RunPropagator().extract(carrier, into: &context, using: extractor)
        }

        func inject<Carrier, Inject: Injector>(
            _ context: ServiceContext,
            into carrier: inout Carrier,
            using injector: Inject
        ) where Inject.Carrier == Carrier {
            RunPropagator().inject(context, into: &carrier, using: injector)
        }
    }

    @Test("inside an event calls still carry what was bootstrapped", arguments: [false, true])
    func instruments(isStampingAlready: Bool) throws {
        let tracer = PropagatingTracer()
        let active: any Tracer = isStampingAlready ? Botanu.stamping(tracer) : tracer
        var headers: [String: String] = [:]
        withTracer(active) {
            Botanu.event(workflow: "w", eventID: "e", customerID: "c") { _ in
                Botanu.event(workflow: "inner", eventID: "e", customerID: "c") { _ in
                    Botanu.propagating {
                        let context = ServiceContext.current ?? .topLevel
                        InstrumentationSystem.instrument.inject(context, into: &headers, using: DictionaryInjector())
                    }
                    withSpan("other") { _ in }
                }
            }
        }
        #expect(headers["baggage"]?.contains("botanu.workflow=inner") == true)
        var context = ServiceContext.topLevel
        withTracer(active) {
            InstrumentationSystem.instrument
                .extract(headers, into: &context, using: PrivacyTests.DictionaryExtractor())
        }
        let other = try #require(tracer.base.finishedSpans.first { $0.operationName == "other" })
        #expect(other.attributes["botanu.workflow"]?.toSpanAttribute() == .string("inner"))
        ServiceContext.withValue(context) { #expect(Botanu.currentRunContext?.workflow == "inner") }
    }

    private struct DictionaryInjector: Injector {
        func inject(_ value: String, forKey key: String, into carrier: inout [String: String]) { carrier[key] = value }
    }

    @Test("another attempt is a run of its own with the same root")
    func retry() async throws {
        _ = try await recorded {
            let first = Botanu.event(workflow: "w", eventID: "e", customerID: "c") { $0.context }
            let options = EventOptions(retryOf: first)
            let second = Botanu.event(workflow: "w", eventID: "e", customerID: "c", options: options) { $0.context }
            #expect(second.attempt == 2)
            #expect(second.retryOfRunID == first.runID)
            #expect(second.rootRunID == first.runID)
            #expect(first.retry.attempt == 2)
        }
    }

    /// `PII_TRACKED_CALLS` sets how many.
    @Test("a thousand calls at a time, again and again, leave no memory behind")
    func manyCalls() async throws {
        let count = ProcessInfo.processInfo.environment["PII_TRACKED_CALLS"].flatMap { Int($0) } ?? 20_000
        func round() async {
            await withTaskGroup(of: Void.self) { group in
                for index in 0..<1000 {
                    group.addTask {
                        await Botanu.event(workflow: "w", eventID: "e-\(index)", customerID: "c") { _ in
                            await Botanu.trackLLMCall(provider: "openai", model: "m-\(index)") { call in
                                await Task.yield()
                                call.setTokens(input: 1).setInputContent("words")
                            }
                        }
                    }
                }
            }
        }
        for _ in 0..<3 { await round() }
        let before = try residentBytes()
        for _ in 0..<(count / 1000) { await round() }
        #expect(try residentBytes() - before < 32 << 20)
    }

    private func residentBytes() throws -> Int {
        #if os(Linux)
            let pages = try String(contentsOfFile: "/proc/self/statm", encoding: .utf8).split(separator: " ")[1]
            return (Int(pages) ?? 0) * 4096
        #else
            return 0
        #endif
    }

    @Test("identifiers of runs are UUIDs of version 7, of this time, none twice")
    func runIDs() async throws {
        let now = Date().timeIntervalSince1970 * 1000
        let ids = (0..<2000).map { _ in
            Botanu.event(workflow: "w", eventID: "e", customerID: "c") { $0.context.runID }
        }
        #expect(Set(ids).count == ids.count)
        for id in ids {
            #expect(id.wholeMatch(of: /[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}/) != nil)
            let time = try #require(UInt64(id.prefix(13).replacing("-", with: ""), radix: 16))
            #expect(abs(Double(time) - now) < 600_000)
        }
    }

    @Test("a run can be asked to stop")
    func cancellation() async throws {
        let sent = try await recorded {
            Botanu.event(workflow: "w", eventID: "e", customerID: "c") { run in
                #expect(!run.isCancelled)
                run.requestCancellation()
                #expect(Botanu.currentRun?.isCancelled == true)
            }
        }
        #expect(sent.spans[0].attributes["botanu.run.cancelled"] == .truth(true))
    }
}

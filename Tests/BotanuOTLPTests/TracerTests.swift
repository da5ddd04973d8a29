import BotanuSDK
import Foundation
import Synchronization
import Testing
import Tracing

@testable import BotanuOTLP

@Suite("the tracer")
struct TracerTests {
    /// Collects what ends.
    final class Ended: SpanSink {
        private let spans = Mutex<[FinishedSpan]>([])

        var all: [FinishedSpan] { spans.withLock { $0 } }

        func take(_ span: OTLPSpan, bytes: Int) {
            let finished = span.finished()
            spans.withLock { $0.append(finished) }
        }

        func wake() {}
    }

    struct Carrier: Extractor, Injector {
        func extract(key: String, from carrier: [String: String]) -> String? { carrier[key] }
        func inject(_ value: String, forKey key: String, into carrier: inout [String: String]) { carrier[key] = value }
    }

    private static func tracer(
        _ sampler: Sampler = .parentBasedAlways,
        _ limits: SpanLimits = SpanLimits()
    ) -> (OTLPTracer, Ended) {
        let ended = Ended()
        return (OTLPTracer(sampler: sampler, limits: limits, sink: ended), ended)
    }

    @Test("a child has its parent's trace, and is told to the next process")
    func context() throws {
        let (tracer, ended) = Self.tracer()
        let carried = tracer.withSpan("parent") { _ in
            tracer.withSpan("child", ofKind: .client) { span in
                var carrier: [String: String] = [:]
                tracer.inject(span.context, into: &carrier, using: Carrier())
                return carrier
            }
        }
        let (child, parent) = (ended.all[0], ended.all[1])
        #expect(child.parent == parent.context && child.context.traceID == parent.context.traceID)
        #expect(parent.parent == nil && child.kind == .client)
        #expect(carried == ["traceparent": "00-\(child.context.traceID)-\(child.context.spanID)-01"])
        #expect(child.start >= parent.start && child.end <= parent.end)

        var context = ServiceContext.topLevel
        tracer.extract(carried.merging(["tracestate": "a=1,b=2"]) { $1 }, into: &context, using: Carrier())
        let span = tracer.startSpan("remote child", context: context)
        #expect(span.spanContext.traceID == child.context.traceID && span.spanContext.traceState == "a=1,b=2")
        #expect(span.parent?.spanID == child.context.spanID && span.parent?.isRemote == true)
        span.end()
    }

    @Test(
        "headers that are not well-formed start a new trace",
        arguments: [
            "", "00", "00-0-0-01", "ff-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01",
            "00-00000000000000000000000000000000-00f067aa0ba902b7-01",
            "00-4bf92f3577b34da6a3ce929d0e0e4736-0000000000000000-01",
            "00-4BF92F3577B34DA6A3CE929D0E0E4736-00f067aa0ba902b7-01",
            "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-1",
            "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01-more",
            "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-+1",
            "00-4bf92f3577b34da6a3ce929d0e0e473é-00f067aa0ba902b7-01",
        ]
    )
    func malformed(header: String) {
        let (tracer, _) = Self.tracer()
        var context = ServiceContext.topLevel
        tracer.extract(["traceparent": header], into: &context, using: Carrier())
        #expect(context.spanContext == nil)
    }

    @Test("a header of a later version is read as far as it is known")
    func laterVersion() {
        let header = "01-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01-more"
        #expect(TraceParent.context(of: header, state: nil)?.isSampled == true)
        #expect(TraceParent.context(of: header, state: "bad\nstate")?.traceState == nil)
    }

    @Test("samplers keep what they promise")
    func sampling() throws {
        func share(_ sampler: Sampler, _ context: ServiceContext = .topLevel) -> Double {
            let (tracer, ended) = Self.tracer(sampler)
            for _ in 0..<4000 { tracer.startSpan("span", context: context).end() }
            return Double(ended.all.count) / 4000
        }
        #expect(share(Sampler(root: .always)) == 1)
        #expect(share(Sampler(root: .never)) == 0)
        #expect((0.2...0.3).contains(share(Sampler(root: .ratio(0.25)))))
        #expect(share(Sampler(root: .ratio(0))) == 0 && share(Sampler(root: .ratio(1))) == 1)

        let (never, _) = Self.tracer(Sampler(root: .never))
        let unsampled = never.startSpan("parent", context: .topLevel)
        #expect(!unsampled.isRecording && unsampled.attributes.isEmpty)
        unsampled.attributes["key"] = "value"
        #expect(unsampled.attributes.isEmpty)
        // Its decision holds for what is below it.
        #expect(share(Sampler(root: .always), unsampled.context) == 0)
        #expect(share(Sampler(root: .always, isParentBased: false), unsampled.context) == 1)
        // One trace is decided in the same way everywhere.
        let ratio = Sampler(root: .ratio(0.5))
        for _ in 0..<100 {
            let trace = TraceID.next()
            #expect(ratio.samples(trace, parent: nil) == ratio.samples(trace, parent: nil))
        }
    }

    @Test("limits hold, and what is over is counted")
    func limits() throws {
        var limits = SpanLimits()
        (limits.attributeCount, limits.eventCount, limits.linkCount) = (3, 2, 1)
        (limits.eventAttributeCount, limits.linkAttributeCount) = (1, 0)
        let (tracer, ended) = Self.tracer(.parentBasedAlways, limits)
        let other = tracer.startSpan("other", context: .topLevel)
        let span = tracer.startSpan("span", context: .topLevel)
        span.attributes["first"] = "é🙂long"
        for number in 0..<5 { span.attributes["n\(number)"] = number }
        for number in 0..<5 {
            span.addEvent(SpanEvent(name: "event \(number)", attributes: ["a": "12345", "b": .stringArray(["12345"])]))
        }
        for _ in 0..<3 { span.addLink(SpanLink(context: other.context, attributes: ["a": 1])) }
        span.end()
        var finished = try #require(ended.all.first)
        // The worker does it, behind the last gate.
        finished.cut(to: 4, Botanu.exportScrubber)
        #expect(Set(finished.attributes.map(\.name)) == ["first", "n0", "n1"])
        #expect(finished.attributes.first { $0.name == "first" }?.value == "é🙂lo")
        #expect(finished.droppedAttributes == 3)
        #expect(finished.events.map(\.name) == ["event 0", "event 1"] && finished.droppedEvents == 3)
        #expect(finished.events[0].attributes.map(\.value) == ["1234"] && finished.events[0].droppedAttributes == 1)
        #expect(finished.links.count == 1 && finished.droppedLinks == 2)
        #expect(finished.links[0].attributes.isEmpty && finished.links[0].droppedAttributes == 1)
    }

    @Test("after its end a span takes nothing, and ends once")
    func end() {
        let (tracer, ended) = Self.tracer()
        let span = tracer.startSpan("span", context: .topLevel)
        span.end()
        span.attributes["late"] = true
        span.addEvent(SpanEvent(name: "late"))
        span.setStatus(SpanStatus(code: .error))
        span.operationName = "late"
        span.end()
        #expect(ended.all.count == 1 && ended.all[0].name == "span" && ended.all[0].attributes.isEmpty)
        #expect(!span.isRecording)
    }

    @Test("the end is never before the start")
    func clock() throws {
        let (tracer, ended) = Self.tracer()
        let now = DefaultTracerClock.now.nanosecondsSinceEpoch
        let span = tracer.startSpan(
            "s",
            context: .topLevel,
            at: DefaultTracerClock.Timestamp(nanosecondsSinceEpoch: now)
        )
        span.end(at: DefaultTracerClock.Timestamp(nanosecondsSinceEpoch: now - 5))
        #expect(ended.all[0].end == now)
    }

    @Test("identifiers differ")
    func identifiers() async {
        let all = await withTaskGroup(of: [SpanID].self) { group in
            for _ in 0..<4 { group.addTask { (0..<25_000).map { _ in SpanID.next() } } }
            return await group.reduce(into: []) { $0 += $1 }
        }
        #expect(Set(all).count == 100_000)
        #expect(Set((0..<10_000).map { _ in TraceID.next() }).count == 10_000)
    }

    @Test("a live span is held by its users alone")
    func lifetime() {
        let (tracer, _) = Self.tracer()
        weak var released: OTLPSpan?
        do {
            let span = tracer.startSpan("span", context: .topLevel)
            released = span
            #expect(tracer.activeSpan(identifiedBy: span.context) === span)
        }
        #expect(released == nil)
    }

    @Test("an error that is recorded is scrubbed")
    func errors() throws {
        struct Odd: Error { let text = "mail jane.doe" + "@" + "example.com" }
        let (tracer, ended) = Self.tracer()
        #expect(throws: Odd.self) { try tracer.withSpan("span", context: .topLevel) { _ in throw Odd() } }
        let event = try #require(ended.all.first?.events.first)
        let values = Dictionary(uniqueKeysWithValues: event.attributes.map { ($0.name, $0.value) })
        #expect(values["exception.type"] == "Odd")
        #expect(!"\(values)".contains("jane") && "\(values)".contains("[REDACTED]"))
    }
}

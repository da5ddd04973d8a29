import BotanuSDK
import CoreMetrics
import Foundation
import Synchronization
import Testing
import Tracing

@testable import BotanuOTLP

@Suite("what would be a crash, a leak or a loss", .timeLimit(.minutes(15)))
struct HardeningTests {
    @Test("values that no number of tokens has are shown as they are")
    func console() {
        let spans = WireTests.spans(3).map { span in
            var span = span
            span.attributes = [
                .init("gen_ai.usage.input_tokens", .double(.nan)), .init("gen_ai.usage.output_tokens", .int64(.max)),
                .init("gen_ai.usage.cost", .double(.infinity)),
            ]
            return span
        }
        #expect(ConsoleExporter.text(of: spans).contains("nan"))
    }

    @Test("values are scrubbed before they are cut, and what stands for a finding is not cut in its middle")
    func cutting() async throws {
        let receiver = try await Receiver()
        try await exporting(
            to: receiver,
            {
                $0.scrubbingScope = .all
                $0.spanLimits.attributeValueLength = 20
            }
        ) { pipeline in
            let card = "4111 1111" + " 1111 1111"
            pipeline.span(
                "span",
                ["a": .string("pay \(card)"), "b": .string("0123456789012345 \(card)"), "c": "short"]
            )
            #expect(await pipeline.flush(within: patience))
            let attributes = try #require(receiver.spans.first?.attributes)
            #expect(attributes["a"] == .stringValue("pay [REDACTED]"))
            #expect(attributes["b"] == .stringValue("0123456789012345 "))
            #expect(attributes["c"] == .stringValue("short"))
        }
        await receiver.close()
    }

    @Test("nothing passes the last gate by its name, or with a call that comes in")
    func gate() async throws {
        let email = "jane.doe" + "@" + "example.com"
        let receiver = try await Receiver()
        try await exporting(
            to: receiver,
            {
                $0.scrubbingScope = .all
                $0.export.metrics = [.otlp]
            }
        ) { pipeline in
            var context = ServiceContext.topLevel
            let headers = [
                "traceparent": "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01", "tracestate": "v=\(email)",
            ]
            let tracer = try #require(pipeline.tracer)
            tracer.extract(headers, into: &context, using: TracerTests.Carrier())
            let span = tracer.startSpan("span", context: context)
            for name in [
                "error.type", "gen_ai.response.model", "service.name", "botanu.run_id", "botanu.run.start_time",
            ] {
                span.attributes.set(name, value: .string("of \(email)"))
            }
            span.end()
            let factory = try #require(pipeline.metrics)
            for number in 1...3 {
                factory.makeCounter(label: "calls of \(email)", dimensions: [("user", "\(number)\(email)")])
                    .increment(by: 2)
            }
            #expect(await pipeline.flush(within: patience))
            #expect(!String(decoding: receiver.bytes, as: UTF8.self).contains("jane"))
            #expect(receiver.spans.first?.traceState == "")
            // What has become one series is one.
            #expect(receiver.metrics.map(\.name) == ["calls of [REDACTED]"])
            #expect(receiver.metrics.first?.sum.dataPoints.map(\.asInt) == [6])
        }
        await receiver.close()
    }

    @Test("a receiver that asks for more time than there is gets it", arguments: [true, false])
    func pause(hasDisk: Bool) async throws {
        let receiver = try await Receiver()
        receiver.answer(.status(503, headers: ["Retry-After": "120"]))
        try await withFolder { folder in
            try await exporting(
                to: receiver,
                { if hasDisk { $0.export.disk = DiskBufferOptions(folder: folder.path) } }
            ) { pipeline in
                pipeline.span("span")
                #expect(await eventually { receiver.attempts >= 1 })
                for _ in 0..<5 {
                    pipeline.span("span")
                    try await Task.sleep(for: .milliseconds(200))
                }
                #expect(receiver.attempts == 1)
                await pipeline.shutdown(within: .milliseconds(200))
                let start = ContinuousClock.now
                _ = await pipeline.flush(within: patience)
                #expect(start.duration(to: .now) < patience)
            }
        }
        await receiver.close()
    }

    @Test("one that asks to be asked at once is asked with pauses all the same")
    func noPause() async throws {
        let receiver = try await Receiver()
        receiver.answer(.status(503, headers: ["Retry-After": "0"]))
        try await exporting(to: receiver) { pipeline in
            pipeline.span("span")
            #expect(await eventually { receiver.attempts >= 1 })
            let start = ContinuousClock.now
            try await Task.sleep(for: .seconds(1))
            #expect(receiver.attempts <= 5 * (1 + Int(start.duration(to: .now).components.seconds)))
            await pipeline.shutdown(within: .milliseconds(200))
        }
        await receiver.close()
    }

    @Test("a queue that fills up is exported before it is full, whatever fills it")
    func crowd() async throws {
        for (places, text) in [(100, ""), (100_000, String(repeating: "x", count: 10_000))] {
            let exporter = InMemoryExporter()
            var config = BotanuConfig()
            config.maximumQueueSize = places
            config.scheduleDelay = .seconds(3600)
            config.export.maximumQueueBytes = 1_000_000
            try await exporting(config, inMemory: exporter) { pipeline in
                // Batches do not start where the queue does.
                pipeline.span("first")
                #expect(await pipeline.flush(within: patience))
                for round in 0..<10 {
                    for _ in 0..<30 { pipeline.span("span", ["text": .string(text)]) }
                    #expect(await eventually { pipeline.statistics.waiting <= 60 }, "\(round)")
                }
                #expect(pipeline.statistics.dropped == 0)
            }
        }
    }

    @Test("a shutdown loses nothing, whenever it comes and whoever calls it")
    func shutdown() async throws {
        for round in 0..<300 {
            let exporter = InMemoryExporter()
            try await exporting(BotanuConfig(), inMemory: exporter) { pipeline in
                for _ in 0..<10 { pipeline.span("span") }
                if round % 2 == 0 {
                    await pipeline.shutdown(within: patience)
                } else {
                    // One that is cancelled already.
                    let task = Task {
                        withUnsafeCurrentTask { $0?.cancel() }
                        await pipeline.shutdown(within: patience)
                    }
                    await task.value
                }
                #expect(pipeline.statistics == ExportStatistics(ended: 10, exported: 10))
                let start = ContinuousClock.now
                #expect(await pipeline.flush(within: patience))
                #expect(start.duration(to: .now) < patience)
            }
        }
    }

    @Test("values that nobody can mean end nothing")
    func oddValues() async throws {
        var config = BotanuConfig()
        (config.maximumQueueSize, config.maximumExportBatchSize) = (.max, 0)
        (config.scheduleDelay, config.exportTimeout) = (.seconds(Int64.max), .seconds(-1))
        (config.export.maximumQueueBytes, config.export.metricInterval) = (-1, .seconds(Int64.max))
        (config.spanLimits.attributeCount, config.spanLimits.eventCount, config.spanLimits.linkCount) = (-1, -1, -1)
        (config.spanLimits.eventAttributeCount, config.spanLimits.attributeValueLength) = (-1, -1)
        let exporter = InMemoryExporter()
        try await exporting(config, inMemory: exporter) { pipeline in
            pipeline.span("span", ["a": 1])
            #expect(await pipeline.flush(within: .seconds(Int64.max)))
            #expect(exporter.spans.count == 1)
            await pipeline.shutdown(within: .seconds(Int64.max))
        }
    }

    @Test("an exporter that hangs in the system keeps no shutdown")
    func hang() async throws {
        let exporter = Hanging()
        let processor = BatchProcessor(
            .init(
                batchSize: 1,
                queueSize: 10,
                queueBytes: 1_000_000,
                delay: .milliseconds(1),
                scrubber: Botanu.exportScrubber
            ),
            exporter: exporter,
            gate: nil,
            counters: ExportCounters()
        )
        OTLPTracer(sampler: .parentBasedAlways, limits: SpanLimits(), sink: processor)
            .startSpan("span", context: .topLevel).end()
        #expect(await eventually { exporter.isAsked.load(ordering: .relaxed) })
        let start = ContinuousClock.now
        await processor.shutdown(within: .milliseconds(100))
        #expect(start.duration(to: .now) < patience)
    }

    private final class Hanging: SpanExporter {
        let isAsked = Atomic(false)

        func export(_ spans: [FinishedSpan]) async -> ExportOutcome {
            isAsked.store(true, ordering: .relaxed)
            // A pipe that nobody reads does not hear of a cancellation either.
            return await withCheckedContinuation { continuation in
                DispatchQueue.global().asyncAfter(deadline: .now() + 600) { continuation.resume(returning: .init()) }
            }
        }
    }

    @Test("each exporter of metrics is told deltas from what it has")
    func deltas() async throws {
        let (good, bad) = (Taking(true), Taking(false))
        let fanOut = MetricFanOut([good, bad], isDelta: true)
        let factory = OTLPMetricsFactory()
        let counter = factory.makeCounter(label: "c", dimensions: [])
        for round in 1...3 {
            counter.increment(by: 1)
            #expect(await fanOut.export(factory.readings(), patience: patience) == (round == 3))
            if round == 2 { bad.takes.store(true, ordering: .relaxed) }
        }
        #expect(good.sums == [1, 1, 1])
        #expect(bad.sums == [1, 2, 3])
    }

    private final class Taking: MetricExporter {
        let takes: Atomic<Bool>
        private let told = Mutex<[Int64]>([])

        init(_ takes: Bool) { self.takes = Atomic(takes) }

        var sums: [Int64] { told.withLock { $0 } }

        func export(_ readings: [MetricReading], patience: Duration) async -> Bool {
            for case .integerSum(let sum) in readings.map(\.point.value) { told.withLock { $0.append(sum) } }
            return takes.load(ordering: .relaxed)
        }
    }

    @Test("series that were given back make room, told or not")
    func destroyed() async throws {
        let receiver = try await Receiver()
        try await exporting(
            to: receiver,
            {
                $0.export.metrics = [.otlp]
                $0.export.temporality = .delta
                $0.export.metricInterval = .seconds(3600)
            }
        ) { pipeline in
            let factory = try #require(pipeline.metrics)
            for round in 0..<3 {
                for number in 0..<1500 {
                    let counter = factory.makeCounter(label: "c", dimensions: [("n", "\(round) \(number)")])
                    if number % 2 == 0 { counter.increment(by: 1) }
                    factory.destroyCounter(counter)
                }
                #expect(await pipeline.flush(within: patience))
            }
            let points = receiver.metrics.filter { $0.name == "c" }.flatMap(\.sum.dataPoints)
            #expect(points.count == 2250 && points.allSatisfy { $0.attributes["otel.metric.overflow"] == nil })
        }
        await receiver.close()
    }

    @Test("metrics of one name and several kinds are as many metrics")
    func kinds() async throws {
        let receiver = try await Receiver()
        try await exporting(to: receiver, { $0.export.metrics = [.otlp] }) { pipeline in
            let factory = try #require(pipeline.metrics)
            for name in ["a", "b", "c"] {
                factory.makeCounter(label: "x", dimensions: [("n", name)]).increment(by: 1)
                factory.makeRecorder(label: "x", dimensions: [("n", name)], aggregate: true).record(1.0)
                _ = factory.makeMeter(label: "x", dimensions: [("n", name)])
            }
            #expect(await pipeline.flush(within: patience))
            let metrics = receiver.metrics.filter { $0.name == "x" }
            #expect(metrics.count == 2)
            #expect(metrics.map { $0.sum.dataPoints.count + $0.histogram.dataPoints.count } == [3, 3])
        }
        await receiver.close()
    }

    @Test("on disk only what is old is given up; damaged places and clocks that were ahead lose nothing")
    func disk() throws {
        try withFolder { folder in
            var options = DiskBufferOptions(folder: folder.path)
            options.maximumAge = .seconds(3600)
            let record = { (text: String) in
                SegmentRecord(payload: Array(text.utf8), spans: 1, encoding: .protobuf)
            }
            let own = folder.appendingPathComponent("process-0")
            let onlySegment = {
                try FileManager.default.contentsOfDirectory(at: own, includingPropertiesForKeys: nil)
                    .first { $0.pathExtension == "segment" }
            }
            let first = try DiskBuffer(options)
            #expect(first.append(record("old")))
            first.shutdown()
            // As if that had been two hours ago.
            let old = own.appendingPathComponent(Segment.name(WallClock.now - 7_200_000_000_000))
            try FileManager.default.moveItem(at: try #require(try onlySegment()), to: old)

            let buffer = try DiskBuffer(options)
            #expect(buffer.append(record("new")))
            var lost = 0
            let next = buffer.next { spans, _ in lost += spans }
            #expect(lost == 1 && next?.record == record("new"))
            buffer.shutdown()

            let segment = try #require(try onlySegment())
            var bytes = try Data(contentsOf: segment)
            bytes.replaceSubrange(8..<16, with: Data(repeating: 0xFF, count: 8))
            let ahead = own.appendingPathComponent("18446744073709551615.segment")
            try bytes.write(to: ahead)
            try FileManager.default.removeItem(at: segment)
            let second = try DiskBuffer(options)
            #expect(second.append(record("newest")))
            #expect(second.next { _, _ in }?.record == record("new"))
            second.shutdown()
        }
    }
}

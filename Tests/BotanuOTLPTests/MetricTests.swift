import BotanuSDK
import CoreMetrics
import Foundation
import Testing
import Tracing

@testable import BotanuOTLP

@Suite("metrics", .timeLimit(.minutes(15)))
struct MetricTests {
    private static func publishing(
        to receiver: Receiver,
        _ change: (inout BotanuConfig) -> Void = { _ in },
        _ body: (OTLPMetricsFactory, TelemetryPipeline) async throws -> Void
    ) async throws {
        try await exporting(
            to: receiver,
            { config in
                config.export.metrics = [.otlp]
                config.export.metricInterval = .seconds(3600)
                change(&config)
            },
            { pipeline in try await body(try #require(pipeline.metrics), pipeline) }
        )
        await receiver.close()
    }

    @Test("each instrument becomes what OTLP has for it")
    func instruments() async throws {
        let receiver = try await Receiver()
        try await Self.publishing(to: receiver) { factory, pipeline in
            factory.makeCounter(label: "count", dimensions: [("b", "2"), ("a", "1")]).increment(by: 3)
            // The same series, told in another order.
            factory.makeCounter(label: "count", dimensions: [("a", "1"), ("b", "2")]).increment(by: 4)
            factory.makeFloatingPointCounter(label: "amount", dimensions: []).increment(by: 1.5)
            let meter = factory.makeMeter(label: "level", dimensions: [])
            meter.set(5.0)
            meter.decrement(by: 1.5)
            factory.makeRecorder(label: "last", dimensions: [], aggregate: false).record(Int64(7))
            let tokens = factory.makeRecorder(label: "gen_ai.client.token.usage", dimensions: [], aggregate: true)
            for value in [1, 2, 5000, 100_000_000] { tokens.record(Int64(value)) }
            factory.makeTimer(label: "wait", dimensions: []).recordNanoseconds(1_500_000_000)
            _ = factory.makeCounter(label: "never told", dimensions: [])
            #expect(await pipeline.flush(within: patience))

            let metrics = Dictionary(receiver.metrics.map { ($0.name, $0) }) { first, _ in first }
            #expect(Set(metrics.keys) == ["count", "amount", "level", "last", "gen_ai.client.token.usage", "wait"])
            let count = try #require(metrics["count"])
            #expect(count.sum.isMonotonic && count.sum.aggregationTemporality == 2)
            #expect(count.sum.dataPoints.map(\.asInt) == [7])
            #expect(count.sum.dataPoints[0].attributes["a"] == .stringValue("1"))
            #expect(count.sum.dataPoints[0].startTimeUnixNano <= count.sum.dataPoints[0].timeUnixNano)
            #expect(metrics["amount"]?.sum.dataPoints.map(\.asDouble) == [1.5])
            #expect(metrics["level"]?.gauge.dataPoints.map(\.asDouble) == [3.5])
            #expect(metrics["last"]?.gauge.dataPoints.map(\.asDouble) == [7])
            let histogram = try #require(metrics["gen_ai.client.token.usage"]?.histogram.dataPoints.first)
            #expect(metrics["gen_ai.client.token.usage"]?.unit == "{token}")
            #expect(histogram.explicitBounds.first == 1 && histogram.explicitBounds.count == 14)
            #expect(histogram.bucketCounts == [1, 1, 0, 0, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 1])
            #expect(histogram.count == 4 && histogram.sum == 100_005_003)
            #expect(histogram.min == 1 && histogram.max == 100_000_000)
            #expect(metrics["wait"]?.unit == "s" && metrics["wait"]?.histogram.dataPoints.first?.sum == 1.5)
        }
    }

    @Test("cumulative values go on, deltas start anew", arguments: [true, false])
    func temporality(isDelta: Bool) async throws {
        let receiver = try await Receiver()
        try await Self.publishing(to: receiver, { $0.export.temporality = isDelta ? .delta : .cumulative }) {
            factory,
            pipeline in
            let counter = factory.makeCounter(label: "count", dimensions: [])
            let recorder = factory.makeRecorder(label: "size", dimensions: [], aggregate: true)
            for round in 1...3 {
                counter.increment(by: 10)
                recorder.record(Double(round))
                #expect(await pipeline.flush(within: patience))
            }
            let counts = receiver.metrics.filter { $0.name == "count" }.flatMap(\.sum.dataPoints)
            #expect(counts.map(\.asInt) == (isDelta ? [10, 10, 10] : [10, 20, 30]))
            let sizes = receiver.metrics.filter { $0.name == "size" }.flatMap(\.histogram.dataPoints)
            #expect(sizes.map(\.sum) == (isDelta ? [1, 2, 3] : [1, 3, 6]))
            #expect(sizes.allSatisfy { $0.bucketCounts.reduce(0, +) == $0.count })
            if isDelta { #expect(counts[1].startTimeUnixNano == counts[0].timeUnixNano) }
            // Nothing has changed: a delta has nothing to say, and no empty request is sent.
            let requests = receiver.requests.count
            #expect(await pipeline.flush(within: patience))
            #expect(receiver.requests.count == requests + (isDelta ? 0 : 1))
        }
    }

    @Test("a delta that a receiver has not comes again")
    func lostDelta() async throws {
        let receiver = try await Receiver([.status(503)])
        try await Self.publishing(
            to: receiver,
            {
                $0.export.temporality = .delta
                // Not tried again within this time.
                $0.export.metricInterval = .milliseconds(200)
            }
        ) { factory, pipeline in
            let counter = factory.makeCounter(label: "count", dimensions: [])
            counter.increment(by: 1)
            #expect(await eventually { receiver.attempts >= 1 })
            counter.increment(by: 1)
            #expect(await eventually { receiver.metrics.contains { $0.name == "count" } })
            try await Task.sleep(for: .milliseconds(500))
            let sum = receiver.metrics.filter { $0.name == "count" }.flatMap(\.sum.dataPoints).map(\.asInt).reduce(0, +)
            #expect(sum == 2)
        }
    }

    @Test("series of one metric are bounded, and those given back go after a last export")
    func bounds() async throws {
        let receiver = try await Receiver()
        try await Self.publishing(to: receiver) { factory, pipeline in
            for number in 0..<2500 {
                factory.makeCounter(label: "many", dimensions: [("n", "\(number)")]).increment(by: 1)
            }
            let short = factory.makeCounter(label: "short", dimensions: [])
            short.increment(by: 1)
            factory.destroyCounter(short)
            #expect(await pipeline.flush(within: patience))
            let points = receiver.metrics.filter { $0.name == "many" }.flatMap(\.sum.dataPoints)
            #expect(points.count == 2001)
            #expect(points.filter { $0.attributes["otel.metric.overflow"] != nil }.map(\.asInt) == [500])
            #expect(receiver.metrics.contains { $0.name == "short" })
            let before = receiver.metrics.count
            #expect(await pipeline.flush(within: patience))
            #expect(!receiver.metrics.dropFirst(before).contains { $0.name == "short" })
        }
    }

    @Test("odd values change nothing")
    func oddValues() throws {
        let factory = OTLPMetricsFactory()
        let recorder = factory.makeRecorder(
            label: "size",
            dimensions: [("", "x"), ("a", "1"), ("a", "2")],
            aggregate: true
        )
        for value in [Double.nan, .infinity, -.infinity] { recorder.record(value) }
        factory.makeFloatingPointCounter(label: "f", dimensions: []).increment(by: .nan)
        factory.makeFloatingPointCounter(label: "f", dimensions: []).increment(by: -1)
        factory.makeCounter(label: "c", dimensions: []).increment(by: -1)
        #expect(factory.readings().isEmpty)
        recorder.record(Int64(3))
        #expect(factory.readings().map(\.attributes).map { $0.map(\.name) } == [["a"]])
    }

    @Test("many threads lose nothing")
    func threads() async {
        let factory = OTLPMetricsFactory()
        await withTaskGroup(of: Void.self) { group in
            for _ in 0..<4 {
                group.addTask {
                    for number in 0..<10_000 {
                        factory.makeCounter(label: "c", dimensions: [("n", "\(number % 5)")]).increment(by: 1)
                        factory.makeRecorder(label: "r", dimensions: [], aggregate: true).record(1.0)
                    }
                }
            }
        }
        var (counts, records) = (Int64(0), UInt64(0))
        for reading in factory.readings() {
            switch reading.point.value {
            case .integerSum(let sum): counts += sum
            case .histogram(let histogram): records += histogram.count
            default: break
            }
        }
        #expect(counts == 40_000 && records == 40_000)
    }
}

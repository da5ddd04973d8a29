import BotanuSDK
import Foundation
import Testing
import Tracing

@testable import BotanuOTLP

@Suite("what happens to a receiver happens to no span", .timeLimit(.minutes(15)))
struct FaultTests {
    /// For receivers that do not answer.
    static let timeout: Duration = .seconds(3)

    static let passing: [(String, [Receiver.Answer])] = [
        ("429 with Retry-After", [.status(429, headers: ["Retry-After": "0"]), .status(429)]),
        ("503", [.status(503), .status(502), .status(504)]),
        ("no answer", [.hang]),
        ("a connection cut in mid-body", [.reset, .reset]),
        ("a slow trickle", [.trickle]),
        ("an answer that breaks off", [.truncated]),
    ]

    @Test("what passes is tried again until it is taken", arguments: passing)
    func passes(_ name: String, script: [Receiver.Answer]) async throws {
        let receiver = try await Receiver(script)
        try await exporting(to: receiver, { $0.otlp.timeout = Self.timeout }) { pipeline in
            for number in 0..<10 { pipeline.span("span \(number)") }
            #expect(await pipeline.flush(within: patience))
            #expect(Set(receiver.spans.map(\.name)).count == 10)
            // More where the machine is too busy for the timeout.
            #expect(receiver.attempts >= script.count + 1)
            #expect(pipeline.statistics == ExportStatistics(ended: 10, exported: 10))
        }
        await receiver.close()
    }

    @Test("what stays is not tried again", arguments: [400, 401, 404, 413, 301, 500])
    func refusals(status: Int) async throws {
        let receiver = try await Receiver([.status(status, headers: ["Location": "/elsewhere"], body: "no")])
        try await exporting(to: receiver) { pipeline in
            pipeline.span("refused")
            #expect(await pipeline.flush(within: patience))
            pipeline.span("taken")
            #expect(await pipeline.flush(within: patience))
            #expect(receiver.attempts == 2)
            #expect(receiver.spans.map(\.name) == ["taken"])
            #expect(pipeline.statistics == ExportStatistics(ended: 2, exported: 1, rejected: 1))
        }
        await receiver.close()
    }

    @Test("a partial success counts what was rejected")
    func partial() async throws {
        let receiver = try await Receiver([.partial(2, message: "two are odd")])
        try await exporting(to: receiver) { pipeline in
            for _ in 0..<5 { pipeline.span("span") }
            #expect(await pipeline.flush(within: patience))
            #expect(pipeline.statistics == ExportStatistics(ended: 5, exported: 3, rejected: 2))
        }
        await receiver.close()
    }

    @Test("an answer that is none counts as taken")
    func garbage() async throws {
        let receiver = try await Receiver([.garbage])
        try await exporting(to: receiver) { pipeline in
            pipeline.span("span")
            #expect(await pipeline.flush(within: patience))
            #expect(pipeline.statistics == ExportStatistics(ended: 1, exported: 1))
        }
        await receiver.close()
    }

    @Test("a receiver that is down at the start, and goes down and comes back under load, gets all that fits")
    func restarts() async throws {
        let first = try await Receiver()
        let port = first.port
        await first.close()
        var seen: [Receiver] = []
        try await exporting(to: first, { $0.maximumQueueSize = 100_000 }) { pipeline in
            let load = Task {
                for number in 0..<20_000 {
                    pipeline.span("span \(number)")
                    if number % 100 == 0 { try await Task.sleep(for: .milliseconds(5)) }
                }
            }
            for _ in 0..<3 {
                try await Task.sleep(for: .milliseconds(200))
                let receiver = try await Receiver(port: port)
                seen.append(receiver)
                try await Task.sleep(for: .milliseconds(300))
                await receiver.close()
            }
            try await load.value
            let last = try await Receiver(port: port)
            seen.append(last)
            #expect(await pipeline.flush(within: patience))
            #expect(pipeline.statistics == ExportStatistics(ended: 20_000, exported: 20_000))
            await last.close()
        }
        // What a connection lost before its answer comes twice; nothing is missing.
        #expect(Set(seen.flatMap(\.spans).map(\.spanID)).count == 20_000)
    }

    @Test("a full queue drops the newest and counts them; memory is bounded, and so is the wait")
    func overflow() async throws {
        let receiver = try await Receiver()
        receiver.answer(.hang)
        try await exporting(to: receiver, { ($0.maximumQueueSize, $0.otlp.timeout) = (1000, Self.timeout) }) {
            pipeline in
            for number in 0..<5000 { pipeline.span("span \(number)") }
            let statistics = pipeline.statistics
            // One batch may be on its way.
            #expect((3000...4000).contains(statistics.dropped))
            #expect(statistics.waiting == 5000 - statistics.dropped)
            #expect(await !pipeline.flush(within: .milliseconds(100)))
            receiver.answer(.ok)
            #expect(await pipeline.flush(within: patience))
            #expect(pipeline.statistics.exported == 5000 - statistics.dropped)
            #expect(receiver.spans.first?.name == "span 0")
        }
        await receiver.close()
    }

    @Test("large spans are bounded by their bytes")
    func overflowOfBytes() async throws {
        let receiver = try await Receiver()
        receiver.answer(.hang)
        let text = String(repeating: "x", count: 100_000)
        try await exporting(
            to: receiver,
            { ($0.export.maximumQueueBytes, $0.otlp.timeout) = (1_000_000, Self.timeout) }
        ) { pipeline in
            try await Task.sleep(for: .milliseconds(50))
            for _ in 0..<100 { pipeline.span("span", ["text": .string(text)]) }
            #expect(pipeline.statistics.dropped >= 75)
            receiver.answer(.ok)
            #expect(await pipeline.flush(within: patience))
        }
        await receiver.close()
    }

    @Test("a shutdown without a receiver ends in time, and counts what is lost")
    func shutdown() async throws {
        let receiver = try await Receiver()
        await receiver.close()
        var last: TelemetryPipeline?
        try await exporting(to: receiver) { pipeline in
            for _ in 0..<2000 { pipeline.span("span") }
            let start = ContinuousClock.now
            await pipeline.shutdown(within: .milliseconds(300))
            // Unless the shutdown ends it, each of several requests is tried for five minutes.
            #expect(start.duration(to: .now) < patience)
            pipeline.span("too late")
            last = pipeline
        }
        #expect(last?.statistics == ExportStatistics(ended: 2001, dropped: 1, failed: 2000))
    }

    @Test("dates of Retry-After", arguments: [("120", 120), ("0", 0), ("soon", nil), ("-1", 0), ("", nil)])
    func retryAfter(text: String, seconds: Int?) {
        #expect(RetryAfter.delay(text) == seconds.map { .seconds($0) })
    }

    @Test("a date of Retry-After")
    func retryAfterDate() throws {
        let formatter = DateFormatter()
        formatter.locale = Locale(identifier: "en_US_POSIX")
        formatter.timeZone = .gmt
        formatter.dateFormat = "EEE, dd MMM yyyy HH:mm:ss 'GMT'"
        let delay = try #require(RetryAfter.delay(formatter.string(from: Date().addingTimeInterval(3600))))
        #expect((.seconds(3000)...(.seconds(3601))).contains(delay))
        #expect(RetryAfter.delay("Sun, 06 Nov 1994 08:49:37 GMT") == .zero)
    }
}

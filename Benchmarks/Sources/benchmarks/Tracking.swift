import ArgumentParser
import BotanuSDK
import InMemoryTracing
import Tracing

/// What tracking costs the one who tracks.
struct Tracking: ParsableCommand {
    static let configuration = CommandConfiguration(abstract: "Microseconds of a tracked call and of an event.")

    @OptionGroup var corpusOptions: CorpusOptions
    @OptionGroup var report: Report

    private static let widths = [12, 24, -12]
    /// Calls whose spans are kept at a time, as many as on the other side: memory that was never touched takes longer.
    private static let calls = 200
    private static let batches = 25

    func run() throws {
        report.header(["tracer", "work", "µs"], widths: Self.widths)
        var capturing = BotanuConfig()
        capturing.contentCaptureRate = 1
        for tracer in ["no-op", "in-memory"] {
            // What the tracing interface and the tracer take by themselves.
            try measure(tracer, "a bare span", BotanuConfig()) {
                withSpan("chat gpt-4", ofKind: .client) { span in
                    span.updateAttributes { attributes in
                        for name in Self.names { attributes[name] = "openai" }
                    }
                }
            }
            try measure(tracer, "a call", BotanuConfig()) { Self.call() }
            try measure(tracer, "an event with a call", BotanuConfig()) {
                Botanu.event(workflow: "Support", eventID: "evt-1", customerID: "cust-9") { _ in
                    Botanu.step("generation") { Self.call() }
                }
            }
            for corpus in ["prose", "dense"] {
                let text = try Corpus(named: corpus, folder: corpusOptions.folder, maximumBytes: 4096).documents
                    .joined()
                try measure(tracer, "a call, 2 × 4 KB of \(corpus)", capturing) { Self.call(content: text) }
            }
        }
    }

    /// As many as a call has.
    private static let names = (0..<8).map { "gen_ai.request.attribute_\($0)" }

    private static func call(content: String? = nil) {
        Botanu.trackLLMCall(provider: "openai", model: "gpt-4") { call in
            call.setTokens(input: 150, output: 200).setRequestID(provider: "chatcmpl-abc123")
            if let content { call.setInputContent(content).setOutputContent(content) }
        }
    }

    private func measure(_ tracer: String, _ work: String, _ config: BotanuConfig, _ body: () -> Void) throws {
        var rounds: [Double] = []
        try Botanu.withConfiguration(config) {
            for _ in 0..<corpusOptions.repetitions {
                let clock = ContinuousClock()
                let inMemory = InMemoryTracer()
                let elapsed = withTracer(tracer == "no-op" ? NoOpTracer() as any Tracer : inMemory) {
                    clock.measure {
                        for _ in 0..<Self.batches {
                            for _ in 0..<Self.calls { body() }
                            inMemory.clearAll()
                        }
                    }
                }
                rounds.append(elapsed / .microseconds(1) / Double(Self.batches * Self.calls))
            }
        }
        let microseconds = rounds.median
        try report.row(
            [tracer, work, microseconds.short],
            widths: Self.widths,
            ["part": "tracking", "tracer": tracer, "work": work, "microseconds": microseconds]
        )
    }
}

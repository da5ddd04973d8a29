import BotanuSDK
import CoreMetrics
import Foundation
import Testing
import Tracing

@testable import BotanuOTLP

@Suite("the last gate", .timeLimit(.minutes(15)))
struct GateTests {
    private static let email = "jane.doe" + "@" + "example.com"
    private static let card = "4111 1111" + " 1111 1111"

    /// A span as another library writes it, with something to hide in every place.
    private static func write(_ tracer: OTLPTracer) {
        let other = tracer.startSpan("other", context: .topLevel)
        let span = tracer.startSpan("GET /users/\(email)", context: .topLevel)
        span.attributes["url.full"] = "https://example.com/?mail=\(email)"
        span.attributes.set("list", value: .stringArray(["plain", card]))
        span.attributes.set("number", value: .int64(4_111_111_111_111_111))
        span.attributes.set("numbers", value: .int64Array([1, 4_111_111_111_111_111]))
        span.attributes.set("object", value: .stringConvertible(Text("mail \(email)")))
        span.attributes["key of \(email)"] = 1
        span.attributes["gen_ai.request.model"] = "gpt-4"
        span.attributes.set("kept", value: .int64(1_234_567))
        span.addEvent(SpanEvent(name: "sent to \(email)", attributes: ["body": .string("pay \(card)")]))
        span.addLink(SpanLink(context: other.context, attributes: ["why": .string(email)]))
        span.setStatus(SpanStatus(code: .error, message: "no user \(email)"))
        span.end()
    }

    private struct Text: CustomStringConvertible, Sendable {
        var description: String
        init(_ text: String) { description = text }
    }

    @Test("with scope: all nothing leaves in any string of any library", arguments: [true, false])
    func all(isJSON: Bool) async throws {
        let receiver = try await Receiver()
        try await exporting(
            to: receiver,
            {
                $0.scrubbingScope = .all
                $0.otlp.encoding = isJSON ? .json : .protobuf
                $0.resourceAttributes = ["owner": Self.email, "plain": "stays"]
                $0.serviceName = "shop"
            }
        ) { pipeline in
            Self.write(try #require(pipeline.tracer))
            #expect(await pipeline.flush(within: patience))
            let text = String(decoding: receiver.bytes, as: UTF8.self)
            for secret in [Self.email, "jane", Self.card, "4111111111111111", "1111 1111"] {
                #expect(!text.contains(secret))
            }
            for plain in ["GET /users/", "gpt-4", "plain", "stays", "shop", "[REDACTED]"] {
                #expect(text.contains(plain))
            }
        }
        await receiver.close()
    }

    @Test("without it what others write stays theirs")
    func own() async throws {
        let receiver = try await Receiver()
        try await exporting(to: receiver) { pipeline in
            Self.write(try #require(pipeline.tracer))
            #expect(await pipeline.flush(within: patience))
            #expect(receiver.spans.first?.name == "GET /users/\(Self.email)")
        }
        await receiver.close()
    }

    @Test("identifiers and words of a vocabulary pass as they are, numbers too")
    func kept() async throws {
        let receiver = try await Receiver()
        try await exporting(to: receiver, { $0.scrubbingScope = .all }) { pipeline in
            let run = "018f6c1e-7b1a-7000-8000-415555013200"
            pipeline.span(
                "span",
                ["botanu.run_id": .string(run), "kept": .int64(1_234_567), "half": .double(0.5)]
            )
            #expect(await pipeline.flush(within: patience))
            let attributes = try #require(receiver.spans.first?.attributes)
            #expect(attributes["botanu.run_id"] == .stringValue(run))
            #expect(attributes["kept"] == .intValue(1_234_567) && attributes["half"] == .doubleValue(0.5))
        }
        await receiver.close()
    }

    @Test("dimensions of metrics pass it too")
    func metrics() async throws {
        let receiver = try await Receiver()
        try await exporting(
            to: receiver,
            {
                $0.scrubbingScope = .all
                $0.export.metrics = [.otlp]
            }
        ) { pipeline in
            let factory = try #require(pipeline.metrics)
            factory.makeCounter(label: "calls", dimensions: [("user", Self.email), ("kind", "plain")]).increment(by: 1)
            #expect(await pipeline.flush(within: patience))
            let point = try #require(receiver.metrics.first { $0.name == "calls" }?.sum.dataPoints.first)
            #expect(point.attributes["user"] == .stringValue("[REDACTED]"))
            #expect(point.attributes["kind"] == .stringValue("plain"))
        }
        await receiver.close()
    }

    @Test("trackers over the exporter: what they capture arrives, and nothing that was to be scrubbed")
    func trackers() async throws {
        let receiver = try await Receiver()
        try await exporting(
            to: receiver,
            {
                $0.contentCaptureRate = 1
                $0.compatibility = [.openInference, .genAI]
            }
        ) { pipeline in
            withTracer(try #require(pipeline.tracer)) {
                Botanu.event(
                    workflow: "Support",
                    eventID: Self.email,
                    customerID: "c",
                    input: "question of \(Self.email)"
                ) { run in
                    Botanu.trackLLMCall(provider: "openai", model: "gpt-4") { call in
                        call.setInputContent("pay with \(Self.card), please").setFinishReason("length")
                            .setOutputContent("a new\nline for \(Self.email)")
                    }
                    Botanu.trackToolCall("lookup") { $0.setInputContent("{\"mail\":\"\(Self.email)\"}") }
                }
            }
            #expect(await pipeline.flush(within: patience))
            let text = String(decoding: receiver.bytes, as: UTF8.self)
            #expect(!text.contains("jane") && !text.contains("1111"))
            let spans = Dictionary(receiver.spans.map { ($0.name, $0) }) { first, _ in first }
            let call = try #require(spans["chat gpt-4"]?.attributes)
            #expect(call["input.value"] == .stringValue("pay with [REDACTED], please"))
            #expect(
                call["gen_ai.output.messages"]
                    == .stringValue(
                        #"[{"finish_reason":"length","parts":[{"content":"a new\nline for [REDACTED]","type":"text"}],"role":"assistant"}]"#
                    )
            )
            #expect(call["openinference.span.kind"] == nil)
            let run = try #require(spans["botanu.run/Support"]?.attributes)
            #expect(run["openinference.span.kind"] == .stringValue("CHAIN"))
            #expect(run["input.value"] == .stringValue(#""question of [REDACTED]""#))
            let tool = try #require(spans["execute_tool lookup"]?.attributes)
            #expect(tool["input.value"] != nil && tool["gen_ai.input.messages"] == nil)
        }
        await receiver.close()
    }
}

import Foundation
import NIOHTTP1
import SwiftProtobuf
import Testing

@testable import BotanuOTLP

@Suite("a program that calls Botanu.enable", .timeLimit(.minutes(15)))
struct ProgramTests {
    @Test("spans and metrics go out, the exporter's own calls are none of them")
    func enable() async throws {
        let receiver = try await Receiver()
        let program = try Program("telemetry-load", ["--spans", "100"], ["OTEL_EXPORTER_OTLP_ENDPOINT": receiver.url])
        #expect(await program.ends() == 0)
        #expect(receiver.spans.map(\.name) == Array(repeating: "chat gpt-4", count: 100))
        #expect(receiver.metrics.contains { $0.name == "gen_ai.client.token.usage" })
        let exported = receiver.metrics.last { $0.name == "otel.sdk.exporter.span.exported" }
        #expect(exported?.sum.dataPoints.map(\.asInt).max() == 100)
        let resource = try Otlp_TracesRequest(serializedBytes: receiver.requests[0].body).resourceSpans[0].resource
        #expect(resource.attributes["process.executable.name"] == .stringValue("telemetry-load"))
        // Neither arguments nor paths of the program are in the resource.
        #expect(!"\(resource)".contains("--spans") && !"\(resource)".contains("/telemetry-load"))
        await receiver.close()
    }

    @Test("trackers that ask the installed tracer directly export what those do that look it up")
    func directly() async throws {
        /// A span as text: what it is told, but for times and identifiers.
        func told(_ span: Otlp_Span, _ names: [Data: String]) -> String {
            func text(_ attributes: [Otlp_KeyValue]) -> [String] {
                attributes.filter { !$0.key.hasSuffix("_id") && !$0.key.hasSuffix("_ms") && !$0.key.hasSuffix("time") }
                    .map { "\($0.key)=\($0.value)" }.sorted()
            }
            let events = span.events.map { "\($0.name) \(text($0.attributes))" }
            #expect(Set(span.attributes.map(\.key)).count == span.attributes.count)
            return "\(span.name) \(span.kind) \(names[span.parentSpanID] ?? "-") \(span.status) "
                + "\(text(span.attributes)) \(span.attributes.count) \(events)"
        }
        var all: [[String]] = []
        for arguments in [["--variety"], ["--variety", "--bound"]] {
            let receiver = try await Receiver()
            let program = try Program(
                "telemetry-load",
                arguments,
                [
                    "OTEL_EXPORTER_OTLP_ENDPOINT": receiver.url, "BOTANU_CONTENT_CAPTURE_RATE": "1",
                    "BOTANU_EVAL_COMPAT": "openinference,genai",
                ]
            )
            #expect(await program.ends() == 0)
            let names = Dictionary(receiver.spans.map { ($0.spanID, $0.name) }) { first, _ in first }
            all.append(receiver.spans.map { told($0, names) })
            await receiver.close()
        }
        #expect(all[0].count == 10)
        #expect(all[0] == all[1])
    }

    @Test("a tracer that is there stays, and the log says what to do")
    func foreign() async throws {
        let receiver = try await Receiver()
        let program = try Program(
            "telemetry-load",
            ["--spans", "100", "--foreign"],
            ["OTEL_EXPORTER_OTLP_ENDPOINT": receiver.url]
        )
        #expect(await program.ends() == 0)
        #expect(program.output.contains("foreign spans: 100"))
        #expect(program.output.contains("Botanu.bootstrap(wrapping:)"))
        #expect(receiver.spans.isEmpty)
        await receiver.close()
    }

    @Test("an HTTP client that is made after it traces its calls, below those of the model")
    func httpClient() async throws {
        let receiver = try await Receiver()
        let model = try await Receiver()
        model.answer(.status(500))
        let program = try Program(
            "support-agent",
            [],
            ["OTEL_EXPORTER_OTLP_ENDPOINT": receiver.url, "MODEL_URL": model.url]
        )
        #expect(await program.ends() == 0)
        let spans = receiver.spans
        #expect(spans.map(\.name).sorted() == ["POST", "botanu.run/Support", "botanu.step/lookup", "chat gpt-4o"])
        let call = try #require(spans.first { $0.name == "chat gpt-4o" })
        let request = try #require(spans.first { $0.name == "POST" })
        #expect(request.parentSpanID == call.spanID)
        #expect(request.attributes["botanu.workflow"] == .stringValue("Support"))
        let trace = call.traceID.map { String($0 >> 4, radix: 16) + String($0 & 15, radix: 16) }.joined()
        #expect(model.requests[0].headers["traceparent"].first?.contains(trace) == true)
        await receiver.close()
        await model.close()
    }

    @Test("a service exports what is left when it is told to end")
    func service() async throws {
        let receiver = try await Receiver()
        let program = try Program(
            "telemetry-load",
            ["--service"],
            ["OTEL_EXPORTER_OTLP_ENDPOINT": receiver.url, "OTEL_BSP_SCHEDULE_DELAY": "60000"]
        )
        #expect(await eventually { program.output.contains("running") })
        try await Task.sleep(for: .milliseconds(200))
        #expect(receiver.spans.isEmpty)
        program.signal(SIGTERM)
        #expect(await program.ends() == 0)
        #expect(receiver.spans.map(\.name) == ["execute_tool before the signal"])
        await receiver.close()
    }

    @Test("exporting can be switched off, by what the specification has for it")
    func off() async throws {
        for variables in [
            ["OTEL_SDK_DISABLED": "true"], ["OTEL_TRACES_EXPORTER": "none", "OTEL_METRICS_EXPORTER": "none"],
        ] {
            let program = try Program("telemetry-load", ["--spans", "10"], variables)
            #expect(await program.ends() == 0)
            #expect(program.output.contains("\"ended\": 0"))
        }
    }

    @Test("the console shows trees, a file has lines of OTLP JSON")
    func consoleAndFile() async throws {
        try await withFolder { folder in
            let file = folder.appendingPathComponent("telemetry.jsonl")
            let config = folder.appendingPathComponent("botanu.yaml")
            try "export: {traces: [file, console], metrics: [file], file: '\(file.path)'}"
                .write(to: config, atomically: true, encoding: .utf8)
            let program = try Program("telemetry-load", ["--spans", "2"], ["BOTANU_CONFIG_FILE": config.path])
            #expect(await program.ends() == 0)
            #expect(program.lines.filter { $0.hasPrefix("trace ") }.count == 2)
            #expect(
                program.lines.contains { $0.hasPrefix("chat gpt-4") && $0.contains("in 150") && $0.contains("out 200") }
            )
            let lines = try String(contentsOf: file, encoding: .utf8).split(separator: "\n")
            let objects = try lines.map { try JSONSerialization.jsonObject(with: Data($0.utf8)) as? [String: Any] }
            #expect(objects.map { $0?.keys.first } == ["resourceSpans", "resourceMetrics"])
            let attributes = try FileManager.default.attributesOfItem(atPath: file.path)
            #expect(attributes[.posixPermissions] as? Int == 0o600)
        }
    }

    static let mistakes = [
        (
            ["OTEL_EXPORTER_OTLP_CERTIFICATE": "/nowhere.pem"],
            "no certificate in '/nowhere.pem'; it must be a readable PEM"
        ),
        (["OTEL_EXPORTER_OTLP_METRICS_CERTIFICATE": "/nowhere.pem"], "no certificate in '/nowhere.pem'"),
        (["BOTANU_DISK_BUFFER": "/proc/nope"], "export.disk.folder: '/proc/nope' cannot be made or written to"),
    ]

    @Test("a mistake in the configuration ends the start and tells what to do", arguments: mistakes)
    func mistake(environment: [String: String], says: String) async throws {
        let program = try Program("telemetry-load", [], environment)
        #expect(await program.ends() == 1)
        #expect(program.output.contains(says))
    }

    @Test("a standard error that takes nothing ends nothing")
    func fullConsole() async throws {
        let program = try Program(
            "telemetry-load",
            ["--spans", "10"],
            ["OTEL_TRACES_EXPORTER": "console", "OTEL_METRICS_EXPORTER": "console"],
            errors: FileHandle(forWritingAtPath: "/dev/full")
        )
        #expect(await program.ends() == 0)
        #expect(program.output.contains("\"failed\": 10"))
    }
}

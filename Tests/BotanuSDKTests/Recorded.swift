import BotanuSDK
import CoreMetrics
import Foundation
import InMemoryTracing
import MetricsTestKit
import Testing
import Tracing

/// What was sent: spans and metric points, in a form that can be compared with a recorded scenario.
struct Recorded {
    struct Event: Hashable {
        var name: String
        var attributes: [String: Value]
    }

    struct Span: Hashable {
        var name: String
        var kind: String
        var parent: String?
        var status: String
        var attributes: [String: Value]
        var events: [Event]
    }

    struct Point: Hashable {
        var name: String
        var dimensions: [String: String]
        var count: Int
        var sum: Double?
    }

    var spans: [Span]
    var points: [Point]

    /// Values of attributes; what differs from run to run is told by its form only.
    enum Value: Hashable {
        case text(String)
        case number(Double)
        case truth(Bool)
        case texts([String])
    }

    /// Runs something with a tracer and a metrics backend that keep what they get.
    static func of(_ config: BotanuConfig, _ work: () async throws -> Void) async throws -> Recorded {
        let tracer = InMemoryTracer()
        let metrics = TestMetrics()
        try await withTracer(tracer) {
            try await withMetricsFactory(metrics) {
                try await Botanu.withConfiguration(config) { try await work() }
            }
        }
        return Recorded(tracer, metrics)
    }

    init(_ tracer: InMemoryTracer, _ metrics: TestMetrics) {
        let finished = tracer.finishedSpans
        var names: [String: String] = [:]
        for span in finished { names[span.spanID] = span.operationName }
        spans = finished.map { span in
            Span(
                name: span.operationName,
                kind: "\(span.kind)",
                parent: span.parentSpanID.flatMap { names[$0] },
                status: span.status.map { $0.code == .ok ? "ok" : "error" } ?? "unset",
                attributes: Self.values(span.attributes),
                events: span.events.map { Event(name: $0.name, attributes: Self.values($0.attributes)) }
            )
        }
        points = metrics.counters.map { counter in
            Point(name: counter.label, dimensions: Self.dimensions(counter.dimensions), count: Int(counter.totalValue))
        }
        points += metrics.recorders.map { recorder in
            Point(
                name: recorder.label,
                dimensions: Self.dimensions(recorder.dimensions),
                count: recorder.values.count,
                sum: recorder.label.hasSuffix("token.usage") ? recorder.values.reduce(0, +) : nil
            )
        }
    }

    /// The recorded scenario of that name.
    init(golden name: String) throws {
        let url = try #require(Bundle.module.url(forResource: name, withExtension: "json", subdirectory: "Golden"))
        let tree = try JSONSerialization.jsonObject(with: Data(contentsOf: url))
        let root = try #require(tree as? [String: Any])
        spans = try #require(root["spans"] as? [[String: Any]]).map { span in
            Span(
                name: try #require(span["name"] as? String),
                kind: try #require(span["kind"] as? String),
                parent: span["parent"] as? String,
                status: try #require(span["status"] as? String),
                attributes: try Self.values(#require(span["attributes"] as? [String: Any])),
                events: try #require(span["events"] as? [[String: Any]]).map { event in
                    Event(
                        name: try #require(event["name"] as? String),
                        attributes: try Self.values(#require(event["attributes"] as? [String: Any]))
                    )
                }
            )
        }
        points = try #require(root["metrics"] as? [[String: Any]]).map { point in
            Point(
                name: try #require(point["name"] as? String),
                dimensions: try #require(point["dimensions"] as? [String: String]),
                count: try #require(point["count"] as? Int),
                sum: point["sum"] as? Double
            )
        }
    }

    private static func dimensions(_ dimensions: [(String, String)]) -> [String: String] {
        Dictionary(dimensions, uniquingKeysWith: { first, _ in first })
    }

    private static func values(_ attributes: SpanAttributes) -> [String: Value] {
        var values: [String: Value] = [:]
        // swift-format-ignore: ReplaceForEachWithForLoop
        attributes.forEach { name, attribute in
            switch attribute {
            case .string(let text): values[name] = value(text)
            case .stringArray(let texts): values[name] = .texts(texts)
            case .int32(let number): values[name] = .number(Double(number))
            case .int64(let number): values[name] = .number(Double(number))
            case .double(let number):
                values[name] = name.hasSuffix("duration_ms") ? .text("<milliseconds>") : .number(number)
            case .bool(let truth): values[name] = .truth(truth)
            default: Issue.record("\(name) has a value of a kind that is not sent")
            }
        }
        return values
    }

    private static func value(_ text: String) -> Value {
        if text.wholeMatch(of: /[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}/) != nil {
            return .text("<uuidv7>")
        }
        if text.wholeMatch(of: /[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9:.]+Z/) != nil { return .text("<iso 8601 time>") }
        return .text(text)
    }

    private static func values(_ tree: [String: Any]) throws -> [String: Value] {
        try tree.mapValues { value in
            switch value {
            case let texts as [String]: return .texts(texts)
            case let text as String: return .text(text)
            case let number as NSNumber:
                return number.isTruth ? .truth(number.boolValue) : .number(number.doubleValue)
            default: throw Unreadable()
            }
        }
    }

    private struct Unreadable: Error {}
}

extension NSNumber {
    fileprivate var isTruth: Bool { String(cString: objCType) == "c" }
}

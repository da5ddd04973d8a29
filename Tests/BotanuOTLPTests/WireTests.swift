import BotanuSDK
import Foundation
import SwiftProtobuf
import Testing
import Tracing

@testable import BotanuOTLP

@Suite("what is written is what generated code reads")
struct WireTests {
    static let resource = Resource(attributes: [.init("service.name", "tests")])

    /// Spans with everything in them.
    static func spans(_ count: Int, seed: UInt64 = 1) -> [FinishedSpan] {
        var generator = SplitMix(seed)
        return (0..<count).map { number in
            let context = SpanContext(
                traceID: .next(),
                spanID: .next(),
                isSampled: true,
                traceState: number % 2 == 0 ? "vendor=1" : nil,
                isRemote: false
            )
            let parent = number % 3 == 0 ? nil : context
            return FinishedSpan(
                context: context,
                traceState: context.traceState,
                parent: parent,
                kind: [.internal, .server, .client, .producer, .consumer][number % 5],
                start: 1_700_000_000_000_000_000 + UInt64(number),
                end: 1_700_000_000_000_000_500 + UInt64(number),
                fileID: number % 4 == 0 ? "Other/File.swift" : "Tests/File.swift",
                name: generator.text(),
                attributes: attributes(&generator),
                droppedAttributes: number % 7,
                events: (0..<number % 3).map {
                    .init(name: "event \($0)", time: 5, attributes: attributes(&generator), droppedAttributes: $0)
                },
                droppedEvents: number % 2,
                links: (0..<number % 2).map { _ in
                    .init(
                        context: context,
                        traceState: context.traceState,
                        attributes: attributes(&generator),
                        droppedAttributes: 0
                    )
                },
                droppedLinks: number % 2,
                status: [nil, SpanStatus(code: .ok), SpanStatus(code: .error, message: generator.text())][number % 3]
            )
        }
    }

    private static func attributes(_ generator: inout SplitMix) -> [FinishedSpan.Attribute] {
        let values: [SpanAttribute] = [
            .string(generator.text()), .string(""), .bool(true), .bool(false), .int32(-1), .int64(.min), .int64(.max),
            .int64(0), .double(0), .double(-1.5e300), .stringArray(["", generator.text()]), .stringArray([]),
            .boolArray([true, false]), .int32Array([1, -1]), .int64Array([.max]), .doubleArray([0.1]),
            .stringConvertible(UInt8(7)), .stringConvertibleArray([UInt8(7)]),
        ]
        return (0..<generator.number(30)).map { .init("key \($0)", values[generator.number(values.count)]) }
    }

    @Test("spans as protobuf", arguments: [1, 2, 10, 500])
    func protobuf(count: Int) throws {
        let spans = Self.spans(count)
        let bytes = OTLPEncoder(encoding: .protobuf, resource: Self.resource).request(spans)
        let request = try Otlp_TracesRequest(serializedBytes: bytes)
        #expect(request.resourceSpans.first?.resource.attributes["service.name"] == .stringValue("tests"))
        let read = Dictionary(uniqueKeysWithValues: request.spans.map { ($0.spanID, $0) })
        #expect(request.spans.count == count)
        for span in spans {
            let other = try #require(read[Data(bigEndian: [span.context.spanID.value])])
            #expect(other == Otlp_Span(span))
        }
        // What generated code writes of it has the same length: lengths and numbers are the shortest.
        let written: [UInt8] = try request.serializedBytes()
        #expect(written.count == bytes.count)
    }

    @Test("spans are told apart by the module that started them")
    func scopes() throws {
        let bytes = OTLPEncoder(encoding: .protobuf, resource: Self.resource).request(Self.spans(8))
        let request = try Otlp_TracesRequest(serializedBytes: bytes)
        let scopes = request.resourceSpans.flatMap(\.scopeSpans)
        #expect(scopes.map(\.scope.name) == ["Other", "Tests"])
        #expect(scopes.map(\.spans.count) == [2, 6])
    }

    @Test("spans as JSON, by the rules of OTLP", arguments: [1, 10, 200])
    func json(count: Int) throws {
        let spans = Self.spans(count)
        let bytes = OTLPEncoder(encoding: .json, resource: Self.resource).request(spans)
        let object = try #require(try JSONSerialization.jsonObject(with: Data(bytes)) as? [String: Any])
        let resourceSpans = try #require(object["resourceSpans"] as? [[String: Any]])
        let scopes = try #require(resourceSpans.first?["scopeSpans"] as? [[String: Any]])
        let read = scopes.flatMap { $0["spans"] as? [[String: Any]] ?? [] }
        #expect(read.count == count)
        for other in read {
            let id = try #require(other["spanId"] as? String)
            let span = try #require(spans.first { $0.context.spanID.description == id })
            #expect(other["traceId"] as? String == span.context.traceID.description)
            #expect(other["name"] as? String == (span.name.isEmpty ? "unknown" : span.name))
            #expect((other["kind"] as? Int).map { (1...5).contains($0) } == true)
            #expect(other["startTimeUnixNano"] as? String == "\(span.start)")
            let attributes = other["attributes"] as? [[String: Any]] ?? []
            #expect(attributes.count == span.attributes.count)
            for case (let read, let attribute) in zip(attributes, span.attributes) {
                #expect(read["key"] as? String == attribute.name)
                let value = try #require(read["value"] as? [String: Any])
                switch attribute.value {
                case .string(let text): #expect(value["stringValue"] as? String == text)
                case .int64(let number): #expect(value["intValue"] as? String == "\(number)")
                case .bool(let flag): #expect(value["boolValue"] as? Bool == flag)
                case .double(let number): #expect(value["doubleValue"] as? Double == number)
                default: #expect(value.count == 1)
                }
            }
        }
    }

    @Test(
        "what a receiver says, as protobuf and as JSON",
        arguments: [
            ("", 0), ("{}", 0), (#"{"partialSuccess":null}"#, 0), (#"{"partialSuccess":{"rejectedSpans":"3"}}"#, 3),
            (#"{"partialSuccess":{"rejectedDataPoints":4,"errorMessage":"no"}}"#, 4),
            (#"{"partialSuccess":{"rejectedSpans":-1}}"#, 0), ("[1", 0), ("<html>", 0),
        ]
    )
    func responses(text: String, rejected: Int) {
        #expect(OTLPResponse(Array(text.utf8), isJSON: true).rejected == rejected)
    }

    @Test("an answer of protobuf to a request of JSON, and anything else that comes")
    func oddResponses() throws {
        let message = Otlp_Response.with { $0.partialSuccess = .with { ($0.rejected, $0.errorMessage) = (7, "why") } }
        let bytes: [UInt8] = try message.serializedBytes()
        for isJSON in [true, false] {
            let response = OTLPResponse(bytes, isJSON: isJSON)
            #expect((response.rejected, response.message) == (7, "why"))
        }
        var generator = SplitMix(3)
        for _ in 0..<2000 {
            let noise = (0..<generator.number(64)).map { _ in UInt8(generator.number(256)) }
            #expect(OTLPResponse(noise, isJSON: false).rejected >= 0)
        }
    }

    @Test("gzip comes back as it was", arguments: [0, 1, 1000, 1_000_000])
    func gzip(count: Int) throws {
        var generator = SplitMix(UInt64(count))
        let bytes = (0..<count).map { _ in UInt8(generator.number(7)) }
        let compressed = try #require(Gzip.compressed(bytes))
        #expect(Gunzip.bytes(compressed) == bytes)
    }
}

/// A small generator that gives the same each time.
struct SplitMix: RandomNumberGenerator {
    private var state: UInt64

    init(_ seed: UInt64) { state = seed }

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = (state ^ (state >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }

    mutating func number(_ count: Int) -> Int { Int.random(in: 0..<count, using: &self) }

    mutating func text() -> String {
        let parts = [
            "", "plain", "quote \" and \\", "line\nbreak\t\u{1}", "日本語", "🙂", String(repeating: "long ", count: 60),
        ]
        return parts[number(parts.count)] + parts[number(parts.count)]
    }
}

extension Data {
    init(bigEndian numbers: [UInt64]) {
        self.init(
            numbers.flatMap { number in (0..<8).map { UInt8(truncatingIfNeeded: number >> UInt64(56 - $0 * 8)) } }
        )
    }
}

extension Otlp_Span {
    /// The message that a span must become.
    fileprivate init(_ span: FinishedSpan) {
        self.init()
        traceID = Data(bigEndian: [span.context.traceID.high, span.context.traceID.low])
        spanID = Data(bigEndian: [span.context.spanID.value])
        traceState = span.context.traceState ?? ""
        if let parent = span.parent { parentSpanID = Data(bigEndian: [parent.spanID.value]) }
        name = span.name.isEmpty ? "unknown" : span.name
        kind =
            switch span.kind {
            case .internal: 1;
            case .server: 2;
            case .client: 3;
            case .producer: 4;
            case .consumer: 5
            }
        startTimeUnixNano = span.start
        endTimeUnixNano = span.end
        attributes = span.attributes.map(Otlp_KeyValue.init)
        droppedAttributesCount = UInt32(span.droppedAttributes)
        events = span.events.map { event in
            .with {
                ($0.timeUnixNano, $0.name) = (event.time, event.name)
                $0.attributes = event.attributes.map(Otlp_KeyValue.init)
                $0.droppedAttributesCount = UInt32(event.droppedAttributes)
            }
        }
        droppedEventsCount = UInt32(span.droppedEvents)
        links = span.links.map { link in
            .with {
                $0.traceID = Data(bigEndian: [link.context.traceID.high, link.context.traceID.low])
                $0.spanID = Data(bigEndian: [link.context.spanID.value])
                $0.traceState = link.context.traceState ?? ""
                $0.attributes = link.attributes.map(Otlp_KeyValue.init)
                $0.flags = 0x101
            }
        }
        droppedLinksCount = UInt32(span.droppedLinks)
        if let status = span.status {
            self.status = .with { ($0.message, $0.code) = (status.message ?? "", status.code == .ok ? 1 : 2) }
        }
        flags = 0x101
    }
}

extension Otlp_KeyValue {
    fileprivate init(_ attribute: FinishedSpan.Attribute) {
        self.init()
        key = attribute.name
        value.value =
            switch attribute.value {
            case .string(let text): .stringValue(text)
            case .bool(let flag): .boolValue(flag)
            case .int32(let number): .intValue(Int64(number))
            case .int64(let number): .intValue(number)
            case .double(let number): .doubleValue(number)
            case .stringArray(let texts): Self.array(texts.map { .stringValue($0) })
            case .boolArray(let flags): Self.array(flags.map { .boolValue($0) })
            case .int32Array(let numbers): Self.array(numbers.map { .intValue(Int64($0)) })
            case .int64Array(let numbers): Self.array(numbers.map { .intValue($0) })
            case .doubleArray(let numbers): Self.array(numbers.map { .doubleValue($0) })
            case .stringConvertible(let value): .stringValue("\(value)")
            case .stringConvertibleArray(let values): Self.array(values.map { .stringValue("\($0)") })
            default: nil
            }
    }

    private static func array(_ values: [Otlp_AnyValue.OneOf_Value]) -> Otlp_AnyValue.OneOf_Value {
        .arrayValue(.with { $0.values = values.map { value in .with { $0.value = value } } })
    }
}

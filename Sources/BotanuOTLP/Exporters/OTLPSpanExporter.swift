import BotanuSDK

/// Sends each batch as one request.
struct OTLPSpanExporter: SpanExporter {
    let sender: OTLPSender
    let encoder: OTLPEncoder

    func export(_ spans: [FinishedSpan]) async -> ExportOutcome {
        ExportOutcome(await sender.send(encoder.request(spans), encoder.encoding), spans: spans.count)
    }

    func hurry() { sender.hurry() }

    func shutdown() async { await sender.shutdown() }
}

extension ExportOutcome {
    /// What became of the spans of a request.
    init(_ outcome: OTLPSender.Outcome, spans: Int) {
        switch outcome {
        case .taken(let rejected):
            self.init(exported: spans - min(rejected, spans), rejected: min(rejected, spans))
        case .refused: self.init(rejected: spans)
        case .givenUp: self.init(failed: spans)
        }
    }
}

/// Makes requests of spans.
struct OTLPEncoder: Sendable {
    let encoding: OTLPOptions.Encoding
    let resource: Resource

    func request(_ spans: [FinishedSpan]) -> [UInt8] {
        switch encoding {
        case .protobuf: bytes(spans, ProtobufWriter())
        case .json: bytes(spans, JSONWriter())
        }
    }

    private func bytes<Writer: WireWriter & ~Copyable>(_ spans: [FinishedSpan], _ writer: consuming Writer) -> [UInt8] {
        writer.traces(spans, of: resource)
        return writer.bytes
    }
}

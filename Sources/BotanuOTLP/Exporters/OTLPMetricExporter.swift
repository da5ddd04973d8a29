import BotanuSDK

/// Sends all readings as one request.
struct OTLPMetricExporter: MetricExporter {
    let sender: OTLPSender
    let encoding: OTLPOptions.Encoding
    let isDelta: Bool
    let resource: Resource

    func export(_ readings: [MetricReading], patience: Duration) async -> Bool {
        let body =
            switch encoding {
            case .protobuf: bytes(readings, ProtobufWriter())
            case .json: bytes(readings, JSONWriter())
            }
        // What is refused would be refused again.
        return await sender.send(body, encoding, patience: patience) != .givenUp
    }

    private func bytes<Writer: WireWriter & ~Copyable>(
        _ readings: [MetricReading],
        _ writer: consuming Writer
    ) -> [UInt8] {
        writer.metrics(readings, isDelta: isDelta, of: resource)
        return writer.bytes
    }

    func hurry() { sender.hurry() }

    func shutdown() async { await sender.shutdown() }
}

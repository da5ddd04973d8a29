import BotanuSDK

extension Sampler {
    /// Whether a span is recorded and exported.
    func samples(_ trace: TraceID, parent: SpanContext?) -> Bool {
        if isParentBased, let parent { return parent.isSampled }
        return switch root {
        case .always: true
        case .never: false
        case .ratio(let ratio): Self.isIn(ratio, trace)
        }
    }

    /// The same traces in all processes: by the lower half of the identifier, as other SDKs do.
    private static func isIn(_ ratio: Double, _ trace: TraceID) -> Bool {
        if ratio >= 1 { return true }
        guard ratio > 0 else { return false }
        return trace.low < UInt64(ratio * 0x1p64)
    }
}

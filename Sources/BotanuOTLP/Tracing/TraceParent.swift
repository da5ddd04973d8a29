/// The header `traceparent` of W3C Trace Context, version 00: `00-<trace>-<parent>-<flags>`.
enum TraceParent {
    static let header = "traceparent"
    static let stateHeader = "tracestate"
    /// As the recommendation has it, what is longer may be dropped.
    static let mostStateBytes = 512

    static func text(of context: SpanContext) -> String {
        "00-\(context.traceID)-\(context.spanID)-\(context.isSampled ? "01" : "00")"
    }

    /// - Returns: nil for anything that is not well-formed, which means that a new trace starts.
    static func context(of text: String, state: String?) -> SpanContext? {
        let parts = text.split(separator: "-", omittingEmptySubsequences: false)
        // A later version may have more behind the flags, version 00 has not.
        guard parts.count >= 4, parts[0].utf8.count == 2, isHexadecimal(parts[0]), parts[0] != "ff",
            parts.count == 4 || parts[0] != "00",
            parts[1].utf8.count == 32, parts[3].utf8.count == 2, isHexadecimal(parts[3]),
            let high = Hexadecimal.value(of: parts[1].prefix(16).utf8),
            let low = Hexadecimal.value(of: parts[1].suffix(16).utf8),
            let trace = TraceID(high: high, low: low),
            let span = Hexadecimal.value(of: parts[2].utf8).flatMap(SpanID.init),
            let flags = UInt8(parts[3], radix: 16)
        else { return nil }
        let kept = state.flatMap { isState($0) ? $0 : nil }
        return SpanContext(traceID: trace, spanID: span, isSampled: flags & 1 == 1, traceState: kept, isRemote: true)
    }

    private static func isHexadecimal(_ text: Substring) -> Bool {
        text.utf8.allSatisfy {
            (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) || (UInt8(ascii: "a")...UInt8(ascii: "f")).contains($0)
        }
    }

    /// Entries of others are passed on as they are, if they can stand in a header.
    private static func isState(_ text: String) -> Bool {
        !text.isEmpty && text.utf8.count <= mostStateBytes && text.utf8.allSatisfy { (0x20...0x7E).contains($0) }
    }
}

import Foundation

/// What a receiver says of a request that it took: `ExportTraceServiceResponse` and its like.
struct OTLPResponse: Equatable {
    /// Spans or data points that it refused.
    var rejected = 0
    /// Why, or a warning.
    var message = ""

    /// Reads what can be read: receivers also send nothing, `{}`, nulls, and protobuf where JSON was asked for.
    init(_ body: [UInt8], isJSON: Bool) {
        if isJSON, readJSON(body) { return }
        readProtobuf(body)
    }

    private struct Body: Decodable {
        struct Partial: Decodable {
            var rejectedSpans: Count?
            var rejectedDataPoints: Count?
            var errorMessage: String?
        }

        /// A 64-bit number is a string in protobuf's JSON.
        struct Count: Decodable {
            var value: Int

            init(from decoder: any Decoder) throws {
                let container = try decoder.singleValueContainer()
                if let number = try? container.decode(Int.self) {
                    value = number
                } else {
                    value = Int(try container.decode(String.self)) ?? 0
                }
            }
        }

        var partialSuccess: Partial?
    }

    private mutating func readJSON(_ body: [UInt8]) -> Bool {
        guard let body = try? JSONDecoder().decode(Body.self, from: Data(body)) else { return false }
        rejected = max(0, (body.partialSuccess?.rejectedSpans ?? body.partialSuccess?.rejectedDataPoints)?.value ?? 0)
        message = body.partialSuccess?.errorMessage ?? ""
        return true
    }

    /// Field 1 of the answer is the partial success, whose field 1 is the count and 2 the message.
    private mutating func readProtobuf(_ body: [UInt8]) {
        var fields = ProtobufFields(body[...])
        while let field = fields.next() {
            guard field.number == 1, case .bytes(let partial) = field.value else { continue }
            var inner = ProtobufFields(partial)
            while let field = inner.next() {
                switch (field.number, field.value) {
                case (1, .varint(let count)): rejected = max(0, Int(truncatingIfNeeded: count))
                case (2, .bytes(let text)): message = String(decoding: text, as: UTF8.self)
                default: break
                }
            }
        }
    }
}

/// The fields of a message of protobuf, up to the first that is not well-formed.
struct ProtobufFields {
    enum Value {
        case varint(UInt64)
        case bytes(ArraySlice<UInt8>)
        case other
    }

    private var rest: ArraySlice<UInt8>

    init(_ bytes: ArraySlice<UInt8>) { rest = bytes }

    mutating func next() -> (number: UInt64, value: Value)? {
        guard let tag = varint() else { return nil }
        switch tag & 7 {
        case 0:
            guard let value = varint() else { return nil }
            return (tag >> 3, .varint(value))
        case 1: return skip(8).map { _ in (tag >> 3, .other) }
        case 2:
            guard let length = varint(), length <= UInt64(rest.count) else { return nil }
            return skip(Int(length)).map { (tag >> 3, .bytes($0)) }
        case 5: return skip(4).map { _ in (tag >> 3, .other) }
        default: return nil
        }
    }

    private mutating func skip(_ count: Int) -> ArraySlice<UInt8>? {
        guard rest.count >= count else { return nil }
        defer { rest = rest.dropFirst(count) }
        return rest.prefix(count)
    }

    private mutating func varint() -> UInt64? {
        var value: UInt64 = 0
        for shift in stride(from: UInt64(0), to: 64, by: 7) {
            guard let byte = rest.popFirst() else { return nil }
            value |= UInt64(byte & 0x7F) << shift
            if byte < 0x80 { return value }
        }
        return nil
    }
}

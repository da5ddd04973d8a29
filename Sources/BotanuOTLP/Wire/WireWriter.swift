/// A field of an OTLP message: its number in protobuf, its name in JSON.
struct WireField: Sendable {
    let number: UInt32
    let name: StaticString

    init(_ number: UInt32, _ name: StaticString) {
        self.number = number
        self.name = name
    }
}

/// Writes messages of OTLP 1.x field by field, as protobuf or as JSON: what is in them is told once, for both.
///
/// Each call writes a field; what has its default value is for the caller to leave out.
protocol WireWriter: ~Copyable {
    init()

    /// What was written, whole messages only.
    var bytes: [UInt8] { get }

    mutating func string(_ field: WireField, _ text: some StringProtocol)
    mutating func trace(_ field: WireField, _ id: TraceID)
    mutating func span(_ field: WireField, _ id: SpanID)
    mutating func bool(_ field: WireField, _ value: Bool)
    mutating func int64(_ field: WireField, _ value: Int64)
    /// An enumeration or a small count.
    mutating func uint32(_ field: WireField, _ value: UInt32)
    mutating func fixed32(_ field: WireField, _ value: UInt32)
    mutating func fixed64(_ field: WireField, _ value: UInt64)
    mutating func sfixed64(_ field: WireField, _ value: Int64)
    mutating func double(_ field: WireField, _ value: Double)
    mutating func fixed64s(_ field: WireField, _ values: [UInt64])
    mutating func doubles(_ field: WireField, _ values: [Double])
    mutating func message(_ field: WireField, _ write: (inout Self) -> Void)
    mutating func messages<Elements: Sequence>(
        _ field: WireField,
        _ elements: Elements,
        _ write: (inout Self, Elements.Element) -> Void
    )

    /// A message that stands for itself.
    mutating func root(_ write: (inout Self) -> Void)
}

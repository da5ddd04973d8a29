/// Writes OTLP's JSON: identifiers in hexadecimal, enumerations as numbers, 64-bit numbers as strings.
struct JSONWriter: WireWriter, ~Copyable {
    private var output = OutputBytes()
    private var isFirst = true

    var bytes: [UInt8] { output.array }

    mutating func root(_ write: (inout Self) -> Void) { object(write) }

    mutating func string(_ field: WireField, _ text: some StringProtocol) {
        key(field)
        quoted(text)
    }

    mutating func trace(_ field: WireField, _ id: TraceID) {
        key(field)
        quoted(id.description)
    }

    mutating func span(_ field: WireField, _ id: SpanID) {
        key(field)
        quoted(id.description)
    }

    mutating func bool(_ field: WireField, _ value: Bool) {
        key(field)
        append(value ? "true" : "false")
    }

    mutating func int64(_ field: WireField, _ value: Int64) {
        key(field)
        quoted("\(value)")
    }

    mutating func uint32(_ field: WireField, _ value: UInt32) {
        key(field)
        append("\(value)")
    }

    mutating func fixed32(_ field: WireField, _ value: UInt32) { uint32(field, value) }

    mutating func fixed64(_ field: WireField, _ value: UInt64) {
        key(field)
        quoted("\(value)")
    }

    mutating func sfixed64(_ field: WireField, _ value: Int64) { int64(field, value) }

    mutating func double(_ field: WireField, _ value: Double) {
        key(field)
        number(value)
    }

    mutating func fixed64s(_ field: WireField, _ values: [UInt64]) {
        list(field, values) { $0.quoted("\($1)") }
    }

    mutating func doubles(_ field: WireField, _ values: [Double]) {
        list(field, values) { $0.number($1) }
    }

    mutating func message(_ field: WireField, _ write: (inout Self) -> Void) {
        key(field)
        object(write)
    }

    mutating func messages<Elements: Sequence>(
        _ field: WireField,
        _ elements: Elements,
        _ write: (inout Self, Elements.Element) -> Void
    ) {
        list(field, elements) { writer, element in writer.object { write(&$0, element) } }
    }

    private mutating func list<Elements: Sequence>(
        _ field: WireField,
        _ elements: Elements,
        _ write: (inout Self, Elements.Element) -> Void
    ) {
        key(field)
        output.append(UInt8(ascii: "["))
        var isFirst = true
        for element in elements {
            if !isFirst { output.append(UInt8(ascii: ",")) }
            isFirst = false
            write(&self, element)
        }
        output.append(UInt8(ascii: "]"))
    }

    private mutating func object(_ write: (inout Self) -> Void) {
        output.append(UInt8(ascii: "{"))
        isFirst = true
        write(&self)
        output.append(UInt8(ascii: "}"))
        isFirst = false
    }

    private mutating func key(_ field: WireField) {
        if !isFirst { output.append(UInt8(ascii: ",")) }
        isFirst = false
        output.append(UInt8(ascii: "\""))
        field.name.withUTF8Buffer { output.append($0) }
        output.append(UInt8(ascii: "\""))
        output.append(UInt8(ascii: ":"))
    }

    /// JSON has no numbers for these; protobuf's JSON has names.
    private mutating func number(_ value: Double) {
        if value.isFinite {
            append("\(value)")
        } else {
            quoted(value.isNaN ? "NaN" : value > 0 ? "Infinity" : "-Infinity")
        }
    }

    private mutating func quoted(_ text: some StringProtocol) {
        output.append(UInt8(ascii: "\""))
        for byte in text.utf8 {
            switch byte {
            case UInt8(ascii: "\""), UInt8(ascii: "\\"):
                output.append(UInt8(ascii: "\\"))
                output.append(byte)
            case 0..<0x20:
                append("\\u00")
                output.append(Self.digits[Int(byte >> 4)])
                output.append(Self.digits[Int(byte & 15)])
            default: output.append(byte)
            }
        }
        output.append(UInt8(ascii: "\""))
    }

    private static let digits = Array("0123456789abcdef".utf8)

    private mutating func append(_ text: String) {
        output.append(utf8: text)
    }
}

/// Writes the wire format of Protocol Buffers 3.
///
/// Generated code takes several times as long: it makes an object of every attribute, and asks each for its size at each
/// level. Tests hold what is written here to what generated code reads.
struct ProtobufWriter: WireWriter, ~Copyable {
    private var output = OutputBytes()

    var bytes: [UInt8] { output.array }

    private enum WireType: UInt32 {
        case varint = 0
        case fixed64 = 1
        case length = 2
        case fixed32 = 5
    }

    mutating func root(_ write: (inout Self) -> Void) { write(&self) }

    mutating func string(_ field: WireField, _ text: some StringProtocol) {
        tag(field, .length)
        varint(UInt64(text.utf8.count))
        output.append(utf8: text)
    }

    mutating func trace(_ field: WireField, _ id: TraceID) {
        tag(field, .length)
        output.append(16)
        output.append(bytesOf: id.high.bigEndian)
        output.append(bytesOf: id.low.bigEndian)
    }

    mutating func span(_ field: WireField, _ id: SpanID) {
        tag(field, .length)
        output.append(8)
        output.append(bytesOf: id.value.bigEndian)
    }

    mutating func bool(_ field: WireField, _ value: Bool) {
        tag(field, .varint)
        output.append(value ? 1 : 0)
    }

    mutating func int64(_ field: WireField, _ value: Int64) {
        tag(field, .varint)
        varint(UInt64(bitPattern: value))
    }

    mutating func uint32(_ field: WireField, _ value: UInt32) {
        tag(field, .varint)
        varint(UInt64(value))
    }

    mutating func fixed32(_ field: WireField, _ value: UInt32) {
        tag(field, .fixed32)
        output.append(bytesOf: value.littleEndian)
    }

    mutating func fixed64(_ field: WireField, _ value: UInt64) {
        tag(field, .fixed64)
        output.append(bytesOf: value.littleEndian)
    }

    mutating func sfixed64(_ field: WireField, _ value: Int64) {
        tag(field, .fixed64)
        output.append(bytesOf: value.littleEndian)
    }

    mutating func double(_ field: WireField, _ value: Double) {
        tag(field, .fixed64)
        output.append(bytesOf: value.bitPattern.littleEndian)
    }

    mutating func fixed64s(_ field: WireField, _ values: [UInt64]) {
        guard !values.isEmpty else { return }
        tag(field, .length)
        varint(UInt64(values.count * 8))
        for value in values { output.append(bytesOf: value.littleEndian) }
    }

    mutating func doubles(_ field: WireField, _ values: [Double]) {
        guard !values.isEmpty else { return }
        tag(field, .length)
        varint(UInt64(values.count * 8))
        for value in values { output.append(bytesOf: value.bitPattern.littleEndian) }
    }

    mutating func message(_ field: WireField, _ write: (inout Self) -> Void) {
        tag(field, .length)
        // Most messages are short: one byte is kept for the length, and what follows is moved where it takes more.
        let place = output.count
        output.append(0)
        write(&self)
        let length = output.count - place - 1
        guard length > 0x7F else {
            output[place] = UInt8(truncatingIfNeeded: length)
            return
        }
        output.makeRoom((length.bitWidth - length.leadingZeroBitCount - 1) / 7, at: place)
        var (rest, next) = (length, place)
        while rest > 0x7F {
            output[next] = UInt8(truncatingIfNeeded: rest) | 0x80
            rest >>= 7
            next += 1
        }
        output[next] = UInt8(truncatingIfNeeded: rest)
    }

    mutating func messages<Elements: Sequence>(
        _ field: WireField,
        _ elements: Elements,
        _ write: (inout Self, Elements.Element) -> Void
    ) {
        for element in elements { message(field) { write(&$0, element) } }
    }

    private mutating func tag(_ field: WireField, _ type: WireType) {
        varint(UInt64(field.number << 3 | type.rawValue))
    }

    private mutating func varint(_ value: UInt64) {
        var rest = value
        while rest > 0x7F {
            output.append(UInt8(truncatingIfNeeded: rest) | 0x80)
            rest >>= 7
        }
        output.append(UInt8(truncatingIfNeeded: rest))
    }
}

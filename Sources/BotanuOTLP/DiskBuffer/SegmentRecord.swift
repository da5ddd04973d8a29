import BotanuSDK
import CZlib

/// A request as it lies on disk: a mark, the lengths, a checksum, the bytes. Numbers are little-endian.
struct SegmentRecord: Sendable, Equatable {
    var payload: [UInt8]
    var spans: Int
    var encoding: OTLPOptions.Encoding

    private static let mark: [UInt8] = Array("BREC".utf8)
    /// Mark, length of the payload, spans, encoding, checksum of what comes behind the mark: 4 bytes each.
    static let headerBytes = 20

    /// As it is written.
    var bytes: [UInt8] {
        var bytes = Self.mark
        let fields = [UInt32(payload.count), UInt32(clamping: spans), encoding == .json ? 1 : 0]
        for field in fields { Self.append(field, to: &bytes) }
        Self.append(Self.checksum(fields, payload[...]), to: &bytes)
        return bytes + payload
    }

    /// How long the record is that starts with these bytes; nil where none does.
    static func size(of header: [UInt8]) -> Int? {
        guard header.count >= headerBytes, header.starts(with: mark) else { return nil }
        return headerBytes + Int(number(in: header, at: 4))
    }

    /// Finds the next whole record.
    ///
    /// - Returns: it, and where it ends; nil where there is none. What is torn or damaged is passed over.
    static func next(in bytes: [UInt8], from start: Int) -> (record: SegmentRecord, end: Int)? {
        var start = start
        while start + headerBytes <= bytes.count {
            if let found = record(in: bytes, at: start) { return found }
            start += 1
            while start + headerBytes <= bytes.count, bytes[start] != mark[0] { start += 1 }
        }
        return nil
    }

    private static func record(in bytes: [UInt8], at start: Int) -> (record: SegmentRecord, end: Int)? {
        guard bytes[start..<start + 4].elementsEqual(mark) else { return nil }
        let fields = (1...4).map { number(in: bytes, at: start + $0 * 4) }
        let (length, end) = (Int(fields[0]), start + headerBytes + Int(fields[0]))
        guard end <= bytes.count, fields[2] <= 1 else { return nil }
        let payload = bytes[(end - length)..<end]
        guard checksum(Array(fields[0...2]), payload) == fields[3] else { return nil }
        let encoding: OTLPOptions.Encoding = fields[2] == 1 ? .json : .protobuf
        return (SegmentRecord(payload: Array(payload), spans: Int(fields[1]), encoding: encoding), end)
    }

    private static func checksum(_ fields: [UInt32], _ payload: ArraySlice<UInt8>) -> UInt32 {
        var header: [UInt8] = []
        for field in fields { append(field, to: &header) }
        var sum = crc32(0, nil, 0)
        for part in [header[...], payload] {
            sum = part.withUnsafeBufferPointer { crc32_z(sum, $0.baseAddress, $0.count) }
        }
        return UInt32(truncatingIfNeeded: sum)
    }

    private static func append(_ number: UInt32, to bytes: inout [UInt8]) {
        withUnsafeBytes(of: number.littleEndian) { bytes.append(contentsOf: $0) }
    }

    private static func number(in bytes: [UInt8], at place: Int) -> UInt32 {
        (0..<4).reduce(0) { $0 | UInt32(bytes[place + $1]) << UInt32($1 * 8) }
    }
}

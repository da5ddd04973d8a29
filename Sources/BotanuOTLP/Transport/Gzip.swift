import CZlib

/// The gzip format (RFC 1952), with zlib.
enum Gzip {
    /// The bytes compressed; nil where zlib has no memory for it.
    static func compressed(_ bytes: [UInt8]) -> [UInt8]? {
        var stream = z_stream()
        // Telemetry repeats itself: the fastest level leaves little more than the others. 16 asks for gzip's header.
        guard
            deflateInit2_(
                &stream,
                Z_BEST_SPEED,
                Z_DEFLATED,
                MAX_WBITS + 16,
                8,
                Z_DEFAULT_STRATEGY,
                ZLIB_VERSION,
                Int32(MemoryLayout<z_stream>.size)
            ) == Z_OK
        else { return nil }
        defer { deflateEnd(&stream) }
        guard let length = UInt32(exactly: bytes.count) else { return nil }
        var bytes = bytes
        let bound = Int(deflateBound(&stream, UInt(bytes.count)))
        guard let room = UInt32(exactly: bound) else { return nil }
        return bytes.withUnsafeMutableBufferPointer { input -> [UInt8]? in
            var isWhole = false
            let output = [UInt8](unsafeUninitializedCapacity: bound) { output, count in
                stream.next_in = input.baseAddress
                stream.avail_in = length
                stream.next_out = output.baseAddress
                stream.avail_out = room
                isWhole = deflate(&stream, Z_FINISH) == Z_STREAM_END
                count = isWhole ? bound - Int(stream.avail_out) : 0
            }
            return isWhole ? output : nil
        }
    }
}

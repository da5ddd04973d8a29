import CZlib

enum Gunzip {
    /// Nil for what is not gzip from its start to its end.
    static func bytes(_ bytes: [UInt8]) -> [UInt8]? {
        var stream = z_stream()
        guard
            inflateInit2_(&stream, MAX_WBITS + 16, ZLIB_VERSION, Int32(MemoryLayout<z_stream>.size)) == Z_OK
        else { return nil }
        defer { inflateEnd(&stream) }
        var (bytes, output) = (bytes, [UInt8]())
        var chunk = [UInt8](repeating: 0, count: 1 << 16)
        return bytes.withUnsafeMutableBufferPointer { input -> [UInt8]? in
            (stream.next_in, stream.avail_in) = (input.baseAddress, UInt32(input.count))
            while true {
                let status = chunk.withUnsafeMutableBufferPointer { room -> Int32 in
                    (stream.next_out, stream.avail_out) = (room.baseAddress, UInt32(room.count))
                    return inflate(&stream, Z_NO_FLUSH)
                }
                output += chunk.prefix(chunk.count - Int(stream.avail_out))
                if status == Z_STREAM_END { return stream.avail_in == 0 ? output : nil }
                guard status == Z_OK else { return nil }
            }
        }
    }
}

import Foundation

/// A file of records. Behind its mark stands how far a receiver has them, which is written over as they are taken.
///
/// For one thread at a time.
final class Segment {
    private static let mark: [UInt8] = Array("BOTANU01".utf8)
    static let headerBytes = 16

    let url: URL
    /// Bytes that are written whole.
    private(set) var length: Int
    /// Up to where a receiver has it.
    private(set) var taken: Int
    /// Open only while it is written to or read: an outage has hundreds of them.
    private var descriptor: Int32

    /// - Returns: a new one; nil where it cannot be made.
    init?(in folder: URL, at time: UInt64) {
        url = folder.appendingPathComponent(Self.name(time))
        descriptor = open(url.path, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0o600)
        guard descriptor >= 0 else { return nil }
        (length, taken) = (Self.headerBytes, Self.headerBytes)
        guard write(Self.mark, at: 0), noteTaken(Self.headerBytes) else {
            unlink(url.path)
            return nil
        }
    }

    /// - Returns: one that an earlier process has left; nil where it is none.
    init?(left url: URL) {
        self.url = url
        descriptor = open(url.path, O_RDWR | O_CLOEXEC | O_NOFOLLOW)
        guard descriptor >= 0 else { return nil }
        let size = lseek(descriptor, 0, SEEK_END)
        var header = [UInt8](repeating: 0, count: Self.headerBytes)
        guard size >= Self.headerBytes, pread(descriptor, &header, header.count, 0) == header.count,
            header.starts(with: Self.mark)
        else {
            close(descriptor)
            return nil
        }
        length = Int(size)
        let place = header[8...].reversed().reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
        // A place that cannot be is damaged: better to send again than not at all.
        let isPlace = (UInt64(Self.headerBytes)...UInt64(length)).contains(place)
        taken = isPlace ? Int(place) : Self.headerBytes
        rest()
    }

    deinit { rest() }

    /// Closes the file until it is needed again.
    func rest() {
        if descriptor >= 0 { close(descriptor) }
        descriptor = -1
    }

    private func wake() -> Bool {
        if descriptor < 0 { descriptor = open(url.path, O_RDWR | O_CLOEXEC | O_NOFOLLOW) }
        return descriptor >= 0
    }

    static func name(_ time: UInt64) -> String {
        let digits = String(time)
        return String(repeating: "0", count: max(0, 20 - digits.count)) + digits + ".segment"
    }

    /// When it was made, as its name tells: nanoseconds since 1970.
    static func time(of url: URL) -> UInt64? { UInt64(url.deletingPathExtension().lastPathComponent) }

    /// - Returns: whether it was written. What was written in part is taken back.
    func append(_ bytes: [UInt8]) -> Bool {
        guard write(bytes, at: length) else {
            _ = ftruncate(descriptor, off_t(length))
            return false
        }
        length += bytes.count
        return true
    }

    /// Notes that everything up to a place needs not be sent again.
    @discardableResult
    func noteTaken(_ place: Int) -> Bool {
        taken = place
        return write((0..<8).map { UInt8(truncatingIfNeeded: place >> ($0 * 8)) }, at: 8)
    }

    /// The first record that is not taken, and where it ends; nil where there is none.
    func next() -> (record: SegmentRecord, end: Int)? {
        guard length > taken else { return nil }
        if let size = SegmentRecord.size(of: bytes(at: taken, SegmentRecord.headerBytes)), taken + size <= length,
            let (record, end) = SegmentRecord.next(in: bytes(at: taken, size), from: 0), end == size
        {
            return (record, taken + size)
        }
        // Something is damaged: look for what is whole behind it.
        return SegmentRecord.next(in: bytes(at: taken, length - taken), from: 0).map { ($0.record, taken + $0.end) }
    }

    /// Spans in records that are not taken.
    var spans: Int {
        let rest = bytes(at: taken, length - taken)
        var (spans, place) = (0, 0)
        while let (record, end) = SegmentRecord.next(in: rest, from: place) {
            spans += record.spans
            place = end
        }
        return spans
    }

    /// Bytes of the file; fewer where it cannot be read.
    private func bytes(at place: Int, _ count: Int) -> [UInt8] {
        guard count > 0, wake() else { return [] }
        return [UInt8](unsafeUninitializedCapacity: count) { buffer, filled in
            filled = max(0, pread(descriptor, buffer.baseAddress, count, off_t(place)))
        }
    }

    func remove() { unlink(url.path) }

    private func write(_ bytes: [UInt8], at place: Int) -> Bool {
        guard wake() else { return false }
        var done = 0
        while done < bytes.count {
            let count = bytes.withUnsafeBytes { bytes in
                pwrite(descriptor, bytes.baseAddress?.advanced(by: done), bytes.count - done, off_t(place + done))
            }
            if count < 0, errno == EINTR { continue }
            guard count > 0 else { return false }
            done += count
        }
        return true
    }
}

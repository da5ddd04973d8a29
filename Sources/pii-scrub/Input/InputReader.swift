import Foundation

/// An open input, read in pieces.
final class InputReader {
    private let source: InputSource
    private let descriptor: Int32
    /// Whether reading waits for nobody.
    private let isFile: Bool

    init(_ source: InputSource) throws {
        self.source = source
        descriptor = source.isStandardInput ? STDIN_FILENO : open(source.path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else {
            throw InputError(input: source.name, reason: "cannot be opened: \(FileDescriptor.lastError)")
        }
        var status = stat()
        isFile = fstat(descriptor, &status) == 0 && status.st_mode & S_IFMT == S_IFREG
        #if os(Linux)
            // A pipe that holds a slab and more lets several threads work. Where it may not, it stays as it is.
            if !isFile { _ = fcntl(descriptor, Self.setPipeSize, 1 << 20) }
        #endif
    }

    /// `F_SETPIPE_SZ` of Linux, which is not imported.
    private static let setPipeSize: Int32 = 1031

    deinit {
        if !source.isStandardInput { close(descriptor) }
    }

    /// So many bytes, fewer where the input ends with them. What comes from a pipe is passed on without waiting for
    /// more.
    func read(_ count: Int) throws -> (bytes: [UInt8], isLast: Bool) {
        var isLast = false
        let bytes = try [UInt8](unsafeUninitializedCapacity: count) { buffer, filled in
            while filled < count, !isLast, filled == 0 || isFile || hasMore {
                let rest = UnsafeMutableRawBufferPointer(UnsafeMutableBufferPointer(rebasing: buffer[filled...]))
                do {
                    let got = try FileDescriptor.read(into: rest, from: descriptor, name: source.name)
                    filled += got
                    isLast = got == 0
                } catch {
                    // What was read before goes on its way; reading on fails again.
                    guard filled > 0 else { throw error }
                    return
                }
            }
        }
        return (bytes, isLast)
    }

    /// Whether there is something to be read right now, the end included.
    private var hasMore: Bool {
        var request = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
        return poll(&request, 1, 0) > 0
    }
}

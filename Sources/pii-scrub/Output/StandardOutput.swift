import Foundation

/// Standard output, written to as a whole or not at all.
enum StandardOutput {
    /// The reader has gone; there is nobody left to write for.
    struct Closed: Error {}

    static func write(_ bytes: [UInt8]) throws {
        try FileDescriptor.write(bytes, to: STDOUT_FILENO, name: "standard output")
    }

    static func write(line: String) throws {
        try write(Array((line + "\n").utf8))
    }
}

/// Plain system calls: what they fail with is told in words, and reading says how much there was.
enum FileDescriptor {
    static func write(_ bytes: [UInt8], to descriptor: Int32, name: String) throws {
        try bytes.withUnsafeBytes { buffer in
            var written = 0
            while written < buffer.count, let base = buffer.baseAddress {
                let count = Foundation.write(descriptor, base + written, buffer.count - written)
                if count >= 0 {
                    written += count
                } else if errno == EPIPE {
                    throw StandardOutput.Closed()
                } else if errno != EINTR {
                    throw InputError(input: name, reason: "cannot be written: \(lastError)")
                }
            }
        }
    }

    /// A standard stream that is closed leaves its number to the next file that is opened, which messages and text
    /// would then go to. Opened the wrong way round, using it stays an error.
    static func occupyStandardStreams() {
        for stream in [STDIN_FILENO, STDOUT_FILENO, STDERR_FILENO] where fcntl(stream, F_GETFD) == -1 {
            _ = open("/dev/null", stream == STDIN_FILENO ? O_WRONLY : O_RDONLY)
        }
    }

    /// Reads what there is, up to the size of the buffer.
    ///
    /// - Returns: how many bytes; 0 at the end.
    static func read(into buffer: UnsafeMutableRawBufferPointer, from descriptor: Int32, name: String) throws -> Int {
        while true {
            let got = Foundation.read(descriptor, buffer.baseAddress, buffer.count)
            if got >= 0 { return got }
            guard errno == EINTR else {
                throw InputError(
                    input: name,
                    reason: errno == EISDIR ? "is a directory" : "cannot be read: \(lastError)"
                )
            }
        }
    }

    /// What the last system call failed with.
    static var lastError: String {
        String(cString: strerror(errno)).lowercased()
    }
}

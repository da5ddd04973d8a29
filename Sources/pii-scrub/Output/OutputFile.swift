import Foundation

/// A file that is written beside its place and put there when it is whole: whatever happens before, what stood there
/// stays.
final class OutputFile {
    private let target: String
    private let temporary: String
    private var descriptor: Int32

    /// - Parameters:
    ///   - path: where the file is to be. Through a symbolic link the file behind it is written.
    ///   - modeOf: the file whose permissions it takes over.
    init(path: String, permissionsOf original: String?) throws {
        target = Self.resolved(path)
        temporary = target + ".pii-scrub-\(getpid())-\(UInt32.random(in: 0...UInt32.max))"
        TemporaryFiles.add(temporary)
        descriptor = open(temporary, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else {
            let reason = FileDescriptor.lastError
            TemporaryFiles.remove(temporary)
            throw InputError(input: path, reason: "cannot be written: \(reason)")
        }
        var status = stat()
        if stat(original ?? target, &status) == 0 {
            // Owner first: changing it may clear bits of the mode.
            _ = fchown(descriptor, status.st_uid, status.st_gid)
            _ = fchmod(descriptor, status.st_mode & 0o7777)
        } else {
            let mask = umask(0)
            umask(mask)
            _ = fchmod(descriptor, 0o666 & ~mask)
        }
    }

    deinit {
        discard()
    }

    func write(_ bytes: [UInt8]) throws {
        try FileDescriptor.write(bytes, to: descriptor, name: target)
    }

    /// Puts the file in its place.
    func commit() throws {
        guard fsync(descriptor) == 0, rename(temporary, target) == 0 else {
            let reason = FileDescriptor.lastError
            discard()
            throw InputError(input: target, reason: "cannot be replaced: \(reason)")
        }
        TemporaryFiles.remove(temporary)
        close(descriptor)
        descriptor = -1
    }

    private func discard() {
        guard descriptor >= 0 else { return }
        close(descriptor)
        unlink(temporary)
        TemporaryFiles.remove(temporary)
        descriptor = -1
    }

    private static func resolved(_ path: String) -> String {
        guard let real = realpath(path, nil) else { return path }
        defer { free(real) }
        return String(cString: real)
    }
}

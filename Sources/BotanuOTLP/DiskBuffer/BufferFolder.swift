import Foundation

/// A folder for segments that this process alone uses, below one that several may share.
struct BufferFolder {
    let url: URL
    /// Segments that earlier processes have left, the oldest first.
    let left: [URL]
    /// Held open: the lock goes with the process, however it ends.
    private let lock: Int32

    private static let most = 64

    /// - Throws: where no folder can be made or locked.
    init(below path: String) throws(ExporterError) {
        let root = URL(fileURLWithPath: path, isDirectory: true)
        var own: (url: URL, lock: Int32)?
        var left: [URL] = []
        for number in 0..<Self.most {
            let url = root.appendingPathComponent("process-\(number)", isDirectory: true)
            let isThere = FileManager.default.fileExists(atPath: url.path)
            // Behind the first that nobody uses, others may hold what processes have left.
            if !isThere, own != nil { continue }
            guard let lock = Self.lock(url, isNew: !isThere) else { continue }
            let segments = Self.segments(in: url)
            if let own {
                // What was left there is taken over, so that it is sent once.
                for segment in segments {
                    let target = Self.free(segment.lastPathComponent, in: own.url)
                    if rename(segment.path, target.path) == 0 { left.append(target) }
                }
                close(lock)
            } else {
                own = (url, lock)
                left = segments
            }
        }
        guard let own else { throw .folder(path) }
        (url, lock) = own
        self.left = left.sorted { $0.lastPathComponent < $1.lastPathComponent }
    }

    func unlock() { close(lock) }

    private static func lock(_ url: URL, isNew: Bool) -> Int32? {
        if isNew {
            let attributes: [FileAttributeKey: Any] = [.posixPermissions: 0o700]
            guard
                (try? FileManager.default.createDirectory(
                    at: url,
                    withIntermediateDirectories: true,
                    attributes: attributes
                )) != nil
            else { return nil }
        }
        let descriptor = open(url.appendingPathComponent("lock").path, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0o600)
        guard descriptor >= 0 else { return nil }
        guard flock(descriptor, LOCK_EX | LOCK_NB) == 0 else {
            close(descriptor)
            return nil
        }
        return descriptor
    }

    /// A place for a segment where none is: names are times, and two processes may have the same.
    private static func free(_ name: String, in folder: URL) -> URL {
        var target = folder.appendingPathComponent(name)
        var time = Segment.time(of: target) ?? 0
        while FileManager.default.fileExists(atPath: target.path) {
            time &+= 1
            target = folder.appendingPathComponent(Segment.name(time))
        }
        return target
    }

    private static func segments(in url: URL) -> [URL] {
        let files = (try? FileManager.default.contentsOfDirectory(at: url, includingPropertiesForKeys: nil)) ?? []
        return files.filter { $0.pathExtension == "segment" && Segment.time(of: $0) != nil }
    }
}

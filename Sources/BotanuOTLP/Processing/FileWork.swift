import Dispatch

/// Work that may wait for a disk, a pipe or a terminal: on a thread of its own, since Swift's must not be held.
struct FileWork: Sendable {
    private let queue: DispatchQueue

    init(_ name: String) { queue = DispatchQueue(label: "botanu.otlp.\(name)") }

    func run<Result: Sendable>(_ work: @escaping @Sendable () -> Result) async -> Result {
        await withCheckedContinuation { continuation in
            queue.async { continuation.resume(returning: work()) }
        }
    }
}

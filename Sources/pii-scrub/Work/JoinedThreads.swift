import Foundation

/// Threads that are waited for until nothing of them is left: more than there are cores, for work that mostly waits.
enum JoinedThreads {
    private final class Work {
        let body: @Sendable () -> Void

        init(_ body: @escaping @Sendable () -> Void) {
            self.body = body
        }
    }

    /// Does the same on some threads; on this one where there can be no other.
    static func run(_ count: Int, _ body: @Sendable () -> Void) {
        withoutActuallyEscaping(body) { body in
            let threads = (0..<count).compactMap { _ in thread(Work(body)) }
            if threads.isEmpty { body() }
            for thread in threads { pthread_join(thread, nil) }
        }
    }

    private static func thread(_ work: Work) -> pthread_t? {
        let context = Unmanaged.passRetained(work)
        #if canImport(Darwin)
            var thread: pthread_t?
        #else
            var thread = pthread_t()
        #endif
        guard pthread_create(&thread, nil, runWork, context.toOpaque()) == 0 else {
            context.release()
            return nil
        }
        return thread
    }

    #if canImport(Darwin)
        private static let runWork: @convention(c) (UnsafeMutableRawPointer) -> UnsafeMutableRawPointer? = { context in
            Unmanaged<Work>.fromOpaque(context).takeRetainedValue().body()
            return nil
        }
    #else
        private static let runWork: @convention(c) (UnsafeMutableRawPointer?) -> UnsafeMutableRawPointer? = { context in
            if let context { Unmanaged<Work>.fromOpaque(context).takeRetainedValue().body() }
            return nil
        }
    #endif
}

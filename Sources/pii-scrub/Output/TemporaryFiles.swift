import Foundation
import Synchronization

/// Files that must not outlive the process: a signal that ends it removes them first.
enum TemporaryFiles {
    private static let paths = Mutex<Set<String>>([])
    private static let endingSignals = [SIGHUP, SIGINT, SIGTERM]

    static func add(_ path: String) {
        paths.withLock { _ = $0.insert(path) }
    }

    static func remove(_ path: String) {
        paths.withLock { _ = $0.remove(path) }
    }

    /// To be called before other threads start: they inherit that the signals are blocked, so that they come to the
    /// thread that waits for them, which may do what a signal handler must not.
    static func removeOnSignals() {
        let numbers = endingSignals.filter { number in
            let handler = signal(number, SIG_DFL)
            // Of a process that was started to ignore a signal (nohup) the signal stays ignored.
            let isIgnored = handler.map { unsafeBitCast($0, to: Int.self) } == unsafeBitCast(SIG_IGN, to: Int.self)
            if isIgnored { signal(number, SIG_IGN) }
            return !isIgnored
        }
        guard !numbers.isEmpty else { return }
        var signals = set(of: numbers)
        pthread_sigmask(SIG_BLOCK, &signals, nil)
        Thread.detachNewThread {
            var signals = set(of: numbers)
            var number: Int32 = 0
            guard sigwait(&signals, &number) == 0 else { return }
            // Within the lock, so that no other file is made between removing and dying.
            paths.withLock { paths in
                for path in paths { unlink(path) }
                die(by: number)
            }
        }
    }

    /// Ends the process by the signal itself: shells tell that from an exit status.
    private static func die(by number: Int32) {
        var signals = set(of: [number])
        pthread_sigmask(SIG_UNBLOCK, &signals, nil)
        raise(number)
        _exit(128 + number)
    }

    private static func set(of numbers: [Int32]) -> sigset_t {
        var signals = sigset_t()
        sigemptyset(&signals)
        for number in numbers { sigaddset(&signals, number) }
        return signals
    }
}

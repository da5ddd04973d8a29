import Synchronization

/// Opens once; whoever waits for it goes on then, or when cancelled.
final class Latch: Sendable {
    private struct State {
        var isOpen = false
        var waiters: [Int: CheckedContinuation<Void, Never>] = [:]
        var next = 0
    }

    private let state = Mutex(State())

    var isOpen: Bool { state.withLock { $0.isOpen } }

    func open() {
        let waiters = state.withLock { state in
            state.isOpen = true
            defer { state.waiters = [:] }
            return state.waiters.values
        }
        for waiter in waiters { waiter.resume() }
    }

    func wait() async {
        let id = state.withLock { state in
            state.next += 1
            return state.next
        }
        await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                let goesOn = state.withLock { state in
                    if state.isOpen || Task.isCancelled { return true }
                    state.waiters[id] = continuation
                    return false
                }
                if goesOn { continuation.resume() }
            }
        } onCancel: {
            state.withLock { $0.waiters.removeValue(forKey: id) }?.resume()
        }
    }
}

/// Does something, and cancels it after a time, or when the caller is cancelled; whether it hears of that or not, it is
/// not waited for any longer.
///
/// - Returns: whether it was done in time.
func withTimeLimit(_ limit: Duration, _ work: @escaping @Sendable () async -> Void) async -> Bool {
    let (done, over) = (Latch(), Latch())
    let task = Task {
        await work()
        if !Task.isCancelled { done.open() }
        over.open()
    }
    let timer = Task {
        try? await Task.sleep(for: limit.clamped)
        over.open()
    }
    await over.wait()
    task.cancel()
    timer.cancel()
    return done.isOpen
}

extension Duration {
    /// As long as can be slept for: a year at most.
    var clamped: Duration { max(.zero, min(self, .seconds(365 * 86_400))) }
}

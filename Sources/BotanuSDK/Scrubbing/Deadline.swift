import Dispatch
import Synchronization

/// Work that counts until a deadline, and is left alone from then on.
enum Deadline {
    /// Does several things on a thread of their own, one after the other.
    ///
    /// - Returns: what came of each, nil for those that were not done in time.
    static func results<Result: Sendable>(
        count: Int,
        by deadline: ContinuousClock.Instant,
        _ work: @escaping @Sendable (Int) -> Result
    ) -> [Result?] {
        let results = Results<Result>(count: count)
        let done = DispatchSemaphore(value: 0)
        DispatchQueue.global().async {
            for index in 0..<count {
                guard ContinuousClock.now < deadline else { break }
                results.set(work(index), at: index)
            }
            done.signal()
        }
        let left = ContinuousClock.now.duration(to: deadline).inSeconds
        _ = done.wait(timeout: .now() + max(0, left))
        return results.all
    }

    /// Does several things at once.
    ///
    /// - Returns: what came of each, nil for those that were not done in time. Those are cancelled.
    static func results<Result: Sendable>(
        count: Int,
        by deadline: ContinuousClock.Instant,
        _ work: @escaping @Sendable (Int) async -> Result
    ) async -> [Result?] {
        let results = Results<Result>(count: count)
        // Tasks of their own: a cancelled task must not take its telemetry with it.
        let tasks = (0..<count).map { index in
            Task { results.set(await work(index), at: index) }
        }
        let timer = Task {
            try? await Task.sleep(until: deadline, clock: .continuous)
            results.giveUp()
        }
        await results.wait()
        timer.cancel()
        for task in tasks { task.cancel() }
        return results.all
    }
}

/// What came of several things so far.
private final class Results<Result: Sendable>: Sendable {
    private struct State {
        var results: [Result?]
        var missing: Int
        var waiter: CheckedContinuation<Void, Never>?
    }

    private let state: Mutex<State>

    init(count: Int) {
        state = Mutex(State(results: Array(repeating: nil, count: count), missing: count))
    }

    var all: [Result?] { state.withLock { $0.results } }

    func set(_ result: Result, at index: Int) {
        let waiter = state.withLock { state -> CheckedContinuation<Void, Never>? in
            state.results[index] = result
            state.missing -= 1
            guard state.missing == 0 else { return nil }
            defer { state.waiter = nil }
            return state.waiter
        }
        waiter?.resume()
    }

    /// Lets who waits go on without the rest.
    func giveUp() {
        let waiter = state.withLock { state -> CheckedContinuation<Void, Never>? in
            state.missing = min(state.missing, 0)
            defer { state.waiter = nil }
            return state.waiter
        }
        waiter?.resume()
    }

    /// Returns when all is there, or given up.
    func wait() async {
        await withCheckedContinuation { continuation in
            let isDone = state.withLock { state in
                guard state.missing > 0 else { return true }
                state.waiter = continuation
                return false
            }
            if isDone { continuation.resume() }
        }
    }
}

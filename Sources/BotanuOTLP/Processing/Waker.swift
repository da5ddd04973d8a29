import Synchronization

/// Lets one task sleep until it is woken or a time has passed. Any thread may wake it.
final class Waker: Sendable {
    private struct State {
        var isWoken = false
        var sleeper: CheckedContinuation<Void, Never>?
        /// Which sleep this is: a timer must not end a later one.
        var sleep = 0
    }

    private let state = Mutex(State())

    /// Ends the sleep, or the next one if nobody sleeps.
    func wake() {
        let sleeper = state.withLock { state in
            defer { state.sleeper = nil }
            if state.sleeper == nil { state.isWoken = true }
            return state.sleeper
        }
        sleeper?.resume()
    }

    /// Sleeps for a time, or until woken. For one task at a time.
    func sleep(for time: Duration) async {
        let sleep = state.withLock { state in
            state.sleep += 1
            return state.sleep
        }
        let timer = Task {
            try? await Task.sleep(for: time.clamped)
            if !Task.isCancelled { self.end(sleep) }
        }
        await withCheckedContinuation { continuation in
            let isWoken = state.withLock { state in
                if state.isWoken {
                    state.isWoken = false
                    return true
                }
                state.sleeper = continuation
                return false
            }
            if isWoken { continuation.resume() }
        }
        timer.cancel()
    }

    /// Sleeps until a time, or the earlier of two, or until woken.
    func sleep(for next: ContinuousClock.Instant, atMost end: ContinuousClock.Instant) async {
        let left = ContinuousClock.now.duration(to: min(next, end))
        if left > .zero { await sleep(for: left) }
    }

    private func end(_ sleep: Int) {
        let sleeper = state.withLock { state -> CheckedContinuation<Void, Never>? in
            guard state.sleep == sleep else { return nil }
            if state.sleeper == nil { state.isWoken = true }
            defer { state.sleeper = nil }
            return state.sleeper
        }
        sleeper?.resume()
    }
}

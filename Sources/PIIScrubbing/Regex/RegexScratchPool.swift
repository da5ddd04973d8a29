import Synchronization

/// Scratch that was used before, kept for the next call.
package final class RegexScratchPool: Sendable {
    private struct Free: ~Copyable {
        var scratches: [RegexScratch] = []
    }

    private let free = Mutex(Free())
    private let groupCount: Int
    private let matchLimit: UInt32

    /// More than this many are not kept: a burst of threads must not hold memory for ever.
    private static let capacity = 64

    package init(groupCount: Int, matchLimit: UInt32) {
        self.groupCount = groupCount
        self.matchLimit = matchLimit
    }

    /// Lends a scratch for the time of the call.
    package func withScratch<Result, Failure: Error>(
        _ body: (RegexScratch) throws(Failure) -> Result
    ) throws(Failure) -> Result? {
        guard let scratch = take() else { return nil }
        defer { give(back: scratch) }
        return try body(scratch)
    }

    private func take() -> RegexScratch? {
        let kept = free.withLock { free in Lent(scratch: free.scratches.popLast()) }
        return kept.scratch ?? RegexScratch(groupCount: groupCount, matchLimit: matchLimit)
    }

    private func give(back scratch: RegexScratch) {
        let lent = Lent(scratch: scratch)
        free.withLock { free in
            if free.scratches.count < Self.capacity, let scratch = lent.scratch {
                free.scratches.append(scratch)
            }
        }
    }
}

/// Carries a scratch across the lock: it belongs to one thread at any time, the pool or its borrower.
private struct Lent: @unchecked Sendable {
    let scratch: RegexScratch?
}

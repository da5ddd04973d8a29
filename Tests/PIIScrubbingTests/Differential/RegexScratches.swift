import PIIScrubbing
import Synchronization

/// Scratch for regexes that tests run by themselves, used again.
final class RegexScratches: Sendable {
    private struct Lent: @unchecked Sendable {
        let scratch: RegexScratch?
    }

    private let free = Mutex<[Lent]>([])

    func withScratch<Result>(_ body: (RegexScratch) throws -> Result) throws -> Result {
        let kept = free.withLock { $0.popLast() }
        guard let scratch = kept?.scratch ?? RegexScratch(groupCount: 0, matchLimit: 1_000_000) else {
            throw ScanFailure.outOfMemory
        }
        defer { giveBack(Lent(scratch: scratch)) }
        return try body(scratch)
    }

    private func giveBack(_ lent: Lent) {
        free.withLock { $0.append(lent) }
    }
}

import Foundation
import PIIScrubbing

/// Work on many things at once, with the results in order.
struct Parallel: Sendable {
    /// How many threads at most; never more than there are cores, unless they mostly wait.
    let jobs: Int
    /// Whether the work is mostly waiting.
    var isWaiting = false

    /// The same for texts that are worked on one by one: recognizers take many at once.
    func forTexts(of engine: Engine) -> Parallel {
        engine.hasRecognizers ? Parallel(jobs: 32, isWaiting: true) : self
    }

    /// Works on items as they come.
    ///
    /// - Parameters:
    ///   - ahead: how many results may wait for their turn. Memory stays bounded, and no thread idles as long as work
    ///     on the items takes about the same time.
    ///   - next: gives the next item, nil where there is none. Called for one at a time.
    ///   - work: called for several at once.
    ///   - take: takes the results, in the order of the items and one at a time.
    /// - Throws: what `next` or `take` threw first in the order of the items; nothing is taken from there on.
    func inOrder<Item: Sendable, Output: Sendable>(
        ahead: Int = 4,
        next: () throws -> Item?,
        work: @Sendable (Item) -> Output,
        take: (Output) throws -> Void
    ) throws {
        guard jobs > 1 else {
            while let item = try next() { try take(work(item)) }
            return
        }
        // Nothing escapes: all threads are done with them before this returns.
        try withoutActuallyEscaping(next) { next in
            try withoutActuallyEscaping(take) { take in
                let line = OrderedLine(capacity: jobs + ahead, next: next, take: take)
                everywhere {
                    while let (place, item) = line.draw() {
                        line.hand(over: item.map(work), at: place)
                    }
                }
                if let failure = line.failure { throw failure }
            }
        }
    }

    /// Does the same on all threads, and waits for them.
    private func everywhere(_ work: @Sendable () -> Void) {
        if isWaiting {
            JoinedThreads.run(jobs, work)
        } else {
            DispatchQueue.concurrentPerform(iterations: jobs) { _ in work() }
        }
    }

    /// The results of `transform`, in the order of the items.
    func map<Item: Sendable, Output: Sendable>(
        _ items: [Item],
        _ transform: @escaping @Sendable (Item) -> Output
    ) -> [Output] {
        guard jobs > 1, items.count > 1 else { return items.map(transform) }
        // Few enough shares that dealing them out costs nothing, enough that no thread waits long for the last one.
        let share = (items.count + 8 * jobs - 1) / (8 * jobs)
        var rest = items[...]
        var results: [Output] = []
        results.reserveCapacity(items.count)
        do {
            try inOrder(
                ahead: items.count,
                next: {
                    defer { rest = rest.dropFirst(share) }
                    return rest.isEmpty ? nil : rest.prefix(share)
                },
                work: { $0.map(transform) },
                take: { results += $0 }
            )
        } catch {
            // Nothing above throws.
        }
        return results
    }
}

/// Where threads draw items and hand over results, which are taken in order.
private final class OrderedLine<Item, Output>: @unchecked Sendable {
    private let condition = NSCondition()
    private let capacity: Int
    // Called by one thread at a time each.
    private let next: () throws -> Item?
    private let take: (Output) throws -> Void

    // All of it is read and written with the lock held.
    private var drawn = 0
    private var taken = 0
    private var isDrawing = false
    private var isTaking = false
    private var hasEnded = false
    private var waiting: [Int: Result<Output, any Error>] = [:]
    private var firstFailure: (any Error)?

    init(capacity: Int, next: @escaping () throws -> Item?, take: @escaping (Output) throws -> Void) {
        self.capacity = capacity
        self.next = next
        self.take = take
    }

    var failure: (any Error)? {
        condition.withLock { firstFailure }
    }

    /// - Returns: the next item, or why there is none, with its place; nil where nothing is left to do.
    func draw() -> (place: Int, item: Result<Item, any Error>)? {
        condition.lock()
        while !hasEnded, isDrawing || drawn - taken >= capacity { condition.wait() }
        guard !hasEnded else {
            condition.unlock()
            return nil
        }
        isDrawing = true
        condition.unlock()
        // It may wait for a pipe, which must keep nobody from handing over.
        let item = Result { try next() }
        condition.lock()
        defer { condition.unlock() }
        isDrawing = false
        condition.broadcast()
        switch item {
        case .success(let item?):
            drawn += 1
            return (drawn - 1, .success(item))
        case .success(nil):
            hasEnded = true
            return nil
        case .failure(let error):
            hasEnded = true
            drawn += 1
            return (drawn - 1, .failure(error))
        }
    }

    /// Takes results as long as it is their turn, unless another thread is about it.
    func hand(over result: Result<Output, any Error>, at place: Int) {
        condition.lock()
        waiting[place] = result
        guard !isTaking else {
            condition.unlock()
            return
        }
        isTaking = true
        while firstFailure == nil, let result = waiting.removeValue(forKey: taken) {
            condition.unlock()
            let outcome = result.flatMap { output in Result { try take(output) } }
            condition.lock()
            taken += 1
            if case .failure(let error) = outcome {
                firstFailure = error
                hasEnded = true
            }
            condition.broadcast()
        }
        isTaking = false
        condition.unlock()
    }
}

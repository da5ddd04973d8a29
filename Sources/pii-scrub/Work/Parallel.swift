import Foundation
import Synchronization

/// Work on many things at once, with the results in order.
struct Parallel: Sendable {
    let jobs: Int

    /// The results of `transform`, in the order of the items.
    func map<Item: Sendable, Output: Sendable>(
        _ items: [Item],
        _ transform: @escaping @Sendable (Item) -> Output
    ) -> [Output] {
        guard jobs > 1, items.count > 1 else { return items.map(transform) }
        let results = Mutex<[Int: Output]>([:])
        let next = Mutex(0)
        DispatchQueue.concurrentPerform(iterations: min(jobs, items.count)) { _ in
            while true {
                let index = next.withLock { next in
                    defer { next += 1 }
                    return next
                }
                guard index < items.count else { return }
                let output = transform(items[index])
                results.withLock { $0[index] = output }
            }
        }
        return results.withLock { results in items.indices.compactMap { results[$0] } }
    }
}

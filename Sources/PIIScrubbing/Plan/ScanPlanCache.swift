import Synchronization

/// Plans that were made before. Making one takes milliseconds, and programs that make one scrubber often make another
/// with the same patterns.
final class ScanPlanCache: Sendable {
    static let shared = ScanPlanCache()

    private struct Key: Hashable {
        var definitions: [PatternDefinition]
        var markers: [[UInt8]]
    }

    private struct Entry {
        var key: Key
        var plan: ScanPlan
    }

    /// The one used last comes last.
    private let entries = Mutex<[Entry]>([])
    private static let capacity = 8

    func plan(for definitions: [PatternDefinition], markers: [[UInt8]]) -> ScanPlan {
        let key = Key(definitions: definitions, markers: markers)
        let known = entries.withLock { entries -> ScanPlan? in
            guard let index = entries.firstIndex(where: { $0.key == key }) else { return nil }
            entries.append(entries.remove(at: index))
            return entries.last?.plan
        }
        if let known { return known }
        let plan = ScanPlan(definitions, markers: markers)
        entries.withLock { entries in
            if entries.count == Self.capacity { entries.removeFirst() }
            entries.append(Entry(key: key, plan: plan))
        }
        return plan
    }
}

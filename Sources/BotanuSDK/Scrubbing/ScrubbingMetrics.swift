import Metrics
import PIIScrubbing
import Synchronization

/// The scrubber's own metrics: what was found by entity, how long content took, what was dropped.
final class ScrubbingMetrics: Sendable {
    private let instruments: Instruments
    private let entities: [Entity]
    /// By index of the pattern, the index of its entity.
    private let entityOfPattern: [Int]
    private let made: Mutex<Made>

    private struct Made {
        /// By index of the entity.
        var findings: [Counter?]
        var duration: Recorder?
    }

    /// - Parameter entities: what each pattern finds.
    init(_ instruments: Instruments, entities: [Entity]) {
        self.instruments = instruments
        let distinct = Set(entities).sorted { $0.rawValue < $1.rawValue }
        self.entities = distinct
        entityOfPattern = entities.map { distinct.firstIndex(of: $0) ?? 0 }
        made = Mutex(Made(findings: Array(repeating: nil, count: distinct.count)))
    }

    /// Counts what patterns found.
    func count(_ matches: UnsafeBufferPointer<Match>) {
        withUnsafeTemporaryAllocation(of: Int.self, capacity: entities.count) { tally in
            tally.initialize(repeating: 0)
            for match in matches where match.pattern < entityOfPattern.count {
                tally[entityOfPattern[match.pattern]] += 1
            }
            for (index, count) in tally.enumerated() where count > 0 { counter(index).increment(by: count) }
        }
    }

    /// Counts what patterns and recognizers found.
    func count(_ findings: [Finding]) {
        var tally: [Entity: Int] = [:]
        for finding in findings { tally[finding.entity, default: 0] += 1 }
        for (entity, count) in tally {
            instruments.counter(MetricName.findings, Self.dimensions(entity)).increment(by: count)
        }
    }

    func countDrop() {
        instruments.count(MetricName.droppedTexts, [])
    }

    func countPatternsOnly() {
        instruments.count(MetricName.patternsOnlyTexts, [])
    }

    /// Records how long something takes that scrubs content.
    func timed<Result>(_ work: () -> Result) -> Result {
        let start = ContinuousClock.now
        defer { record(start.duration(to: .now)) }
        return work()
    }

    /// Records how long scrubbing content took.
    func record(_ time: Duration) {
        duration().record(time.inSeconds)
    }

    private func counter(_ index: Int) -> Counter {
        if let known = made.withLock({ $0.findings[index] }) { return known }
        let counter = instruments.counter(MetricName.findings, Self.dimensions(entities[index]))
        made.withLock { $0.findings[index] = counter }
        return counter
    }

    private func duration() -> Recorder {
        if let known = made.withLock({ $0.duration }) { return known }
        let duration = instruments.recorder(MetricName.scrubDuration, [])
        made.withLock { $0.duration = duration }
        return duration
    }

    private static func dimensions(_ entity: Entity) -> [(String, String)] { [(MetricName.entity, entity.rawValue)] }
}

import Synchronization

/// Ended spans on their way from the threads that end them to the one that exports them: a ring of fixed size.
///
/// Putting one in is wait-free: two counters that are added to and a store, whatever other threads do. Places are
/// reserved before a slot is taken, so that a slot that is taken is always free.
final class SpanQueue: Sendable {
    private let slots: UnsafeMutableSlots
    private let capacity: Int
    private let mostBytes: Int
    /// Spans that have a place, and their bytes.
    private let reserved = Atomic(0)
    private let reservedBytes = Atomic(0)
    /// The next slot to fill. The next to empty is the consumer's own.
    private let tail = Atomic(0)

    init(capacity: Int, mostBytes: Int) {
        self.capacity = max(1, capacity)
        self.mostBytes = mostBytes
        slots = UnsafeMutableSlots(self.capacity)
    }

    /// How many were put in so far.
    var ticket: Int { tail.load(ordering: .acquiring) }

    /// How many are in, about.
    var count: Int { max(0, reserved.load(ordering: .relaxed)) }

    var bytes: Int { max(0, reservedBytes.load(ordering: .relaxed)) }

    /// Puts a span in.
    ///
    /// - Returns: which one it is, from 1, and whether the queue is half full; nil where there is no place for it.
    func put(_ span: OTLPSpan, bytes: Int) -> (number: Int, isCrowded: Bool)? {
        let places = reserved.add(1, ordering: .acquiringAndReleasing).newValue
        guard places <= capacity else {
            reserved.subtract(1, ordering: .relaxed)
            return nil
        }
        // One span always fits, however large it is.
        let held = reservedBytes.add(bytes, ordering: .relaxed).oldValue
        guard held < mostBytes else {
            reservedBytes.subtract(bytes, ordering: .relaxed)
            reserved.subtract(1, ordering: .relaxed)
            return nil
        }
        let ticket = tail.add(1, ordering: .acquiringAndReleasing).oldValue
        slots.fill(ticket % capacity, with: span, bytes: bytes)
        return (ticket + 1, places > capacity / 2 || held > mostBytes / 2)
    }

    /// Takes spans out in the order in which they came. For one thread at a time.
    ///
    /// - Parameter head: which one comes next; moved on.
    func take(_ count: Int, from head: inout Int) -> [OTLPSpan] {
        var taken: [OTLPSpan] = []
        var bytes = 0
        while taken.count < count, let (span, size) = slots.empty(head % capacity) {
            taken.append(span)
            bytes += size
            head += 1
        }
        reservedBytes.subtract(bytes, ordering: .relaxed)
        reserved.subtract(taken.count, ordering: .releasing)
        return taken
    }
}

/// Slots that hold a span or nothing.
///
/// It is unsafe inside: a slot owns its span from `fill` to `empty`, each of which one thread does at a time, as the
/// queue's counters have it.
private final class UnsafeMutableSlots: @unchecked Sendable {
    private struct Slot: ~Copyable {
        let span = Atomic<UnsafeRawPointer?>(nil)
        var bytes = 0
    }

    private let slots: UnsafeMutablePointer<Slot>
    private let count: Int

    init(_ count: Int) {
        self.count = count
        slots = .allocate(capacity: count)
        for index in 0..<count { (slots + index).initialize(to: Slot()) }
    }

    deinit {
        for index in 0..<count { _ = empty(index) }
        slots.deinitialize(count: count)
        slots.deallocate()
    }

    func fill(_ index: Int, with span: OTLPSpan, bytes: Int) {
        slots[index].bytes = bytes
        slots[index].span.store(Unmanaged.passRetained(span).toOpaque(), ordering: .releasing)
    }

    func empty(_ index: Int) -> (OTLPSpan, bytes: Int)? {
        // What is reserved and not yet stored comes next time.
        guard let pointer = slots[index].span.load(ordering: .acquiring) else { return nil }
        let bytes = slots[index].bytes
        slots[index].span.store(nil, ordering: .releasing)
        return (Unmanaged<OTLPSpan>.fromOpaque(pointer).takeRetainedValue(), bytes)
    }
}

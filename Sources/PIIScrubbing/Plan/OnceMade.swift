import Synchronization

/// Something that is made when it is first needed, readable without a lock from then on.
///
/// A handle on memory that its owner must free. Who makes it must see to it that nobody else does at the same time.
struct OnceMade<Value>: @unchecked Sendable {
    private let slot: UnsafeMutablePointer<Atomic<UInt>>

    enum State {
        case made(UnsafeMutablePointer<Value>)
        /// It cannot be made.
        case none
        case notYet
    }

    /// In the slot of what cannot be made.
    private static var none: UInt { 1 }

    init() {
        slot = .allocate(capacity: 1)
        slot.initialize(to: Atomic(0))
    }

    func deallocate() {
        if case .made(let value) = state {
            value.deinitialize(count: 1)
            value.deallocate()
        }
        slot.deinitialize(count: 1)
        slot.deallocate()
    }

    @inline(__always)
    var state: State {
        let value = slot.pointee.load(ordering: .acquiring)
        if value == Self.none { return .none }
        return UnsafeMutablePointer(bitPattern: value).map(State.made) ?? .notYet
    }

    /// Nil where it cannot be made, or is not yet.
    @inline(__always)
    var value: UnsafeMutablePointer<Value>? {
        if case .made(let value) = state { value } else { nil }
    }

    /// The same, made now if it is not yet.
    @inline(__always)
    func value(orMake make: () -> UnsafeMutablePointer<Value>?) -> UnsafeMutablePointer<Value>? {
        switch state {
        case .made(let value): value
        case .none: nil
        case .notYet: make()
        }
    }

    /// Keeps it, or that it cannot be made. To be called once.
    func set(_ value: Value?) {
        guard let value else {
            slot.pointee.store(Self.none, ordering: .releasing)
            return
        }
        let pointer = UnsafeMutablePointer<Value>.allocate(capacity: 1)
        pointer.initialize(to: value)
        slot.pointee.store(UInt(bitPattern: pointer), ordering: .releasing)
    }
}

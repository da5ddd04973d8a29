import Synchronization

/// The regexes of a pattern in each mode, readable without a lock once they are compiled.
struct PatternHandles {
    private let slots: UnsafeMutablePointer<Atomic<UInt>>

    init() {
        slots = .allocate(capacity: CompiledPattern.Mode.allCases.count)
        for index in CompiledPattern.Mode.allCases.indices {
            (slots + index).initialize(to: Atomic(0))
        }
    }

    func deallocate() {
        slots.deinitialize(count: CompiledPattern.Mode.allCases.count)
        slots.deallocate()
    }

    /// Nil where it is not compiled yet.
    @inline(__always)
    subscript(mode: CompiledPattern.Mode) -> UnsafeMutablePointer<Regex.Handle>? {
        UnsafeMutablePointer(bitPattern: slots[mode.rawValue].load(ordering: .acquiring))
    }

    func set(_ handle: UnsafeMutablePointer<Regex.Handle>, for mode: CompiledPattern.Mode) {
        slots[mode.rawValue].store(UInt(bitPattern: handle), ordering: .releasing)
    }
}

import Synchronization

/// The regexes of a pattern in each mode and its automaton, readable without a lock once they are made.
struct PatternHandles {
    private let slots: UnsafeMutablePointer<Atomic<UInt>>
    let automaton = OnceMade<MatchAutomaton>()

    private static let slotCount = CompiledPattern.Mode.allCases.count

    init() {
        slots = .allocate(capacity: Self.slotCount)
        for index in 0..<Self.slotCount {
            (slots + index).initialize(to: Atomic(0))
        }
    }

    func deallocate() {
        if case .made(let automaton) = automaton.state { automaton.pointee.deallocate() }
        automaton.deallocate()
        slots.deinitialize(count: Self.slotCount)
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

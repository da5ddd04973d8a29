import Synchronization

/// The regexes of a pattern in each mode and its automaton, readable without a lock once they are made.
struct PatternHandles {
    private let slots: UnsafeMutablePointer<Atomic<UInt>>

    private static let automatonSlot = CompiledPattern.Mode.allCases.count
    private static let slotCount = automatonSlot + 1
    /// In the slot of an automaton, where there is none to be had.
    private static let none: UInt = 1

    init() {
        slots = .allocate(capacity: Self.slotCount)
        for index in 0..<Self.slotCount {
            (slots + index).initialize(to: Atomic(0))
        }
    }

    func deallocate() {
        if case .made(let automaton) = automaton {
            automaton.pointee.deallocate()
            automaton.deallocate()
        }
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

    /// What is known of the automaton of a pattern.
    enum Automaton {
        case made(UnsafeMutablePointer<MatchAutomaton>)
        case none
        case notYet
    }

    @inline(__always)
    var automaton: Automaton {
        let slot = slots[Self.automatonSlot].load(ordering: .acquiring)
        if let pointer = UnsafeMutablePointer<MatchAutomaton>(bitPattern: slot), slot != Self.none {
            return .made(pointer)
        }
        return slot == Self.none ? .none : .notYet
    }

    /// Keeps an automaton, or that there is none. To be called once.
    func setAutomaton(_ automaton: MatchAutomaton?) {
        var slot = Self.none
        if let automaton {
            let pointer = UnsafeMutablePointer<MatchAutomaton>.allocate(capacity: 1)
            pointer.initialize(to: automaton)
            slot = UInt(bitPattern: pointer)
        }
        slots[Self.automatonSlot].store(slot, ordering: .releasing)
    }
}

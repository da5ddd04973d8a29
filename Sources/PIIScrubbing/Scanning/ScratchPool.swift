import Synchronization

#if canImport(Glibc)
    import Glibc
#elseif canImport(Darwin)
    import Darwin
#elseif canImport(Musl)
    import Musl
#endif

/// Scratch that was used before, kept for the next scan.
///
/// A thread finds the scratch it gave back in a slot of its own as a rule, which costs two exchanges and shares no cache
/// line with other threads; what slots cannot take goes to a list behind a lock.
///
/// A handle on memory that its owner must free: with an object in its place every call would count references that all
/// threads share.
struct ScratchPool: @unchecked Sendable {
    private struct Free: ~Copyable {
        var scratches: [Unmanaged<ScanScratch>] = []
    }

    private let free: UnsafeMutablePointer<Mutex<Free>>
    private let slots: UnsafeMutableRawPointer

    private static let slotCount = 16
    /// Two cache lines: processors fetch them in pairs.
    private static let slotBytes = 128
    /// More than this many are not kept: a burst of threads must not hold memory for ever.
    private static let capacity = 64

    init() {
        free = .allocate(capacity: 1)
        free.initialize(to: Mutex(Free()))
        slots = .allocate(byteCount: Self.slotCount * Self.slotBytes, alignment: Self.slotBytes)
        for index in 0..<Self.slotCount {
            (slots + index * Self.slotBytes).initializeMemory(as: Atomic<UInt>.self, to: Atomic(0))
        }
    }

    func deallocate() {
        for index in 0..<Self.slotCount {
            Self.scratch(slot(index).pointee.exchange(0, ordering: .acquiring))?.release()
            slot(index).deinitialize(count: 1)
        }
        slots.deallocate()
        free.pointee.withLock { free in
            for scratch in free.scratches { scratch.release() }
        }
        free.deinitialize(count: 1)
        free.deallocate()
    }

    /// Lends a scratch for the time of the call.
    ///
    /// - Returns: nil where there is no memory for one.
    @inline(__always)
    func withScratch<Result, Failure: Error>(
        for set: CompiledPatternSet,
        _ body: (ScanScratch) throws(Failure) -> Result
    ) throws(Failure) -> Result? {
        let slot = slot(Self.slotOfThread())
        let kept = Self.scratch(slot.pointee.exchange(0, ordering: .acquiring))
        guard let scratch = kept ?? take(for: set) else { return nil }
        defer { give(back: scratch, to: slot) }
        // Lent without counting: it is in no slot as long as it is lent. A typed throw does not pass through that.
        return try scratch._withUnsafeGuaranteedRef { scratch in
            Swift.Result { () throws(Failure) in try body(scratch) }
        }.get()
    }

    @inline(__always)
    private func slot(_ index: Int) -> UnsafeMutablePointer<Atomic<UInt>> {
        (slots + index &* Self.slotBytes).assumingMemoryBound(to: Atomic<UInt>.self)
    }

    @inline(__always)
    private static func slotOfThread() -> Int {
        // Threads' handles are addresses far apart; multiplied, their upper bits spread over the slots.
        #if canImport(Darwin) || canImport(Musl)
            let thread = UInt(bitPattern: pthread_self())
        #else
            let thread = UInt(pthread_self())
        #endif
        return Int(truncatingIfNeeded: (thread &* 0x9E37_79B9_7F4A_7C15) >> 60)
    }

    @inline(__always)
    private static func scratch(_ bits: UInt) -> Unmanaged<ScanScratch>? {
        UnsafeRawPointer(bitPattern: bits).map { Unmanaged.fromOpaque($0) }
    }

    private func take(for set: CompiledPatternSet) -> Unmanaged<ScanScratch>? {
        let kept = free.pointee.withLock { free in UInt(bitPattern: free.scratches.popLast()?.toOpaque()) }
        return Self.scratch(kept) ?? ScanScratch(set).map { Unmanaged.passRetained($0) }
    }

    @inline(__always)
    private func give(back scratch: Unmanaged<ScanScratch>, to slot: UnsafeMutablePointer<Atomic<UInt>>) {
        let bits = UInt(bitPattern: scratch.toOpaque())
        if let other = Self.scratch(slot.pointee.exchange(bits, ordering: .acquiringAndReleasing)) {
            keep(other)
        }
    }

    private func keep(_ scratch: Unmanaged<ScanScratch>) {
        let bits = UInt(bitPattern: scratch.toOpaque())
        free.pointee.withLock { free in
            guard let scratch = Self.scratch(bits) else { return }
            if free.scratches.count < Self.capacity {
                free.scratches.append(scratch)
            } else {
                scratch.release()
            }
        }
    }
}

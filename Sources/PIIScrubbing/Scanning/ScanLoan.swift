/// The set and the scratch of one scan. Whoever lends them keeps them alive as long.
///
/// All that a scan reads at every text or candidate is copied out of the objects: threads that count references to one
/// set get in each other's way.
struct ScanLoan {
    private let setReference: Unmanaged<CompiledPatternSet>
    private let scratchReference: Unmanaged<ScanScratch>
    /// Nil for the plain engine.
    let tables: ScanTables?
    let memory: ScanScratch.Memory
    let startsSeeingBack: UnsafeMutablePointer<UInt8>

    @inline(__always)
    init(set: CompiledPatternSet, scratch: ScanScratch) {
        setReference = .passUnretained(set)
        scratchReference = .passUnretained(scratch)
        tables = set.tables
        memory = scratch.memory
        startsSeeingBack = set.startsSeeingBack
    }

    var set: CompiledPatternSet { setReference.takeUnretainedValue() }

    var scratch: ScanScratch { scratchReference.takeUnretainedValue() }
}

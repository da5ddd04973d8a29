/// The set and the scratch of one scan. Whoever lends them keeps them alive as long.
///
/// All that a scan reads at every text or candidate stands in raw memory, put together once for each scratch: threads
/// that count references to one set get in each other's way, and a copy for every text would cost short ones much.
struct ScanLoan {
    private let contents: UnsafePointer<Contents>

    /// What a scratch keeps ready.
    struct Contents {
        fileprivate let set: Unmanaged<CompiledPatternSet>
        fileprivate let scratch: Unmanaged<ScanScratch>
        let memory: ScanScratch.Memory
        fileprivate let tables: UnsafePointer<ScanTables>?
        fileprivate let startsSeeingBack: UnsafeMutablePointer<UInt8>

        init(_ set: CompiledPatternSet, _ scratch: ScanScratch, _ memory: ScanScratch.Memory) {
            self.set = .passUnretained(set)
            self.scratch = .passUnretained(scratch)
            self.memory = memory
            tables = set.tables
            startsSeeingBack = set.startsSeeingBack
        }
    }

    @inline(__always)
    init(_ contents: UnsafePointer<Contents>) {
        self.contents = contents
    }

    var set: CompiledPatternSet { contents.pointee.set.takeUnretainedValue() }

    var scratch: ScanScratch { contents.pointee.scratch.takeUnretainedValue() }

    @inline(__always)
    var memory: ScanScratch.Memory { contents.pointee.memory }

    /// Nil for the plain engine.
    @inline(__always)
    var tables: UnsafePointer<ScanTables>? { contents.pointee.tables }

    @inline(__always)
    var startsSeeingBack: UnsafeMutablePointer<UInt8> { contents.pointee.startsSeeingBack }
}

extension CompiledPatternSet {
    /// What a scan of a text asks of regexes run at single places. Searches are not counted.
    package func work(scanning text: [UInt8]) throws(ScanFailure) -> ScanWork {
        guard let scratch = ScanScratch(self) else { throw .outOfMemory }
        let work = UnsafeMutablePointer<ScanWork>.allocate(capacity: 1)
        work.initialize(to: ScanWork())
        defer {
            work.deinitialize(count: 1)
            work.deallocate()
        }
        scratch.memory.outcome.pointee.work = work
        scratch.memory.exposed.pointee.work = work
        let result = text.withUnsafeBufferPointer { bytes in
            Result { () throws(ScanFailure) in try TextScan(scratch).run(bytes) }
        }
        try result.get()
        return work.pointee
    }
}

import CByteScan

/// What one scan at a time of one set writes to. Reused, never shared by two threads at once.
package final class ScanScratch {
    let regex: RegexScratch
    private let contents: UnsafeMutablePointer<ScanLoan.Contents>

    /// What a scan reads and writes; valid as long as the scratch and its set are.
    @inline(__always)
    var loan: ScanLoan { ScanLoan(contents) }

    @inline(__always)
    var memory: Memory { contents.pointee.memory }

    /// What a scan writes to, without a look at the object.
    struct Memory {
        /// Where each pattern goes on.
        let cursors: UnsafeMutablePointer<Int>
        /// Which patterns have a keyword in the text.
        let hasKeyword: UnsafeMutablePointer<Bool>
        let records: UnsafeMutablePointer<UInt64>
        let recordCapacity: Int
        /// What the scan that it is lent for finds.
        let outcome: UnsafeMutablePointer<ScanOutcome>
        /// What a look at an edge finds.
        let exposed: UnsafeMutablePointer<ScanOutcome>
        /// What becomes of the outcome: sorted and disjoint.
        let findings: UnsafeMutablePointer<ScratchBuffer<Match>>
        /// What is known of runs of digits; nil where no pattern starts with one.
        let walks: WalkCache?
        let regex: RegexScratch.Memory

        fileprivate init(_ set: CompiledPatternSet, regex: RegexScratch.Memory) {
            self.regex = regex
            let patterns = max(1, set.patterns.count)
            cursors = .allocate(capacity: patterns)
            cursors.initialize(repeating: 0, count: patterns)
            hasKeyword = .allocate(capacity: patterns)
            hasKeyword.initialize(repeating: false, count: patterns)
            recordCapacity = ScanScratch.recordCapacity(set)
            records = .allocate(capacity: recordCapacity)
            outcome = .allocate(capacity: 1)
            outcome.initialize(to: ScanOutcome())
            exposed = .allocate(capacity: 1)
            exposed.initialize(to: ScanOutcome())
            findings = .allocate(capacity: 1)
            findings.initialize(to: ScratchBuffer())
            walks = set.tables?.pointee.run == nil ? nil : WalkCache()
        }

        fileprivate func deallocate() {
            outcome.pointee.deallocate()
            outcome.deallocate()
            exposed.pointee.deallocate()
            exposed.deallocate()
            findings.pointee.deallocate()
            findings.deallocate()
            cursors.deallocate()
            hasKeyword.deallocate()
            records.deallocate()
            walks?.deallocate()
        }
    }

    /// Output that becomes a string.
    private(set) var output: UnsafeMutableBufferPointer<UInt8>

    private static let leastRecords = 8192

    /// Room for what some 2 KB of text give as a rule, and for what the scanner must at least have room for.
    fileprivate static func recordCapacity(_ set: CompiledPatternSet) -> Int {
        max(leastRecords, 2 * Int(set.tables?.pointee.triggers.pointee.block_records ?? 0))
    }
    private static let keptOutput = 256 << 10

    /// - Returns: nil where memory for it could not be had.
    init?(_ set: CompiledPatternSet) {
        let groupCount = set.patterns.reduce(0) { max($0, $1.definition.group) }
        guard
            let regex = RegexScratch(
                groupCount: groupCount,
                matchLimit: UInt32(clamping: set.limits.matchLimit)
            )
        else { return nil }
        self.regex = regex
        contents = .allocate(capacity: 1)
        output = .allocate(capacity: 4096)
        contents.initialize(to: ScanLoan.Contents(set, self, Memory(set, regex: regex.memory)))
    }

    deinit {
        memory.deallocate()
        contents.deallocate()
        output.deallocate()
    }

    /// Room for so many bytes of output. What it held before is lost.
    func outputBuffer(_ count: Int) -> UnsafeMutableBufferPointer<UInt8> {
        if output.count < count {
            output.deallocate()
            output = .allocate(capacity: count + count / 4)
        }
        return output
    }

    /// Gives back what an unusually long text needed. What was found is lost.
    ///
    /// - Parameter bytes: how long the text was.
    @inline(__always)
    func shrink(after bytes: Int) {
        if bytes > Self.shortText || isLarge { shrink() }
    }

    /// Texts up to this many bytes need little.
    private static let shortText = 4096
    /// Whether there is something left to be given back.
    private var isLarge = false

    @inline(never)
    private func shrink() {
        // The two lists change places.
        let used = max(memory.findings.pointee.count, memory.outcome.pointee.matches.count)
        isLarge = memory.findings.pointee.shrink(used: used)
        isLarge = memory.outcome.pointee.shrink(matches: used) || isLarge
        let exposed = memory.exposed
        isLarge = exposed.pointee.shrink(matches: exposed.pointee.matches.count) || isLarge
        guard output.count > Self.keptOutput else { return }
        output.deallocate()
        output = .allocate(capacity: 4096)
    }
}

/// What a scan asked of regexes, for tests that hold it to linear cost.
package struct ScanWork {
    /// A run of a regex at one offset.
    package struct Run {
        package var pattern: Int
        package var offset: Int
    }

    package var runs: [Run] = []
    /// Bytes that were looked at to find where to run a regex.
    package var steps = 0
}

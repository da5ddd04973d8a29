/// Scrubs a text that is too long to hold, piece by piece: wherever it is cut, the output is that of the whole.
///
/// What may still become part of a finding is held back. An item that is longer than the hold-back is redacted from
/// where it starts to where it ends, or where the text does. Recognizers take no part: they need whole texts.
package struct ChunkedScrubber: Sendable {
    /// What scrubbing a piece came to.
    package struct Output: Sendable {
        /// What part of the text is decided with it, in bytes from the start of the whole text.
        package fileprivate(set) var decided: Range<Int>
        /// The clean text of that part, or the text as it is where that was asked for.
        package internal(set) var bytes: [UInt8] = []
        /// What was found in it; offsets count from the start of the whole text.
        package fileprivate(set) var matches: [Match] = []
        /// What was met when the piece could not be scanned; its text was replaced as a whole.
        package fileprivate(set) var failure: ScanFailure?
        fileprivate let engine: Engine

        package var findings: [Finding] { matches.map { engine.finding($0) } }
    }

    /// What an output gives of the text.
    package enum Content: Sendable {
        case redacted
        case original
    }

    let engine: Engine
    let content: Content
    private let holdBack: Int

    /// Context, then text that is not yet decided.
    var buffer: [UInt8] = []
    /// Offset of the buffer in the whole text.
    private(set) var bufferOffset = 0
    /// Where the undecided text starts in the buffer.
    var undecided = 0
    /// Findings that end in the context.
    var earlier: [Range<Int>] = []
    var overlong: OverlongItem?

    /// What is kept of decided text, for look-behind and context words. At least twice the farthest context.
    static let contextBytes = 1024
    /// Undecided text before a piece's end that look-ahead, context words and exposure may still need.
    static let marginBytes = 1024

    /// - Parameter holdBack: the longest item that is found as such, in bytes.
    package init(_ engine: Engine, content: Content = .redacted, holdBack: Int = 64 << 10) {
        self.engine = engine
        self.content = content
        self.holdBack = max(holdBack, 2 * Self.marginBytes)
    }

    /// Bytes that are held: what is not yet decided, and context.
    package var heldBytes: Int { buffer.count }

    /// How much of the whole text is decided, in bytes: no finding of a later piece starts before.
    private var decidedBytes: Int { bufferOffset + undecided }

    /// Takes the next piece of the text.
    ///
    /// - Parameter isLast: whether the text ends with it.
    package mutating func append(_ piece: some Collection<UInt8>, isLast: Bool = false) -> Output {
        let start = decidedBytes
        buffer += piece
        var output = Output(decided: start..<start, engine: engine)
        scan(isLast: isLast, to: &output)
        output.decided = start..<decidedBytes
        return output
    }

    /// Ends the text.
    package mutating func finish() -> Output {
        append([], isLast: true)
    }

    /// What a scan of the buffer came to.
    private struct Scanned {
        /// Sorted and disjoint.
        var findings: [Match]
        /// What scanning must not start anew inside of.
        var extents: [Range<Int>]
        /// The first offset from which a match may go on behind the end.
        var firstPartial: Int?
        /// From where on something may come to light once that match is found.
        var firstExposed: Int?
    }

    private mutating func scan(isLast: Bool, to output: inout Output) {
        guard engine.isEnabled else {
            emit(upTo: buffer.count, findings: [], to: &output)
            return dropContext()
        }
        if overlong != nil {
            skipOverlong(isLast: isLast, to: &output)
            guard overlong == nil else { return }
        }
        // Less than the margin decides nothing.
        guard isLast || buffer.count - undecided > Self.marginBytes else { return }
        do throws(ScanFailure) {
            let result = try scanBuffer(isPartial: !isLast)
            commit(result.findings, upTo: isLast ? buffer.count : decidable(result), to: &output)
            if buffer.count - undecided > holdBack { try relieve(to: &output) }
        } catch {
            replaceAll(because: error, in: &output)
        }
    }

    /// - Parameter end: where the text is taken to end; where the buffer does unless given.
    private func scanBuffer(isPartial: Bool, upTo end: Int? = nil) throws(ScanFailure) -> Scanned {
        try withScratch { scratch throws(ScanFailure) in
            let scan = TextScan(scratch, isPartial: isPartial)
            return try buffer.withUnsafeBufferPointer { bytes in
                Result { () throws(ScanFailure) in
                    let bytes = UnsafeBufferPointer(rebasing: bytes[..<(end ?? bytes.count)])
                    try scan.run(bytes, from: undecided, earlier: earlier)
                    let findings = scratch.memory.findings.pointee.elements
                    if let first = findings.first, first.lowerBound < undecided {
                        // It was widened to a whole character, of which a part was passed on already.
                        findings[0].lowerBound = undecided
                    }
                    let outcome = scratch.memory.outcome.pointee
                    return Scanned(
                        findings: Array(findings),
                        extents: outcome.extents.elements.map { $0.lowerBound..<$0.upperBound },
                        firstPartial: outcome.firstPartial,
                        firstExposed: outcome.firstPartial.map { open in
                            // However far back something may come to light: no more than this is kept for it.
                            max(open - holdBack / 2, scan.exposed(before: open, in: bytes, earlier: earlier))
                        }
                    )
                }
            }.get()
        }
    }

    func withScratch<Result>(_ body: (ScanScratch) throws(ScanFailure) -> Result) throws(ScanFailure) -> Result {
        let result = try engine.set.scratches.withScratch(for: engine.set) { scratch throws(ScanFailure) in
            defer { scratch.shrink(after: buffer.count) }
            return try body(scratch)
        }
        guard let result else { throw .outOfMemory }
        return result
    }

    /// The farthest offset up to which nothing that follows can change a thing.
    private func decidable(_ result: Scanned) -> Int {
        let extents = Markers.union(result.extents)
        var end = min(buffer.count - Self.marginBytes, result.firstExposed ?? buffer.count)
        while end > undecided {
            if let straddling = extents.last(where: { $0.lowerBound < end }), straddling.upperBound > end {
                end = straddling.lowerBound
            } else if startOfScalar(at: end) < end {
                // A finding that starts inside a character takes all of it.
                end = startOfScalar(at: end)
            } else {
                return end
            }
        }
        return undecided
    }

    /// Decides what is held although it may still become part of something, so that memory stays bounded.
    private mutating func relieve(to output: inout Output) throws(ScanFailure) {
        let scanned = try scanBuffer(isPartial: true)
        guard let open = scanned.firstPartial, open >= undecided else {
            return forceCut(scanned.findings, before: buffer.count, to: &output)
        }
        guard buffer.count - open > holdBack else {
            // What is open is not too long yet, and may be anything.
            return forceCut(scanned.findings, before: scanned.firstExposed ?? open, to: &output)
        }
        guard patternOpen(at: open) != nil else {
            return forceCut(scanned.findings, before: buffer.count, to: &output)
        }
        // What is open there will be redacted, so what stands before it ends there.
        var findings = try scanBuffer(isPartial: false, upTo: open).findings
        for finding in scanned.findings where finding.lowerBound < open {
            findings.append(
                Match(
                    pattern: finding.pattern,
                    range: finding.lowerBound..<min(finding.upperBound, open),
                    rank: finding.rank
                )
            )
        }
        commit(Resolution.resolved(findings), upTo: open, to: &output)
        _ = openOverlong(to: &output)
    }

    private func startOfScalar(at offset: Int) -> Int {
        var start = offset
        while start > 0, start > offset - 3, buffer[start] & 0xC0 == 0x80 { start -= 1 }
        return start
    }

    // MARK: What is decided

    /// - Parameter findings: sorted and disjoint; what ends behind `end` is left for later.
    mutating func commit(_ findings: [Match], upTo end: Int, to output: inout Output) {
        let count = 1 + (findings.lastIndex { $0.upperBound <= end } ?? -1)
        emit(upTo: end, findings: findings[..<count], to: &output)
        dropContext()
    }

    /// Passes text on as decided.
    private mutating func emit(upTo end: Int, findings: ArraySlice<Match>, to output: inout Output) {
        switch content {
        case .redacted:
            output.bytes += buffer.withUnsafeBufferPointer {
                engine.redactor.redact($0, in: undecided..<end, findings: findings)
            }
        case .original:
            output.bytes += buffer[undecided..<end]
        }
        for match in findings {
            output.matches.append(match)
            output.matches[output.matches.count - 1].shift(by: bufferOffset)
        }
        earlier += findings.reversed().prefix { $0.upperBound > end - Self.contextBytes }.reversed().map(\.range)
        undecided = end
    }

    mutating func dropContext() {
        let dropped = undecided - Self.contextBytes
        guard dropped > 0 else { return }
        // Nothing that is kept for later holds memory that only a piece needed.
        buffer = Array(buffer[dropped...])
        bufferOffset += dropped
        undecided -= dropped
        earlier = earlier.compactMap { range in
            guard range.upperBound > dropped else { return nil }
            return max(0, range.lowerBound - dropped)..<(range.upperBound - dropped)
        }
    }

    private mutating func replaceAll(because failure: ScanFailure, in output: inout Output) {
        output.failure = failure
        output.bytes += content == .redacted ? engine.redactor.replacement : Array(buffer[undecided...])
        earlier.append(undecided..<buffer.count)
        undecided = buffer.count
        dropContext()
    }
}

// MARK: On several threads

extension ChunkedScrubber: TextPass {
    package typealias Product = Output

    /// Whether both have decided the same and go on with the same: from there on they find the same.
    package func isInStep(with other: ChunkedScrubber) -> Bool {
        decidedBytes == other.decidedBytes && bufferOffset == other.bufferOffset && earlier == other.earlier
            && overlong == other.overlong && buffer == other.buffer
    }

    /// One that begins with a slab, not knowing what was found before it.
    package func begun(with slab: Slab) -> ChunkedScrubber {
        var scrubber = ChunkedScrubber(engine, content: content, holdBack: holdBack)
        scrubber.buffer = slab.context
        scrubber.bufferOffset = slab.offset - slab.context.count
        scrubber.undecided = slab.context.count
        return scrubber
    }
}

/// Scrubs a text that is too long to hold, piece by piece: wherever it is cut, the output is that of the whole.
///
/// What may still become part of a finding is held back. An item that is longer than the hold-back is redacted from
/// where it starts to where it ends, or where the text does. Recognizers take no part: they need whole texts.
package struct ChunkedScrubber {
    /// What scrubbing a piece came to.
    package struct Output {
        /// Clean text. More of it follows with later pieces.
        package var bytes: [UInt8] = []
        /// What was found in it; offsets count from the start of the whole text.
        package var findings: [Finding] = []
        /// What was met when the piece could not be scanned; its text was replaced as a whole.
        package var failure: ScanFailure?
    }

    private let engine: Engine
    private let scratch: ScanScratch
    private let holdBack: Int

    /// Context, then text that is not yet decided.
    private var buffer: [UInt8] = []
    /// Offset of the buffer in the whole text.
    private var bufferOffset = 0
    /// Where the undecided text starts in the buffer.
    private var undecided = 0
    /// Findings that end in the context.
    private var earlier: [Range<Int>] = []
    private var overlong: OverlongItem?

    /// What is kept of decided text, for look-behind and context words. At least twice the farthest context.
    private static let contextBytes = 1024
    /// Undecided text before a piece's end that look-ahead, context words and exposure may still need.
    private static let marginBytes = 512

    /// - Parameter holdBack: the longest item that is found as such, in bytes.
    /// - Returns: nil where there is no memory for it.
    package init?(_ engine: Engine, holdBack: Int = 64 << 10) {
        guard let scratch = ScanScratch(engine.set) else { return nil }
        self.engine = engine
        self.scratch = scratch
        self.holdBack = max(holdBack, 2 * Self.marginBytes)
    }

    /// Bytes that are held: what is not yet decided, and context.
    package var heldBytes: Int { buffer.count }

    /// How much of the whole text is decided, in bytes: no finding of a later piece starts before.
    package var decidedBytes: Int { bufferOffset + undecided }

    /// Takes the next piece of the text.
    package mutating func append(_ piece: some Collection<UInt8>) -> Output {
        buffer += piece
        return scan(isLast: false)
    }

    /// Ends the text.
    package mutating func finish() -> Output {
        scan(isLast: true)
    }

    /// What a scan of the buffer came to.
    private struct Scanned {
        /// Sorted and disjoint.
        var findings: [Match]
        /// What scanning must not start anew inside of.
        var extents: [Range<Int>]
        /// The first offset from which a match may go on behind the end.
        var firstPartial: Int?
    }

    private mutating func scan(isLast: Bool) -> Output {
        guard engine.isEnabled else { return passThrough() }
        var output = Output()
        if overlong != nil {
            skipOverlong(isLast: isLast)
            guard overlong == nil else { return output }
        }
        // Less than the margin decides nothing.
        guard isLast || buffer.count - undecided > Self.marginBytes else { return output }
        do throws(ScanFailure) {
            let result = try scanBuffer(isPartial: !isLast)
            let end = isLast ? buffer.count : Self.decided(result, in: buffer.count, from: undecided)
            commit(result.findings, upTo: end, to: &output)
            if buffer.count - undecided > holdBack, !openOverlong(to: &output) {
                forceCut(result.findings, to: &output)
            }
        } catch {
            replaceAll(because: error, in: &output)
        }
        return output
    }

    private func scanBuffer(isPartial: Bool) throws(ScanFailure) -> Scanned {
        let scan = TextScan(set: engine.set, scratch: scratch, isPartial: isPartial)
        return try buffer.withUnsafeBufferPointer { bytes in
            Result { () throws(ScanFailure) in
                try scan.run(bytes, from: undecided, earlier: earlier)
                return Scanned(
                    findings: Array(scratch.memory.findings.pointee.elements),
                    extents: scratch.memory.outcome.pointee.extents.elements.map { $0.lowerBound..<$0.upperBound },
                    firstPartial: scratch.memory.outcome.pointee.firstPartial
                )
            }
        }.get()
    }

    /// The farthest offset up to which nothing that follows can change a thing.
    private static func decided(_ result: Scanned, in count: Int, from start: Int) -> Int {
        let limit = min(count - marginBytes, result.firstPartial ?? count)
        let straddling = Markers.union(result.extents).first { $0.lowerBound < limit && $0.upperBound > limit }
        let end = straddling?.lowerBound ?? limit
        return max(start, end)
    }

    private mutating func commit(_ findings: some Sequence<Match>, upTo end: Int, to output: inout Output) {
        let decided = findings.filter { $0.range.upperBound <= end }
        output.bytes += buffer.withUnsafeBufferPointer {
            engine.redactor.redact($0, in: undecided..<end, findings: decided)
        }
        output.findings += decided.map { engine.finding($0, offset: bufferOffset) }
        earlier += decided.map(\.range)
        undecided = end
        dropContext()
    }

    private mutating func dropContext() {
        let dropped = undecided - Self.contextBytes
        guard dropped > 0 else { return }
        buffer.removeFirst(dropped)
        bufferOffset += dropped
        undecided -= dropped
        earlier = earlier.compactMap { range in
            guard range.upperBound > dropped else { return nil }
            return max(0, range.lowerBound - dropped)..<(range.upperBound - dropped)
        }
    }

    private mutating func passThrough() -> Output {
        defer {
            bufferOffset += buffer.count
            buffer.removeAll(keepingCapacity: true)
        }
        return Output(bytes: buffer)
    }

    private mutating func replaceAll(because failure: ScanFailure, in output: inout Output) {
        output.failure = failure
        output.bytes += engine.redactor.replacement
        earlier.append(undecided..<buffer.count)
        undecided = buffer.count
        dropContext()
    }
}

// MARK: Items longer than the hold-back

extension ChunkedScrubber {
    /// An item whose end is not in sight.
    private struct OverlongItem {
        /// Its start, in the whole text.
        var start: Int
        var pattern: Int
        /// Its first bytes, which let the regex go on with a later piece.
        var opener: [UInt8]
    }

    private static let openerBytes = 4096

    /// Redacts what is undecided: an item starts there that does not end within the hold-back.
    ///
    /// - Returns: false where no match that starts there is still open.
    private mutating func openOverlong(to output: inout Output) -> Bool {
        let start = undecided
        guard let pattern = patternOpen(at: start) else { return false }
        let opener = Array(buffer[start...].prefix(Self.openerBytes))
        overlong = OverlongItem(start: bufferOffset + start, pattern: pattern, opener: opener)
        let whole = Match(pattern: pattern, range: start..<buffer.count, rank: 0)
        commit([whole], upTo: buffer.count, to: &output)
        return true
    }

    /// Decides what is held although matches of several patterns overlap in one long chain: what was found is
    /// redacted, and memory stays bounded.
    private mutating func forceCut(_ findings: [Match], to output: inout Output) {
        let limit = buffer.count - Self.marginBytes
        let straddling = findings.first { $0.range.lowerBound < limit && $0.range.upperBound > limit }
        commit(findings, upTo: max(undecided, straddling?.range.upperBound ?? limit), to: &output)
    }

    /// The pattern of which a match starts at the offset and has not ended.
    private func patternOpen(at offset: Int) -> Int? {
        engine.set.patterns.first { pattern in
            isOpen(pattern.index, buffer[...], at: offset)
        }?.index
    }

    private func isOpen(_ pattern: Int, _ bytes: ArraySlice<UInt8>, at offset: Int) -> Bool {
        if case .partial = end(of: pattern, in: bytes, at: offset) { true } else { false }
    }

    private func end(of pattern: Int, in bytes: ArraySlice<UInt8>, at offset: Int) -> SearchOutcome {
        guard let regex = try? engine.set.patterns[pattern].regex(.anchoredPartial) else { return .none }
        return bytes.withUnsafeBufferPointer { subject in
            regex.search(
                subject,
                upTo: subject.count,
                from: offset,
                group: 0,
                scratch: scratch.regex
            )
        }
    }

    /// Drops text as long as the item goes on. The regex sees the item's first bytes with the new text behind them.
    private mutating func skipOverlong(isLast: Bool) {
        guard let item = overlong else { return }
        let fresh = buffer[undecided...]
        let joined = item.opener + fresh
        let upTo: Int
        switch end(of: item.pattern, in: joined[...], at: 0) {
        case .partial:
            upTo = buffer.count
        case .match(let whole, _):
            upTo = undecided + max(0, whole.upperBound - item.opener.count)
            overlong = nil
        case .none, .stopped:
            // It was no item after all; what was taken stays redacted.
            upTo = undecided
            overlong = nil
        }
        if isLast {
            overlong = nil
        }
        if let last = earlier.popLast() {
            earlier.append(last.lowerBound..<upTo)
        }
        undecided = upTo
        dropContext()
    }
}

/// Items that are longer than the hold-back.
extension ChunkedScrubber {
    /// An item whose end is not in sight.
    struct OverlongItem: Sendable, Hashable {
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
    mutating func openOverlong(to output: inout Output) -> Bool {
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
    ///
    /// - Parameter end: what stands from there on is held all the same.
    mutating func forceCut(_ findings: [Match], before end: Int, to output: inout Output) {
        let limit = min(buffer.count - Self.marginBytes, end)
        guard limit > undecided else { return }
        let straddling = findings.first { $0.range.lowerBound < limit && $0.range.upperBound > limit }
        commit(findings, upTo: max(undecided, straddling?.range.upperBound ?? limit), to: &output)
    }

    /// The pattern of which a match starts at the offset and has not ended: in the text, or in what follows by itself, as
    /// it does where something ends that is redacted.
    func patternOpen(at offset: Int) -> Int? {
        let patterns = engine.set.patterns
        if let pattern = patterns.first(where: { isOpen($0.index, buffer, at: offset) }) { return pattern.index }
        let rest = Array(buffer[offset...])
        return patterns.first { isOpen($0.index, rest, at: 0) }?.index
    }

    private func isOpen(_ pattern: Int, _ bytes: [UInt8], at offset: Int) -> Bool {
        if case .partial = end(of: pattern, in: bytes, at: offset) { true } else { false }
    }

    private func end(of pattern: Int, in bytes: [UInt8], at offset: Int) -> SearchOutcome {
        guard let regex = try? engine.set.patterns[pattern].regex(.anchoredPartial) else { return .none }
        let outcome = try? withScratch { scratch in
            bytes.withUnsafeBufferPointer { subject in
                regex.search(subject, upTo: subject.count, from: offset, group: 0, scratch: scratch.regex)
            }
        }
        return outcome ?? .none
    }

    /// Drops text as long as the item goes on. The regex sees the item's first bytes with the new text behind them.
    mutating func skipOverlong(isLast: Bool, to output: inout Output) {
        guard let item = overlong else { return }
        let joined = item.opener + buffer[undecided...]
        let upTo: Int
        switch end(of: item.pattern, in: joined, at: 0) {
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
        if content == .original {
            output.bytes += buffer[undecided..<upTo]
        }
        if let last = earlier.popLast() {
            earlier.append(last.lowerBound..<upTo)
        }
        undecided = upTo
        dropContext()
    }
}

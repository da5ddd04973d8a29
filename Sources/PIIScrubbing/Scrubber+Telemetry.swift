import CByteScan

/// What the other modules of the package need besides: each of these throws where a text cannot be scanned, and tells
/// what was found.
extension Scrubber {
    /// What stands in place of a text that could not be scanned, as UTF-8.
    package var replacement: [UInt8] { engine.redactor.replacement }

    /// Every text that stands in place of findings.
    package var markers: [String] { engine.markers }

    /// What the patterns find, by their indices in matches.
    package var entities: [Entity] { engine.set.patterns.map(\.definition.entity) }

    package var hasRecognizers: Bool { engine.hasRecognizers }

    /// The text scrubbed by patterns alone.
    ///
    /// - Parameter onFindings: told what was found, if anything was. Sorted and disjoint; only for the time of the call.
    package func scrubbedByPatterns(
        _ text: String,
        onFindings: (UnsafeBufferPointer<Match>) -> Void
    ) throws(ScanFailure) -> String {
        guard engine.isEnabled else { return text }
        if let output = engine.scrubbedByPatterns(text, onFindings) { return try output.get() }
        var copy = text
        copy.makeContiguousUTF8()
        guard let output = engine.scrubbedByPatterns(copy, onFindings) else { throw .outOfMemory }
        return try output.get()
    }

    /// The scrubbed text, with recognizers asked on the caller's thread.
    ///
    /// - Parameters:
    ///   - deadline: when recognizers must be done.
    ///   - margin: bytes at the end that are looked at and not passed on.
    package func result(
        of text: String,
        by deadline: ContinuousClock.Instant,
        margin: Int
    ) -> ScrubResult<String> {
        engine.scrub(text, margin: margin, recognized: { engine.recognize($0, by: deadline) })
    }

    /// The same without holding a thread.
    package func result(
        of text: String,
        by deadline: ContinuousClock.Instant,
        margin: Int
    ) async -> ScrubResult<String> {
        let recognized = await engine.recognize(text, deadline: deadline)
        return engine.scrub(text, margin: margin, recognized: { _ in recognized })
    }

    /// How the scrubbed text starts, by patterns alone: the same as scrubbing all of it, at the cost of the start and of
    /// what patterns look at behind it. An item of more than 64 KB is redacted from where it starts.
    ///
    /// - Parameter scalars: how many Unicode scalars of output are wanted; there may be more.
    /// - Returns: the start, and whether it is all there is.
    package func start(
        of text: String,
        scalars: Int,
        onFindings: (UnsafeBufferPointer<Match>) -> Void
    ) throws(ScanFailure) -> (text: String, isWhole: Bool) {
        var text = text
        return try text.withUTF8 { bytes in
            Result { () throws(ScanFailure) in
                var scrubber = ChunkedScrubber(engine)
                var output: [UInt8] = []
                var taken = 0
                var made = 0
                var next = scalars + 4 * ChunkedScrubber.marginBytes
                while taken < bytes.count, made <= scalars {
                    let end = min(bytes.count, taken + next)
                    let piece = scrubber.append(bytes[taken..<end], isLast: end == bytes.count)
                    if let failure = piece.failure { throw failure }
                    piece.matches.withUnsafeBufferPointer { if !$0.isEmpty { onFindings($0) } }
                    output += piece.bytes
                    made += bytescan_count_scalars(piece.bytes, piece.bytes.count)
                    taken = end
                    next = 16 << 10
                }
                return (String(decoding: output, as: UTF8.self), taken == bytes.count)
            }
        }.get()
    }
}

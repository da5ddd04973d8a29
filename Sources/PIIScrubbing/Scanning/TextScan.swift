/// Scans one text: all patterns, overlaps settled, and what became visible by that.
struct TextScan {
    let set: CompiledPatternSet
    let scratch: RegexScratch
    var isPartial = false

    struct Result {
        /// Sorted and disjoint.
        var findings: [Match] = []
        /// What scanning must not start anew inside of; unsorted.
        var extents: [Range<Int>] = []
        /// The first offset from which a match may go on behind the end.
        var firstPartial: Int?
    }

    /// - Parameters:
    ///   - text: UTF-8 bytes, not necessarily valid.
    ///   - start: where to start; what lies before it is context.
    ///   - earlier: sorted findings before `start`.
    ///   - added: what recognizers found.
    func run(
        _ text: UnsafeBufferPointer<UInt8>,
        from start: Int = 0,
        earlier: [Range<Int>] = [],
        added: [Match] = []
    ) throws(ScanFailure) -> Result {
        let markers = MarkerMask.ranges(of: set.markers, in: text, from: 0)
        guard !markers.isEmpty else {
            return try run(text, markers: [], from: start, earlier: earlier, added: added)
        }
        let masked = MarkerMask.masked(text, markers)
        // A typed throw does not pass through `withUnsafeBufferPointer`.
        return try masked.withUnsafeBufferPointer { subject in
            Swift.Result { () throws(ScanFailure) in
                try run(subject, markers: markers, from: start, earlier: earlier, added: added)
            }
        }.get()
    }

    private func run(
        _ subject: UnsafeBufferPointer<UInt8>,
        markers: [Range<Int>],
        from start: Int,
        earlier: [Range<Int>],
        added: [Match]
    ) throws(ScanFailure) -> Result {
        let scanner = PlainScanner(set: set, scratch: scratch, isPartial: isPartial)
        let outcome = try scanner.scan(subject, from: start)
        var result = Result(extents: outcome.extents, firstPartial: outcome.firstPartial)
        result.findings = Resolution.resolve(outcome.matches + added, fixed: markers)
        guard !result.findings.isEmpty || !markers.isEmpty || !earlier.isEmpty else { return result }
        var exposure = Exposure(
            scanner: PlainScanner(set: set, scratch: scratch, isPartial: false),
            start: start,
            fixed: MarkerMask.union(markers + earlier),
            findings: result.findings
        )
        try exposure.run(on: subject, suppressed: outcome.suppressed)
        if !exposure.added.isEmpty {
            result.findings = Resolution.resolve(result.findings + exposure.added)
            result.extents += exposure.added.map(\.range)
        }
        return result
    }
}

/// Scans one text: all patterns, overlaps settled, and what became visible by that.
struct TextScan {
    let set: CompiledPatternSet
    let scratch: ScanScratch
    var isPartial = false

    package struct Result {
        /// Sorted and disjoint.
        var findings = ContiguousArray<Match>()
        var outcome = ScanOutcome()

        /// What scanning must not start anew inside of; unsorted.
        var extents: [Range<Int>] { outcome.extents }
        /// The first offset from which a match may go on behind the end.
        var firstPartial: Int? { outcome.firstPartial }

        mutating func removeAll() {
            findings.removeAll(keepingCapacity: true)
            outcome.removeAll()
        }
    }

    /// - Parameters:
    ///   - text: UTF-8 bytes, not necessarily valid.
    ///   - start: where to start; what lies before it is context.
    ///   - earlier: sorted findings before `start`.
    ///   - added: what recognizers found.
    ///   - result: what is found; what it held before is dropped, its memory is used again.
    func run(
        _ text: UnsafeBufferPointer<UInt8>,
        from start: Int = 0,
        earlier: [Range<Int>] = [],
        added: [Match] = [],
        into result: inout Result
    ) throws(ScanFailure) {
        result.removeAll()
        let scanner = Scanner(set: set, scratch: scratch)
        let markers = try scan(text, from: start, scanner, into: &result.outcome)
        Resolution.resolve(&result.outcome.matches, added: added, fixed: markers, into: &result.findings)
        guard !result.findings.isEmpty || !earlier.isEmpty else { return }
        var exposure = Exposure(scanner: scanner, text: text, start: start, markers: markers, earlier: earlier)
        try exposure.run(findings: result.findings, of: result.outcome)
        if !exposure.added.isEmpty {
            if isPartial { result.outcome.extents += exposure.added.map(\.range) }
            result.findings += exposure.added
            result.findings.sort { $0.range.lowerBound < $1.range.lowerBound }
        }
    }

    /// - Returns: where markers stand.
    private func scan(
        _ text: UnsafeBufferPointer<UInt8>,
        from start: Int,
        _ scanner: Scanner,
        into outcome: inout ScanOutcome
    ) throws(ScanFailure) -> [Range<Int>] {
        // Few texts have markers, and the fast engine tells on its way.
        if let plan = set.plan, plan.findsMarkers, start == 0 {
            let isWhole = try scanner.scanFast(
                text,
                plan,
                from: start,
                isPartial: isPartial,
                startsTimer: true,
                stopsAtMarker: true,
                into: &outcome
            )
            if isWhole { return [] }
            outcome.removeAll()
        }
        let markers = Markers.ranges(of: set.markers, in: text, from: 0)
        guard !markers.isEmpty else {
            try scanner.scan(text, from: start, isPartial: isPartial, startsTimer: true, into: &outcome)
            return []
        }
        // No finding reaches into a marker, but one may reach over it.
        let masked = Markers.masked(text, markers)
        // A typed throw does not pass through `withUnsafeBufferPointer`.
        try masked.withUnsafeBufferPointer { subject in
            Swift.Result { () throws(ScanFailure) in
                try scanner.scan(subject, from: start, isPartial: isPartial, startsTimer: true, into: &outcome)
            }
        }.get()
        return markers
    }
}

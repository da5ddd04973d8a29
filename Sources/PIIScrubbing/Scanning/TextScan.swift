/// Scans one text: all patterns, overlaps settled, and what became visible by that.
struct TextScan {
    private let loan: ScanLoan
    private let isPartial: Bool

    @inline(__always)
    init(_ scratch: ScanScratch, isPartial: Bool = false) {
        loan = scratch.loan
        self.isPartial = isPartial
    }

    /// Leaves what it finds in the scratch: `findings`, sorted and disjoint, and the `outcome` they were settled from.
    ///
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
    ) throws(ScanFailure) {
        let outcome = loan.memory.outcome
        let findings = loan.memory.findings
        outcome.pointee.removeAll()
        outcome.pointee.keepsExtents = isPartial
        loan.memory.exposed.pointee.keepsExtents = isPartial
        findings.pointee.removeAll()
        try findAll(text, from: start, earlier: earlier, added: added)
        if outcome.pointee.isIncomplete || findings.pointee.isIncomplete { throw .outOfMemory }
    }

    @inline(__always)
    private func findAll(
        _ text: UnsafeBufferPointer<UInt8>,
        from start: Int,
        earlier: [Range<Int>],
        added: [Match]
    ) throws(ScanFailure) {
        let outcome = loan.memory.outcome
        let findings = loan.memory.findings
        let scanner = Scanner(loan)
        let markers = try scan(text, from: start, scanner)
        Resolution.resolve(&outcome.pointee.matches, added: added, fixed: markers, into: &findings.pointee)
        guard !findings.pointee.isEmpty || !earlier.isEmpty else { return }
        let edges = FindingEdges(loan, text)
        if earlier.isEmpty, outcome.pointee.suppressed.isEmpty {
            var firstUnsettled = 0
            let first = edges.firstToLookAt(
                UnsafeBufferPointer(findings.pointee.elements),
                from: 0,
                behind: 0,
                upTo: .max,
                UnsafeBufferPointer(outcome.pointee.unsettled.elements),
                &firstUnsettled
            )
            if first == findings.pointee.count { return }
        }
        var exposure = Exposure(
            scanner: scanner,
            edges: edges,
            text: text,
            isPartial: isPartial,
            start: start,
            markers: markers,
            earlier: earlier
        )
        try exposure.run(
            findings: UnsafeBufferPointer(findings.pointee.elements),
            suppressed: UnsafeBufferPointer(outcome.pointee.suppressed.elements),
            unsettled: UnsafeBufferPointer(outcome.pointee.unsettled.elements)
        )
        if let partial = exposure.firstPartial { outcome.pointee.addPartial(partial) }
        if !exposure.added.isEmpty {
            if isPartial { outcome.pointee.extents.append(contentsOf: exposure.extents) }
            findings.pointee.append(contentsOf: exposure.added)
            var all = findings.pointee.elements
            all.sort { $0.lowerBound < $1.lowerBound }
        }
    }

    /// From where on something may come to light once the match that starts at an edge is found; to be asked behind a run.
    func exposed(before edge: Int, in text: UnsafeBufferPointer<UInt8>, earlier: [Range<Int>]) -> Int {
        let findings = UnsafeBufferPointer(loan.memory.findings.pointee.elements)
        let before = findings.last { $0.lowerBound < edge }?.upperBound ?? earlier.last?.upperBound ?? 0
        return FindingEdges(loan, text).exposed(
            before: edge,
            behind: min(edge, before),
            UnsafeBufferPointer(loan.memory.outcome.pointee.unsettled.elements)
        )
    }

    /// - Returns: where markers stand.
    @inline(__always)
    private func scan(
        _ text: UnsafeBufferPointer<UInt8>,
        from start: Int,
        _ scanner: Scanner
    ) throws(ScanFailure) -> [Range<Int>] {
        // Few texts have markers, and the fast engine tells on its way.
        if let tables = loan.tables, tables.pointee.findsMarkers, start == 0 {
            let isWhole = try scanner.scanFast(
                text,
                tables,
                from: start,
                isPartial: isPartial,
                startsTimer: true,
                stopsAtMarker: true,
                into: loan.memory.outcome
            )
            if isWhole { return [] }
            loan.memory.outcome.pointee.removeAll()
        }
        return try scanAroundMarkers(text, from: start, scanner)
    }

    /// Apart from the short way: the compiler would have that make room for what is needed here only.
    @inline(never)
    private func scanAroundMarkers(
        _ text: UnsafeBufferPointer<UInt8>,
        from start: Int,
        _ scanner: Scanner
    ) throws(ScanFailure) -> [Range<Int>] {
        let markers = Markers.ranges(of: loan.set.markers, in: text, from: 0)
        guard !markers.isEmpty else {
            try scanner.scan(text, from: start, isPartial: isPartial, startsTimer: true, into: loan.memory.outcome)
            return []
        }
        // No finding reaches into a marker, but one may reach over it.
        let masked = Markers.masked(text, markers)
        // A typed throw does not pass through `withUnsafeBufferPointer`.
        try masked.withUnsafeBufferPointer { subject in
            Swift.Result { () throws(ScanFailure) in
                try scanner.scan(
                    subject,
                    from: start,
                    isPartial: isPartial,
                    startsTimer: true,
                    into: loan.memory.outcome
                )
            }
        }.get()
        return markers
    }
}

/// Finds what a finding hid.
///
/// Patterns look at what stands beside a match: `john@acme.com123-45-6789` has no SSN as long as a letter stands
/// before it. Once the address is redacted it has one. So what stands between findings and markers counts as a text of
/// its own, and at the edges of findings the patterns run again on it; and a match that a word spoke against is looked
/// at again, should that word be part of a finding. This is also what makes scrubbing twice the same as scrubbing once.
struct Exposure {
    private let scanner: Scanner
    private let text: UnsafeBufferPointer<UInt8>
    private let start: Int
    private let markers: [Range<Int>]
    private let earlier: [Range<Int>]
    private(set) var added: [Match] = []
    /// What was matched for that, before validators took a part of it and overlaps were settled: a text must not be cut
    /// inside one. Empty unless more text follows.
    private(set) var extents: [ScanOutcome.Extent] = []
    /// The first offset from which something that comes to light may go on behind the end.
    private(set) var firstPartial: Int?
    private let isPartial: Bool
    private var startsTimer = true
    private let edges: FindingEdges

    /// How far from an edge a newly visible match may start or end: the reach of the built-in look-arounds.
    private static let reach = CompiledPatternSet.mostLookBehind

    /// - Parameters:
    ///   - isPartial: whether more text follows.
    ///   - markers: sorted and disjoint.
    ///   - earlier: findings before `start`.
    init(
        scanner: Scanner,
        edges: FindingEdges,
        text: UnsafeBufferPointer<UInt8>,
        isPartial: Bool,
        start: Int,
        markers: [Range<Int>],
        earlier: [Range<Int>]
    ) {
        self.scanner = scanner
        self.edges = edges
        self.text = text
        self.isPartial = isPartial
        self.start = start
        self.markers = markers
        self.earlier = earlier
    }

    /// Text between two things that are redacted, and whether something may show at its edges.
    private struct Gap {
        var range: Range<Int>
        var startsAtEdge: Bool
        var endsAtEdge: Bool
    }

    /// - Parameters:
    ///   - findings: sorted and disjoint.
    ///   - suppressed: matches that a word spoke against.
    ///   - unsettled: where the engine looked and found nothing, in ascending order.
    mutating func run(
        findings: UnsafeBufferPointer<Match>,
        suppressed: UnsafeBufferPointer<Match>,
        unsettled: UnsafeBufferPointer<ScanOutcome.Unsettled>
    ) throws(ScanFailure) {
        var suppressed = suppressed.sorted { left, right in
            // The same order, whichever pattern was looked for first.
            if left.lowerBound != right.lowerBound { return left.lowerBound < right.lowerBound }
            if left.rank != right.rank { return left.rank > right.rank }
            if left.upperBound != right.upperBound { return left.upperBound > right.upperBound }
            return left.pattern < right.pattern
        }[...]
        var firstUnsettled = 0
        var others = ArraySlice<(range: Range<Int>, isMarker: Bool)>()
        if !markers.isEmpty || !earlier.isEmpty {
            others =
                (markers.map { ($0, true) } + earlier.map { ($0, false) })
                .sorted { $0.0.lowerBound < $1.0.lowerBound }[...]
        }
        var gap = Gap(range: 0..<0, startsAtEdge: false, endsAtEdge: false)
        var index = 0
        while true {
            // Gaps in which nothing was suppressed and at whose ends nothing can show are most of them.
            if !gap.startsAtEdge {
                let first = edges.firstToLookAt(
                    findings,
                    from: index,
                    behind: gap.range.lowerBound,
                    upTo: min(suppressed.first?.lowerBound ?? .max, others.first?.range.lowerBound ?? .max),
                    unsettled,
                    &firstUnsettled
                )
                if first > index {
                    let end = findings[first - 1].upperBound
                    gap.range = end..<end
                    index = first
                }
            }
            // The next thing that is redacted: a finding, a marker, an earlier finding.
            let finding = index < findings.count ? findings[index].range : nil
            let other = others.first
            let isFinding = finding.map { $0.lowerBound <= other?.range.lowerBound ?? Int.max } ?? false
            let isMarker = !isFinding && other?.isMarker ?? false
            let next = isFinding ? finding : other?.range
            let end = next?.lowerBound ?? text.count
            let lower = gap.range.lowerBound
            gap.range = lower..<max(lower, end)
            gap.endsAtEdge =
                next != nil && !isMarker && edges.canExpose(before: end)
                && edges.mayHide(before: end, behind: lower, unsettled, &firstUnsettled)
            var near = ArraySlice<Match>()
            if !suppressed.isEmpty {
                near = suppressed.prefix { $0.range.lowerBound < end }
                suppressed = suppressed.dropFirst(near.count)
            }
            if gap.startsAtEdge || gap.endsAtEdge || !near.isEmpty, gap.range.upperBound > start {
                try look(into: gap, suppressed: near)
            }
            guard let next else { return }
            if isFinding { index += 1 } else { others = others.dropFirst() }
            gap = Gap(
                range: next.upperBound..<next.upperBound,
                startsAtEdge: !isMarker && edges.canExpose(behind: next.upperBound),
                endsAtEdge: false
            )
        }
    }

    // MARK: Gaps

    /// Looks at the edges of a gap, and at those of everything that is found there.
    private mutating func look(into gap: Gap, suppressed: ArraySlice<Match>) throws(ScanFailure) {
        if startsTimer {
            // One allowance for all edges together.
            scanner.loan.scratch.regex.startTimer(scanner.loan.set.limits.time(forBytes: text.count))
            startsTimer = false
        }
        var gaps = [gap]
        for match in suppressed where gap.range.lowerBound <= match.range.lowerBound {
            reconsider(match, in: &gaps)
        }
        while let gap = gaps.popLast() {
            guard gap.startsAtEdge || gap.endsAtEdge, !gap.range.isEmpty else { continue }
            let exposed = Resolution.resolved(try matches(at: gap))
            var rest = gap.range
            for match in exposed {
                gaps.append(Gap(range: rest.lowerBound..<match.range.lowerBound, startsAtEdge: false, endsAtEdge: true))
                if rest.lowerBound != gap.range.lowerBound { gaps[gaps.count - 1].startsAtEdge = true }
                rest = match.range.upperBound..<rest.upperBound
            }
            if !exposed.isEmpty { gaps.append(Gap(range: rest, startsAtEdge: true, endsAtEdge: false)) }
            added += exposed
        }
    }

    /// What a word spoke against counts where that word is gone.
    private mutating func reconsider(_ match: Match, in gaps: inout [Gap]) {
        guard let index = gaps.lastIndex(where: { $0.range.contains(match.range) }) else { return }
        let gap = gaps[index]
        let local = match.range.shifted(by: -gap.range.lowerBound)
        let pattern = scanner.loan.set.patterns[match.pattern]
        guard case .accepted(var accepted) = pattern.judge(local, in: piece(gap.range)) else { return }
        accepted.shift(by: gap.range.lowerBound)
        added.append(accepted)
        extents.append(ScanOutcome.Extent(accepted.lowerBound, accepted.upperBound))
        gaps[index] = Gap(
            range: gap.range.lowerBound..<accepted.range.lowerBound,
            startsAtEdge: gap.startsAtEdge,
            endsAtEdge: true
        )
        gaps.append(
            Gap(
                range: accepted.range.upperBound..<gap.range.upperBound,
                startsAtEdge: true,
                endsAtEdge: gap.endsAtEdge
            )
        )
    }

    private func piece(_ range: Range<Int>) -> UnsafeBufferPointer<UInt8> {
        UnsafeBufferPointer(rebasing: text[range])
    }

    private mutating func matches(at gap: Gap) throws(ScanFailure) -> [Match] {
        let outcome = scanner.loan.memory.exposed
        outcome.pointee.removeAll()
        let subject = piece(gap.range)
        // What lies before the start is decided.
        let first = max(0, start - gap.range.lowerBound)
        if gap.startsAtEdge, first < Self.reach {
            for offset in first..<Self.reach {
                try scanner.scan(
                    at: offset,
                    in: subject,
                    isPartial: isPartial && gap.range.upperBound == text.count,
                    into: outcome
                )
            }
            if let partial = outcome.pointee.firstPartial {
                firstPartial = min(firstPartial ?? .max, gap.range.lowerBound + partial)
            }
        }
        let atStart = outcome.pointee.matches.count
        if gap.endsAtEdge, first < subject.count {
            try scanner.scan(
                subject,
                from: max(first, subject.count - FindingEdges.window),
                isPartial: false,
                startsTimer: false,
                into: outcome
            )
        }
        if outcome.pointee.isIncomplete { throw .outOfMemory }
        extents += outcome.pointee.extents.elements.map { extent in
            let offset = gap.range.lowerBound
            return ScanOutcome.Extent(extent.lowerBound + offset, extent.upperBound + offset)
        }
        var found: [Match] = []
        for (index, match) in outcome.pointee.matches.elements.enumerated()
        where index < atStart || match.upperBound + Self.reach >= subject.count {
            var match = match
            match.shift(by: gap.range.lowerBound)
            if match.lowerBound >= start { found.append(match) }
        }
        return found
    }
}

extension Range<Int> {
    fileprivate func shifted(by offset: Int) -> Range<Int> {
        (lowerBound + offset)..<(upperBound + offset)
    }
}

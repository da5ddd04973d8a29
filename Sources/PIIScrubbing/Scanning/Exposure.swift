/// Finds what a finding hid.
///
/// Patterns look at what stands beside a match: `john@acme.com123-45-6789` has no SSN as long as a letter stands
/// before it. Once the address is redacted it has one. So at the edges of findings and markers the patterns run again,
/// on a copy in which those are overwritten; and a match that a word spoke against is looked at again, should that
/// word be part of a finding. This is also what makes scrubbing twice the same as scrubbing once.
struct Exposure {
    let scanner: PlainScanner
    let start: Int
    /// Markers and earlier findings, sorted and disjoint.
    let fixed: [Range<Int>]
    let findings: [Match]
    private(set) var added: [Match] = []

    /// How far from an edge a newly visible match may start or end: the reach of the built-in look-arounds.
    private static let reach = 4
    /// How far before an edge a newly visible match may start.
    private static let window = 128

    private static let ambiguousClosers = Array("}'".utf8)
    /// Punctuation that ends a thing and starts none.
    private static let closers = Array(",;)]}>\"'".utf8)

    init(scanner: PlainScanner, start: Int, fixed: [Range<Int>], findings: [Match]) {
        self.scanner = scanner
        self.start = start
        self.fixed = fixed
        self.findings = findings
    }

    mutating func run(on subject: UnsafeBufferPointer<UInt8>, suppressed: [Match]) throws(ScanFailure) {
        let edges = (fixed + findings.map(\.range)).filter { canExpose($0, in: subject) }
        guard !edges.isEmpty || !suppressed.isEmpty else { return }
        // One allowance for all edges together.
        scanner.scratch.startTimer(scanner.set.limits.time(forBytes: subject.count))
        var shadow = MarkerMask.masked(subject, fixed)
        for finding in findings {
            MarkerMask.hide(finding.range, in: &shadow)
        }
        for match in suppressed {
            try reconsider(match, in: &shadow)
        }
        var queue = edges + added.map(\.range)
        while let edge = queue.popLast() {
            let exposed = Resolution.resolve(try matches(beside: edge, in: shadow))
            for match in exposed {
                MarkerMask.hide(match.range, in: &shadow)
                queue.append(match.range)
            }
            added += exposed
        }
    }

    /// Most findings stand between blanks and can hide nothing.
    private func canExpose(_ edge: Range<Int>, in subject: UnsafeBufferPointer<UInt8>) -> Bool {
        func byte(_ offset: Int) -> UInt8 {
            subject.indices.contains(offset) ? subject[offset] : UInt8(ascii: "\n")
        }
        return Self.joins(byte(edge.upperBound - 1), byte(edge.upperBound), byte(edge.upperBound + 1))
            || Self.joins(byte(edge.lowerBound), byte(edge.lowerBound - 1), byte(edge.lowerBound - 2))
    }

    /// Whether text goes on over an edge: the byte inside it, and the two bytes outside.
    private static func joins(_ inside: UInt8, _ outside: UInt8, _ beyond: UInt8) -> Bool {
        if ASCII.isAlphanumeric(outside) || outside >= 0x80 {
            return true
        }
        let isMarkerEdge = inside == ContextMatcher.mask
        if ASCII.isSpace(outside) {
            return (isMarkerEdge || ASCII.isDigit(inside)) && (ASCII.isDigit(beyond) || beyond == UInt8(ascii: "("))
        }
        let continues = ASCII.isAlphanumeric(beyond) || beyond >= 0x80
        if continues || ASCII.isSpace(beyond) {
            return continues
        }
        // A quote or a brace closes one thing, but in an e-mail address it also starts one.
        let isAmbiguous = ambiguousClosers.contains(outside) && ambiguousClosers.contains(beyond)
        return isAmbiguous || !(closers.contains(outside) && closers.contains(beyond))
    }

    private mutating func reconsider(_ match: Match, in shadow: inout [UInt8]) throws(ScanFailure) {
        let pattern = scanner.set.patterns[match.pattern]
        let isWhole = shadow[match.range].allSatisfy { $0 != ContextMatcher.mask }
        guard isWhole else { return }
        let verdict = shadow.withUnsafeBufferPointer { pattern.judge(match.range, in: $0) }
        guard case .accepted(let accepted) = verdict else { return }
        MarkerMask.hide(accepted.range, in: &shadow)
        added.append(accepted)
    }

    private func matches(beside edge: Range<Int>, in shadow: [UInt8]) throws(ScanFailure) -> [Match] {
        try shadow.withUnsafeBufferPointer { subject in
            Result { () throws(ScanFailure) in
                try matches(behind: edge.upperBound, in: subject) + matches(before: edge.lowerBound, in: subject)
            }
        }.get()
    }

    private func matches(
        behind edge: Int,
        in subject: UnsafeBufferPointer<UInt8>
    ) throws(ScanFailure) -> [Match] {
        var found: [Match] = []
        let end = min(edge + Self.reach, subject.count)
        for offset in max(edge, start)..<max(end, start) {
            guard subject[offset] != ContextMatcher.mask else { break }
            for pattern in scanner.set.patterns {
                if let match = try scanner.anchoredMatch(of: pattern, at: offset, in: subject),
                    isVisible(match, in: subject)
                {
                    found.append(match)
                }
            }
        }
        return found
    }

    private func matches(
        before edge: Int,
        in subject: UnsafeBufferPointer<UInt8>
    ) throws(ScanFailure) -> [Match] {
        var first = edge
        while first > max(start, edge - Self.window), subject[first - 1] != ContextMatcher.mask {
            first -= 1
        }
        guard first < edge else { return [] }
        let upToEdge = UnsafeBufferPointer(rebasing: subject[..<min(edge + 1, subject.count)])
        return try scanner.matches(in: upToEdge, from: first).filter { match in
            match.range.upperBound <= edge && match.range.upperBound + Self.reach >= edge
                && isVisible(match, in: subject)
        }
    }

    private func isVisible(_ match: Match, in subject: UnsafeBufferPointer<UInt8>) -> Bool {
        match.range.lowerBound >= start && subject[match.range].allSatisfy { $0 != ContextMatcher.mask }
    }
}

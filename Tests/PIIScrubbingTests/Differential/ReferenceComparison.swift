import PIIScrubbing

/// Runs the reference and the built-in patterns on the same texts.
struct ReferenceComparison: Sendable {
    private let scrubber: Scrubber
    private let scratches = RegexScratches()

    /// - Parameter missing: a built-in pattern to leave out.
    init(without missing: String? = nil) throws {
        var configuration = ScrubberConfiguration()
        if let missing {
            configuration.disable(missing)
        }
        scrubber = try Scrubber(configuration)
    }

    /// What the reference redacts in a text in ASCII and the built-in patterns leave, whole or in part.
    func differences(in text: String) throws -> [ReferenceMatch] {
        let redacted = try referenceMatches(in: text)
        guard !redacted.isEmpty else { return [] }
        let findings = try scrubber.findings(in: text).map(\.range)
        let bytes = Array(text.utf8)
        return redacted.compactMap { match in
            let uncovered = Self.uncovered(match.range, by: findings)
            guard !uncovered.isEmpty else { return nil }
            return ReferenceMatch(pattern: match.pattern, text: bytes, range: match.range, uncovered: uncovered)
        }
    }

    /// What each pattern of the reference redacts in the text by itself.
    func referenceMatches(in text: String) throws -> [(pattern: String, range: Range<Int>)] {
        var text = text
        return try text.withUTF8 { bytes in
            try scratches.withScratch { scratch in
                try ReferencePatterns.all.flatMap { pattern in
                    try Self.ranges(of: pattern, in: bytes, scratch: scratch).map { (pattern.name, $0) }
                }
            }
        }
    }

    private static func ranges(
        of pattern: ReferencePattern,
        in bytes: UnsafeBufferPointer<UInt8>,
        scratch: RegexScratch
    ) throws -> [Range<Int>] {
        var ranges: [Range<Int>] = []
        var start = 0
        while start < bytes.count {
            switch pattern.regex.search(bytes, upTo: bytes.count, from: start, group: 0, scratch: scratch) {
            case .match(let range, _):
                if pattern.accepts(Array(bytes[range])) {
                    ranges.append(range)
                }
                start = range.upperBound
            case .none, .partial:
                return ranges
            case .stopped(let limit):
                throw ScanFailure.limit(limit, pattern: pattern.name)
            }
        }
        return ranges
    }

    private static func uncovered(_ range: Range<Int>, by findings: [Range<Int>]) -> [Range<Int>] {
        var parts: [Range<Int>] = []
        var start = range.lowerBound
        for finding in findings where finding.overlaps(range) {
            if start < finding.lowerBound {
                parts.append(start..<finding.lowerBound)
            }
            start = finding.upperBound
        }
        return start < range.upperBound ? parts + [start..<range.upperBound] : parts
    }
}

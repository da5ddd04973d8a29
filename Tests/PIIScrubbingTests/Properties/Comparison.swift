@testable import PIIScrubbing

/// What one engine makes of a text, before overlaps are settled and after.
struct ScanReport: Equatable, CustomStringConvertible {
    var findings: [Match] = []
    /// Without regard to markers.
    var matches: [Match] = []
    var suppressed: [Match] = []

    /// - Parameter used: a scratch of earlier texts.
    init(_ set: CompiledPatternSet, _ text: [UInt8], _ used: ScanScratch? = nil) throws(ScanFailure) {
        guard let scratch = used ?? ScanScratch(set) else { throw .outOfMemory }
        let scanner = Scanner(scratch.loan)
        let outcome = scratch.memory.outcome
        try Self.run(text) { bytes throws(ScanFailure) in
            try TextScan(scratch).run(bytes)
        }
        findings = Array(scratch.memory.findings.pointee.elements)
        outcome.pointee.removeAll()
        try Self.run(text) { bytes throws(ScanFailure) in
            try scanner.scan(bytes, from: 0, isPartial: false, startsTimer: true, into: outcome)
        }
        matches = Self.sorted(outcome.pointee.matches.elements)
        suppressed = Self.sorted(outcome.pointee.suppressed.elements)
    }

    private static func run(
        _ text: [UInt8],
        _ scan: (UnsafeBufferPointer<UInt8>) throws(ScanFailure) -> Void
    ) throws(ScanFailure) {
        try text.withUnsafeBufferPointer { bytes in
            Result { () throws(ScanFailure) in try scan(bytes) }
        }.get()
    }

    private static func sorted(_ matches: some Sequence<Match>) -> [Match] {
        matches.sorted { ($0.pattern, $0.lowerBound, $0.upperBound) < ($1.pattern, $1.lowerBound, $1.upperBound) }
    }

    var description: String {
        func list(_ matches: [Match]) -> String {
            matches.map { "#\($0.pattern) \($0.lowerBound)..<\($0.upperBound) rank \($0.rank)" }
                .joined(separator: ", ")
        }
        return "findings [\(list(findings))], matches [\(list(matches))], suppressed [\(list(suppressed))]"
    }
}

/// The plain engine and the fast one, made of the same patterns.
struct EnginePair {
    let definitions: [PatternDefinition]
    let plain: CompiledPatternSet
    let fast: CompiledPatternSet
    /// The same for all texts: what it keeps of one must make no difference to the next.
    private let scratch: ScanScratch?

    private static let markers = ["[REDACTED]"]

    /// - Parameter limits: low enough that no random regex holds up a test.
    init(
        _ definitions: [PatternDefinition],
        limits: ScrubberLimits = ScrubberLimits(matchLimit: 20_000, patternTime: .milliseconds(500)),
        scanning: CompiledPatternSet.Scanning = .fast
    ) throws {
        self.definitions = definitions
        plain = CompiledPatternSet(definitions, limits: limits, markers: Self.markers, scanning: .plain)
        fast = CompiledPatternSet(definitions, limits: limits, markers: Self.markers, scanning: scanning)
        scratch = ScanScratch(fast)
        try plain.compileAll()
    }

    enum Outcome {
        case same
        case different(plain: String, fast: String)
        /// A limit was reached, which the engines do in different places.
        case limited
    }

    func compare(_ text: [UInt8]) -> Outcome {
        do {
            let expected = try ScanReport(plain, text)
            let found = try ScanReport(fast, text, scratch)
            return expected == found ? .same : .different(plain: "\(expected)", fast: "\(found)")
        } catch {
            return .limited
        }
    }

    func differ(on text: [UInt8]) -> Bool {
        if case .different = compare(text) { true } else { false }
    }
}

/// Makes a difference between the engines as small as it gets, for who must find its cause.
struct Reduction {
    private(set) var definitions: [PatternDefinition]
    private(set) var text: [UInt8]

    init(_ definitions: [PatternDefinition], _ text: [UInt8]) {
        self.definitions = definitions
        self.text = text
        for index in definitions.indices.reversed() {
            var fewer = self.definitions
            fewer.remove(at: index)
            if !fewer.isEmpty, Self.differ(fewer, text) { self.definitions = fewer }
        }
        for _ in 0..<2 {
            reduceText()
            for index in self.definitions.indices {
                simplify(index)
                reduceRegex(index)
            }
        }
        reduceText()
    }

    private static func differ(_ definitions: [PatternDefinition], _ text: [UInt8]) -> Bool {
        (try? EnginePair(definitions).differ(on: text)) ?? false
    }

    private mutating func reduceText() {
        guard let pair = try? EnginePair(definitions) else { return }
        text = Self.reduced(text) { pair.differ(on: $0) }
    }

    private mutating func simplify(_ index: Int) {
        let changes: [(inout PatternDefinition) -> Void] = [
            { $0.validators = [] }, { $0.keywords = [] }, { $0.context = nil }, { $0.excludedContext = nil },
            { $0.allowed = [] }, { $0.group = 0 },
        ]
        for change in changes {
            var simpler = definitions
            change(&simpler[index])
            if Self.differ(simpler, text) { definitions = simpler }
        }
    }

    private mutating func reduceRegex(_ index: Int) {
        let (definitions, text) = (definitions, text)
        self.definitions[index].regex = String(
            decoding: Self.reduced(Array(definitions[index].regex.utf8)) { bytes in
                var simpler = definitions
                simpler[index].regex = String(decoding: bytes, as: UTF8.self)
                return Self.differ(simpler, text)
            },
            as: UTF8.self
        )
    }

    /// Leaves out pieces, large ones first, as long as the predicate holds.
    private static func reduced(_ bytes: [UInt8], while holds: ([UInt8]) -> Bool) -> [UInt8] {
        var bytes = bytes
        var size = max(1, bytes.count / 2)
        while size >= 1 {
            var start = 0
            while start < bytes.count {
                let shorter = Array(bytes[..<start] + bytes[min(bytes.count, start + size)...])
                if holds(shorter) { bytes = shorter } else { start += size }
            }
            size = size == 1 ? 0 : max(1, size / 2)
        }
        return bytes
    }
}

extension Reduction: CustomStringConvertible {
    var description: String {
        let patterns = definitions.map { definition in
            var parts = [definition.regex.debugDescription]
            if definition.group > 0 { parts.append("group \(definition.group)") }
            parts += definition.validators.map(\.name)
            if !definition.keywords.isEmpty { parts.append("keywords \(definition.keywords)") }
            if let context = definition.context { parts.append("context \(context)") }
            if let context = definition.excludedContext { parts.append("excluded \(context)") }
            if !definition.allowed.isEmpty { parts.append("allowed \(definition.allowed)") }
            return parts.joined(separator: " ")
        }
        let pair = try? EnginePair(definitions)
        let plans = definitions.indices.compactMap { pair?.fast.planDescription(of: $0) }
        let outcome = pair.map { "\($0.compare(text))" } ?? ""
        return "\(patterns) on \(text) \(String(decoding: text, as: UTF8.self).debugDescription): \(plans) \(outcome)"
    }
}

import Foundation
import Testing

@testable import PIIScrubbing

/// Whatever patterns a deployment adds, the fast engine finds what the plain one finds.
@Suite("The fast engine against the plain one: random patterns")
struct RandomPatternTests {
    private static let rounds = ScrubbingPropertyTests.rounds / 40
    private static let firstSeed = ProcessInfo.processInfo.environment["PII_PROPERTY_SEED"].flatMap { UInt64($0) } ?? 0

    @Test("finds the same", arguments: [1, 2, 3, 4] as [UInt64])
    func randomPatterns(seed: UInt64) throws {
        var compared = 0
        var refused = 0
        var limited = 0
        var differences: [String] = []
        for round in 0..<Self.rounds {
            var source = PatternSetGenerator(seed: (Self.firstSeed + seed) << 32 + UInt64(round))
            let definitions = source.definitions()
            guard let pair = try? EnginePair(definitions) else {
                refused += 1
                continue
            }
            for _ in 0..<12 {
                let text = source.text()
                switch pair.compare(text) {
                case .same: compared += 1
                case .limited: limited += 1
                case .different:
                    differences.append("round \(round): \(Reduction(definitions, text))")
                }
                if differences.count > 20 { break }
            }
        }
        #expect(differences.isEmpty, "\(differences.joined(separator: "\n"))")
        #expect(compared >= Self.rounds * 4, "refused \(refused), limited \(limited)")
    }

    @Test("finds the same in pieces", arguments: [5, 6] as [UInt64])
    func randomPieces(seed: UInt64) throws {
        var compared = 0
        var texts = TextGenerator(seed: seed)
        for round in 0..<max(10, Self.rounds / 6) {
            var source = PatternSetGenerator(seed: (Self.firstSeed + seed) << 32 + UInt64(round))
            var configuration = ScrubberConfiguration()
            configuration.limits = ScrubberLimits(matchLimit: 20_000, patternTime: .milliseconds(500))
            for (index, definition) in source.definitions().enumerated() {
                configuration.addPattern("pattern_\(index)", regex: definition.regex)
            }
            guard let plain = try? Engine(configuration, scanning: .plain) else { continue }
            let fast = try Engine(configuration)
            let text = (0..<30).flatMap { _ in source.text() }
            var pieces: [ArraySlice<UInt8>] = []
            var position = 0
            while position < text.count {
                let end = min(text.count, position + texts.int(in: 1...900))
                pieces.append(text[position..<end])
                position = end
            }
            // Not every regex can be cut anywhere; where the plain engine can, so can the fast one.
            let whole = Scrubber(plain).result(of: text)
            guard whole.status == .complete, let expected = Self.findings(pieces, plain), expected == whole.findings
            else { continue }
            compared += 1
            let regexes = source.regexesOfSet
            try #require(
                Self.findings(pieces, fast) == expected,
                "round \(round): \(regexes) \(pieces.map(\.count)) \(text)"
            )
        }
        #expect(compared > 0)
    }

    /// Nil where a limit was reached.
    private static func findings(_ pieces: [ArraySlice<UInt8>], _ engine: Engine) -> [Finding]? {
        var scrubber = ChunkedScrubber(engine)
        var outputs = pieces.map { scrubber.append($0) }
        outputs.append(scrubber.finish())
        return outputs.allSatisfy { $0.failure == nil } ? outputs.flatMap(\.findings) : nil
    }
}

/// Random definitions, and texts for them.
struct PatternSetGenerator {
    private var regexes: RegexGenerator
    private var samples: [String] = []
    private(set) var regexesOfSet: [String] = []

    private static let words = ["ssn", "call", "card no", "key", "order", "911"]

    init(seed: UInt64) {
        regexes = RegexGenerator(seed: seed)
    }

    mutating func definitions() -> [PatternDefinition] {
        (0..<regexes.pick([1, 1, 2, 3, 6])).compactMap { definition($0) }
    }

    /// - Returns: nil for a regex that PCRE2 refuses.
    private mutating func definition(_ index: Int) -> PatternDefinition? {
        let piece = regexes.pattern()
        guard let compiled = try? Regex(piece.regex) else { return nil }
        samples += piece.samples
        regexesOfSet.append(piece.regex)
        var definition = PatternDefinition(
            name: "pattern_\(index)",
            entity: Entity(patternName: "pattern"),
            regex: piece.regex,
            source: regexes.oneIn(2) ? .builtin(file: "x") : .configuration(file: nil, line: nil)
        )
        definition.precedence = regexes.int(1...300)
        if regexes.oneIn(3) { definition.validators = [regexes.pick(Validator.allCases)] }
        if regexes.oneIn(6) {
            definition.keywords = [regexes.pick(["key", "tok", "-", "AB", "123", String(piece.samples[0].prefix(4))])]
            definition.keywords.removeAll { $0.isEmpty }
        }
        if regexes.oneIn(5) { definition.context = rule() }
        if regexes.oneIn(6) { definition.excludedContext = rule() }
        if regexes.oneIn(6) { definition.group = min(regexes.int(1...3), compiled.groupCount) }
        if regexes.oneIn(10) { definition.allowed = [piece.samples[0]] }
        return definition
    }

    private mutating func rule() -> ContextRule {
        ContextRule(
            words: [regexes.pick(Self.words), regexes.pick(Self.words)],
            before: regexes.pick([0, 5, 40]),
            after: regexes.pick([0, 0, 10]),
            isRequired: regexes.oneIn(2)
        )
    }

    mutating func text() -> [UInt8] {
        var bytes: [UInt8] = []
        for _ in 0..<regexes.pick([1, 2, 3, 5, 8, 20]) {
            switch regexes.int(0...9) {
            case 0...4: bytes += regexes.pick(samples + [""]).utf8
            case 5:
                let sample = Array(regexes.pick(samples + [""]).utf8)
                let start = regexes.int(0...sample.count)
                bytes += sample[start..<regexes.int(start...sample.count)]
            case 6: bytes += regexes.text(of: 0...6).utf8
            case 7: bytes += (" " + regexes.pick(Self.words) + " ").utf8
            case 8:
                bytes += [UInt8](
                    repeating: regexes.pick(Array(" a1\n-.".utf8)),
                    count: regexes.pick([1, 2, 7, 30, 66])
                )
            default:
                bytes += regexes.pick(TextGenerator.items + ["[REDACTED]"]).utf8
            }
            if regexes.oneIn(5) { bytes.append(UInt8(regexes.int(0...255))) }
        }
        if regexes.oneIn(4), !bytes.isEmpty {
            bytes[regexes.int(0...(bytes.count - 1))] = UInt8(regexes.int(0...255))
        }
        return bytes
    }
}

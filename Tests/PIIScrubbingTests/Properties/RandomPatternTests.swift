import Foundation
import Testing

@testable import PIIScrubbing

/// Whatever patterns a deployment adds, the fast engine finds what the plain one finds.
@Suite("The fast engine against the plain one: random patterns")
struct RandomPatternTests {
    private static let rounds = ScrubbingPropertyTests.rounds / 15
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
}

/// Random definitions, and texts for them.
struct PatternSetGenerator {
    private var regexes: RegexGenerator
    private var samples: [String] = []

    private static let words = ["ssn", "call", "card no", "key", "order"]

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
        var definition = PatternDefinition(
            name: "pattern_\(index)",
            entity: Entity(patternName: "pattern"),
            regex: piece.regex,
            source: regexes.oneIn(2) ? .builtin(file: "x") : .configuration(file: nil, line: nil)
        )
        definition.precedence = regexes.int(1...300)
        if regexes.oneIn(3) { definition.validators = [regexes.pick(Validator.all)] }
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

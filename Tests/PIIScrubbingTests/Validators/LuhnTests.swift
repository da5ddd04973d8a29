import Testing

@testable import PIIScrubbing

/// Numbers without separators take a shorter way to the same sum.
@Suite("Luhn check digits")
struct LuhnTests {
    private static func isRight(_ digits: [Int]) -> Bool {
        let sum = digits.reversed().enumerated().reduce(0) { sum, entry in
            let (index, digit) = entry
            return sum + (index.isMultiple(of: 2) ? digit : digit * 2 - (digit > 4 ? 9 : 0))
        }
        return digits.count > 1 && sum.isMultiple(of: 10)
    }

    @Test("are those of the definition, at every length and with separators", arguments: 1...40)
    func sums(length: Int) throws {
        var random = SeededGenerator(seed: UInt64(length))
        var right = 0
        for _ in 0..<400 {
            let digits = (0..<length).map { _ in Int.random(in: 0...9, using: &random) }
            let expected = Self.isRight(digits)
            right += expected ? 1 : 0
            let bare = digits.map(String.init).joined()
            let grouped = digits.enumerated().map { index, digit in
                "\(digit)" + (Int.random(in: 0...3, using: &random) == 0 && index < length - 1 ? " " : "")
            }.joined()
            for text in [bare, grouped] {
                try #require(Validator.luhn.accepts(text) == expected, "\(text)")
                // With text before it more bytes can be read at once.
                let before = String(repeating: "x", count: Int.random(in: 0...30, using: &random)) + " "
                let found = try numbers.matches(in: before + text + " y")
                try #require(found.isEmpty == !(expected && length >= 8), "\(before)\(text)")
            }
        }
        #expect(length < 2 || right > 10)
    }

    private let numbers: CompiledPatternSet = {
        var definition = PatternDefinition(
            name: "number",
            entity: Entity(patternName: "number"),
            regex: "(?<![0-9])(?<![0-9] )[0-9](?: ?[0-9]){7,39}(?! ?[0-9])",
            source: .builtin(file: "x")
        )
        definition.validators = [.luhn]
        return CompiledPatternSet([definition])
    }()
}

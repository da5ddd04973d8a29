@testable import PIIScrubbing

/// Any regex, on any text: the engines find the same. The first byte is the length of the regex, the second says what
/// else the pattern has.
enum PatternTest {
    private static let mostRegex = 200
    private static let mostText = 4096
    private static let limits = ScrubberLimits(matchLimit: 5000, patternTime: .milliseconds(100))

    static func run(_ input: ArraySlice<UInt8>) {
        let input = Array(input)
        guard input.count > 2, input[0] <= mostRegex, input.count >= 2 + Int(input[0]) else { return }
        let regexEnd = 2 + Int(input[0])
        guard let regex = String(validating: input[2..<regexEnd], as: UTF8.self),
            let entity = Entity(rawValue: "FUZZED")
        else { return }
        var definition = PatternDefinition(
            name: "fuzzed",
            entity: entity,
            regex: regex,
            source: .configuration(file: nil, line: nil)
        )
        definition.group = Int(input[1] & 1)
        let validator = Int(input[1] >> 1)
        if validator < Validator.allCases.count { definition.validators = [Validator.allCases[validator]] }
        guard let pair = try? EnginePair([definition], limits: limits) else { return }
        let text = Array(input[regexEnd...].prefix(mostText))
        Fuzz.require(!pair.differ(on: text), "\(Reduction([definition], text))")
    }
}

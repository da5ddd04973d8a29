package import Tracing

extension SpanAttribute {
    /// The same value with its texts changed.
    ///
    /// - Parameter describe: what a value that only has a description becomes.
    package func mappingTexts(
        _ change: (String) -> String,
        describe: (any CustomStringConvertible) -> String
    ) -> SpanAttribute {
        switch self {
        case .string(let text): .string(change(text))
        case .stringArray(let texts): .stringArray(texts.map(change))
        case .stringConvertible(let value): .string(describe(value))
        case .stringConvertibleArray(let values): .stringArray(values.map { describe($0) })
        default: self
        }
    }

    /// The same value with its strings scrubbed. A number in which something is found becomes a text: it can be a card's.
    ///
    /// - Parameter describe: what a value that only has a description becomes.
    package func scrubbed(
        _ scrub: (String) -> String,
        describe: (any CustomStringConvertible) -> String
    ) -> SpanAttribute {
        switch self {
        case .int32(let number): Self.scrubbedNumber("\(number)", scrub).map { .string($0) } ?? self
        case .int64(let number): Self.scrubbedNumber("\(number)", scrub).map { .string($0) } ?? self
        case .double(let number): Self.scrubbedNumber(Self.digits(of: number), scrub).map { .string($0) } ?? self
        case .int32Array(let numbers): scrubbedNumbers(numbers.map { "\($0)" }, scrub)
        case .int64Array(let numbers): scrubbedNumbers(numbers.map { "\($0)" }, scrub)
        case .doubleArray(let numbers): scrubbedNumbers(numbers.map(Self.digits), scrub)
        default: mappingTexts(scrub, describe: describe)
        }
    }

    /// A whole number as it is written without a fraction: decoders make such numbers of all others.
    private static func digits(of number: Double) -> String {
        Int64(exactly: number).map { "\($0)" } ?? "\(number)"
    }

    private func scrubbedNumbers(_ numbers: [String], _ scrub: (String) -> String) -> SpanAttribute {
        let clean = numbers.map { Self.scrubbedNumber($0, scrub) }
        guard clean.contains(where: { $0 != nil }) else { return self }
        return .stringArray(zip(numbers, clean).map { $1 ?? $0 })
    }

    /// What becomes of a number that must not stay; nil where it may. The shortest that is one has nine digits.
    private static func scrubbedNumber(_ digits: String, _ scrub: (String) -> String) -> String? {
        guard digits.utf8.count >= 7 else { return nil }
        let clean = scrub(digits)
        return clean == digits ? nil : clean
    }
}

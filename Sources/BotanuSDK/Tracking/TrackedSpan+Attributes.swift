import Tracing

// What a span is told besides content. Strings are scrubbed here.
extension TrackedSpan {
    func set(_ name: String, _ value: Int) { add(name, .int64(Int64(value))) }

    /// What is no number is left out.
    func set(_ name: String, _ value: Double) {
        if value.isFinite { add(name, .double(value)) }
    }

    func set(_ name: String, _ value: Bool) { add(name, .bool(value)) }

    func set(_ name: String, _ value: String) {
        guard isRecording else { return }
        add(name, .string(runtime.clean(value)))
    }

    func set(_ name: String, _ value: [String]) {
        guard isRecording else { return }
        add(name, .stringArray(value.map(runtime.clean)))
    }

    func setPositive(_ name: String, _ value: Int) {
        if value > 0 { set(name, value) }
    }

    /// Sets one identifier under several names.
    func setIdentifier(_ names: String..., value: String) {
        guard isRecording else { return }
        let identifier = runtime.identifier(value)
        for name in names { add(name, .string(identifier)) }
    }

    /// Sets a text that is scrubbed already.
    func setClean(_ name: String, _ value: String) { add(name, .string(value)) }

    /// Sets a value whose strings are scrubbed already.
    func setClean(_ name: String, _ value: SpanAttribute) { add(name, value) }

    /// Sets what somebody gave names of their own; those get the prefix unless they have one of the SDK's. The names that
    /// tell which run a span belongs to are not theirs to give.
    func set(_ attributes: [String: any SpanAttributeConvertible], prefix: String) {
        guard isRecording else { return }
        for (name, value) in attributes where !AttributeName.Run.stamped.contains(name) {
            let isWhole = name.hasPrefix("botanu.") || name.hasPrefix("gen_ai.")
            let key = runtime.scrubber.key(name)
            add(isWhole ? key : prefix + key, clean(value.toSpanAttribute()))
        }
    }

    private func clean(_ value: SpanAttribute) -> SpanAttribute {
        switch value {
        case .string(let text): .string(runtime.clean(text))
        case .stringArray(let texts): .stringArray(texts.map(runtime.clean))
        case .stringConvertible(let value): .string(runtime.scrubber.cleanDescription(of: value))
        case .stringConvertibleArray(let values):
            .stringArray(values.map { runtime.scrubber.cleanDescription(of: $0) })
        case .int64(let number): cleanNumber("\(number)").map { .string($0) } ?? value
        case .int32(let number): cleanNumber("\(number)").map { .string($0) } ?? value
        case .double(let number): cleanNumber(digits(of: number)).map { .string($0) } ?? value
        case .int64Array(let numbers): cleanNumbers(numbers.map { "\($0)" }).map { .stringArray($0) } ?? value
        case .int32Array(let numbers): cleanNumbers(numbers.map { "\($0)" }).map { .stringArray($0) } ?? value
        case .doubleArray(let numbers): cleanNumbers(numbers.map(digits)).map { .stringArray($0) } ?? value
        default: value
        }
    }

    /// A whole number as it is written without a fraction: decoders make such numbers of all others.
    private func digits(of number: Double) -> String {
        Int64(exactly: number).map { "\($0)" } ?? "\(number)"
    }

    /// What becomes of numbers of which one must not stay; nil where all may.
    private func cleanNumbers(_ numbers: [String]) -> [String]? {
        let clean = numbers.map { cleanNumber($0) }
        guard clean.contains(where: { $0 != nil }) else { return nil }
        return zip(numbers, clean).map { $1 ?? $0 }
    }

    /// What becomes of a number that is a card's, say; nil where it may stay. The shortest that is one has nine digits.
    private func cleanNumber(_ digits: String) -> String? {
        guard digits.utf8.count >= 7 else { return nil }
        let clean = runtime.clean(digits)
        return clean == digits ? nil : clean
    }
}

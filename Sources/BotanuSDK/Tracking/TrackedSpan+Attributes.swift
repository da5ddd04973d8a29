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
        value.scrubbed(runtime.clean, describe: { runtime.scrubber.cleanDescription(of: $0) })
    }
}

import PIIScrubbing

/// Fifteen plain regexes as a deployment might bring them; those of the benchmarks.
enum ReferenceRegexes {
    static let all: [(name: String, regex: String)] = [
        ("bearer_token", #"Bearer\s+[A-Za-z0-9._\-]+"#),
        ("jwt", #"\beyJ[A-Za-z0-9_\-]+\.[A-Za-z0-9_\-]+\.[A-Za-z0-9_\-]+\b"#),
        ("aws_access_key", #"\bAKIA[0-9A-Z]{16}\b"#),
        ("github_token", #"\bgh[pousr]_[A-Za-z0-9]{36,}\b"#),
        ("stripe_key", #"\b(?:sk|rk)_live_[A-Za-z0-9]{24,}\b"#),
        ("slack_token", #"\bxox[baprs]-[A-Za-z0-9-]+\b"#),
        ("anthropic_key", #"\bsk-ant-[A-Za-z0-9\-_]{20,}\b"#),
        ("openai_key", #"\bsk-(?:proj-)?[A-Za-z0-9]{20,}\b"#),
        ("credit_card", #"\b(?:\d[ -]?){12,18}\d\b"#),
        ("ssn_us", #"\b\d{3}-\d{2}-\d{4}\b"#),
        ("email", #"\b[A-Za-z0-9._%+\-]+@[A-Za-z0-9.\-]+\.[A-Za-z]{2,}\b"#),
        ("phone_e164", #"\+[1-9]\d{6,14}\b"#),
        ("phone_us", #"(?:\(\d{3}\)\s?\d{3}[-.]\d{4}|\b\d{3}[-.]\d{3}[-.]\d{4}\b)"#),
        ("ipv6", #"\b(?:[A-Fa-f0-9]{1,4}:){7}[A-Fa-f0-9]{1,4}\b"#),
        ("ipv4", #"\b(?:(?:25[0-5]|2[0-4]\d|[01]?\d\d?)\.){3}(?:25[0-5]|2[0-4]\d|[01]?\d\d?)\b"#),
    ]

    static func configuration() -> ScrubberConfiguration {
        var configuration = ScrubberConfiguration()
        for (name, regex) in all { configuration.addPattern("reference_\(name)", regex: regex) }
        return configuration
    }

    static func definitions() throws -> [PatternDefinition] {
        try Engine(configuration()).set.patterns.map(\.definition).filter { $0.name.hasPrefix("reference_") }
            .map { definition in
                var definition = definition
                if definition.name == "reference_credit_card" {
                    definition.validators = Validator.allCases.filter { $0.name == "luhn" }
                }
                return definition
            }
    }
}

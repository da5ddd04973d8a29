import PIIScrubbing

/// The sets of patterns that our engine is measured with.
enum PatternSet: String, CaseIterable {
    /// The same fifteen regexes as the yardstick.
    case reference
    /// What a deployment gets that configures nothing.
    case builtin
    case reference50 = "reference+50"
    case reference150 = "reference+150"
    case builtin150 = "builtin+150"

    private static let builtinPatterns = [
        "email", "phone_e164", "phone_us", "ssn_us", "credit_card", "ipv4", "ipv6", "jwt", "bearer_token",
        "aws_access_key", "github_token", "stripe_key", "slack_token", "openai_key", "anthropic_key",
    ]

    private var files: [String] {
        switch self {
        case .reference: ["reference"]
        case .builtin: []
        case .reference50: ["reference", "fifty"]
        case .reference150: ["reference", "hundred-fifty"]
        case .builtin150: ["hundred-fifty"]
        }
    }

    /// - Parameter folder: where the pattern files are.
    func configuration(folder: String) -> ScrubberConfiguration {
        var configuration = ScrubberConfiguration()
        configuration.patternFiles = files.map { "\(folder)/\($0).yaml" }
        if self != .builtin, self != .builtin150 {
            for name in Self.builtinPatterns { configuration.disable(name) }
        }
        return configuration
    }

    func scrubber(folder: String) throws -> Scrubber {
        let scrubber = try Scrubber(configuration(folder: folder))
        // A built-in pattern that this file does not know would be measured unnoticed.
        if self == .reference, scrubber.description != "Scrubber(15 active patterns)" {
            throw BenchmarkError("15 reference patterns are wanted, but this is a \(scrubber)")
        }
        return scrubber
    }
}

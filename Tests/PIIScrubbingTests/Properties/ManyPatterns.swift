import PIIScrubbing

/// As many patterns as a large deployment brings: prefixes of keys, names of services, and words that texts are full of.
enum ManyPatterns {
    /// What half of the patterns open with.
    static let prefixes: [String] = {
        let vendors = ["gl", "np", "do", "sg", "hf", "pul", "key", "tok", "sec", "lin", "ya29", "dp", "aio", "ntn"]
        let endings = ["pat-", "_v1_", ".t_", "m_", "-live-"]
        return vendors.flatMap { vendor in endings.map { vendor + $0 } }
    }()

    /// What the other half opens with, in any case.
    static let names: [String] = [
        "datadog", "segment", "intercom", "looker", "fastly", "travis", "vercel", "notion", "render", "station",
        "okta", "plaid", "kraken", "linear", "heroku", "better", "ending", "thing", "another", "other", "there",
        "these", "etsy", "ion", "ate", "ent", "ing", "ver", "one",
    ]

    static func configuration() -> ScrubberConfiguration {
        var configuration = ScrubberConfiguration()
        for (index, prefix) in prefixes.enumerated() {
            let literal = prefix.replacing(".", with: "\\.")
            configuration.addPattern("many_prefix_\(index)", regex: "\\b\(literal)[a-z0-9]{6,40}(?![a-z0-9])")
        }
        for (index, name) in names.enumerated() {
            configuration.addPattern(
                "many_name_\(index)",
                regex: "(?i)\(name)[a-z_ .-]{0,20}[=:]\\s{0,3}([a-f0-9]{8,32})"
            )
        }
        return configuration
    }

    /// Texts in which they match, and others in which they nearly do.
    static let items: [String] =
        prefixes.map { $0 + "a1b2c3d4" } + prefixes.map { String($0.dropLast()) + "a1b2c3" }
        + names.map { $0 + "_key = 0123abcd" } + names.map { $0.uppercased() + ":deadbeef00" } + names.map { $0 + "s " }
}

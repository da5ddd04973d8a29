import PIIScrubbing

extension ReferenceDifference {
    static let network = [longerColonRun, longerDottedNumber, preRelease, addressBehindWord]

    private static let longerColonRun = ReferenceDifference(
        "eight groups of a longer run",
        reason: "more groups, or a number, go on before or behind them",
        patterns: ["ipv6"],
        examples: ["1:2:3:4:5:6:7:8:9", "0a:1:2:3:4:5:6:7:8", "1:2:3:4:5:6:7:8.9"]
    ) { match in
        Probe(#"(?:[0-9A-Fa-f:]:|[0-9]\.)\z"#).occurs(in: match.before)
            || Probe(#"\A(?::[0-9A-Fa-f:]|\.[0-9])"#).occurs(in: match.after)
    }

    private static let longerDottedNumber = ReferenceDifference(
        "four parts of a longer dotted number",
        reason: "versions and object identifiers have more parts",
        patterns: ["ipv4"],
        examples: ["1.2.3.4.5", "1.3.6.1.4.1"]
    ) { match in
        Probe(#"[0-9]\.\z"#).occurs(in: match.before) || Probe(#"\A\.[0-9]"#).occurs(in: match.after)
    }

    private static let preRelease = ReferenceDifference(
        "dotted quad with a pre-release suffix",
        reason: "a version",
        patterns: ["ipv4"],
        examples: ["1.2.3.4-beta2", "10.0.0.1-rc.1"]
    ) { match in
        Probe(#"(?i)\A-(?:alpha|beta|rc|dev|pre|snapshot|release|build|patch)"#).occurs(in: match.after)
    }

    private static let addressBehindWord = ReferenceDifference(
        "dotted quad behind an excluding word",
        reason: "a version or a section; `exclude_context` of `ipv4` lists the words",
        patterns: ["ipv4"],
        examples: ["version 1.2.3.4", "firmware: 10.1.2.3"]
    ) { match in
        excludingWords("ipv4").occurs(in: match.context)
    }

    // MARK: Words

    /// Asks for one of the words that speak against a match of a built-in pattern, near the end of a text.
    static func excludingWords(_ pattern: String) -> Probe {
        probes[pattern]?.against ?? Probe("(*FAIL)")
    }

    /// Asks for one of the words that speak for a match.
    static func contextWords(_ pattern: String) -> Probe {
        probes[pattern]?.speaking ?? Probe("(*FAIL)")
    }

    private static let probes: [String: (speaking: Probe?, against: Probe?)] = Dictionary(
        uniqueKeysWithValues: PatternCatalog.builtin.map { pattern in
            let probe = { (rule: ContextRule) in Probe(words: rule.words, within: rule.before) }
            return (pattern.name, (pattern.context.map(probe), pattern.excludedContext.map(probe)))
        }
    )
}

/// Runs a pattern on its own examples.
package enum PatternExampleCheck {
    /// - Throws: for the first example that comes out otherwise than the file says. Names its line, not its text.
    package static func check(_ definitions: [PatternDefinition]) throws(ConfigurationError) {
        for definition in definitions {
            let set = CompiledPatternSet([definition], scanning: .plain)
            try set.compileAll()
            if let anchor = definition.anchor, !Regex.wantsUnicode(definition.regex),
                let syntax = RegexParser.parse(definition.regex), anchor.isImpossible(for: syntax)
            {
                throw definition.error(
                    .invalidValue,
                    key: "anchor",
                    "no match of the regex can have this; leave the anchor out: it is derived from the regex"
                )
            }
            for (index, example) in definition.examples.matching.enumerated() {
                let found = try finds(set, example, "match[\(index)]")
                guard !found.isEmpty else {
                    throw failure(definition, example, "match[\(index)]", "the pattern does not match this example")
                }
                guard anchorHolds(definition, for: found, in: example) else {
                    throw failure(
                        definition,
                        example,
                        "match[\(index)]",
                        "a match in this example does not have what 'anchor' promises"
                    )
                }
            }
            for (index, example) in definition.examples.ignored.enumerated() {
                guard try finds(set, example, "ignore[\(index)]").isEmpty else {
                    throw failure(definition, example, "ignore[\(index)]", "the pattern matches this example")
                }
            }
        }
    }

    private static func anchorHolds(
        _ definition: PatternDefinition,
        for matches: [Match],
        in example: PatternExample
    ) -> Bool {
        guard let anchor = definition.anchor else { return true }
        let bytes = Array(example.text.utf8)
        return matches.allSatisfy { match in
            bytes[match.range].withUnsafeBufferPointer { anchor.holds(for: $0) }
        }
    }

    private static func finds(
        _ set: CompiledPatternSet,
        _ example: PatternExample,
        _ key: String
    ) throws(ConfigurationError) -> [Match] {
        do {
            return try set.matches(in: example.text)
        } catch {
            throw failure(set.patterns[0].definition, example, key, "the example could not be scanned: \(error)")
        }
    }

    private static func failure(
        _ definition: PatternDefinition,
        _ example: PatternExample,
        _ key: String,
        _ reason: String
    ) -> ConfigurationError {
        definition.error(
            .failingExample,
            key: "examples.\(key)",
            line: example.line,
            "\(reason); change the example or the pattern"
        )
    }
}

extension CompiledPatternSet {
    /// All findings in a text that is within the limits by its nature.
    package func matches(in text: String) throws(ScanFailure) -> [Match] {
        var text = text
        let result = text.withUTF8 { bytes in
            Result { () throws(ScanFailure) in
                try scratches.withScratch(for: self) { scratch throws(ScanFailure) in
                    try TextScan(scratch).run(bytes)
                    return Array(scratch.memory.findings.pointee.elements)
                }
            }
        }
        guard let findings = try result.get() else { throw .outOfMemory }
        return findings
    }
}

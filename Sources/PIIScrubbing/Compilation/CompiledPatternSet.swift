/// The active patterns of a scrubber. Immutable, shared by all threads.
package final class CompiledPatternSet: Sendable {
    package let patterns: [CompiledPattern]
    package let limits: ScrubberLimits
    let scratches: RegexScratchPool
    /// What redaction leaves behind; no finding reaches into one.
    let markers: [[UInt8]]

    package init(
        _ definitions: [PatternDefinition],
        limits: ScrubberLimits = ScrubberLimits(),
        markers: [String] = [],
        usesJIT: Bool = true
    ) {
        patterns = definitions.enumerated().map { index, definition in
            CompiledPattern(definition, index: index, usesJIT: usesJIT)
        }
        self.limits = limits
        self.markers = markers.map { Array($0.utf8) }.filter { !$0.isEmpty }
        // `group` is at most 99, and match data that is too small only loses groups that nobody asks for.
        scratches = RegexScratchPool(
            groupCount: definitions.reduce(0) { max($0, $1.group) },
            matchLimit: UInt32(clamping: limits.matchLimit)
        )
    }

    /// Compiles every pattern now rather than when it first runs.
    ///
    /// - Throws: the first that does not compile.
    package func compileAll() throws(ConfigurationError) {
        for pattern in patterns {
            do {
                let regex = try pattern.regex(.search)
                if pattern.definition.group > regex.groupCount {
                    throw pattern.definition.error(
                        .invalidValue,
                        key: "group",
                        "the regex has \(regex.groupCount) capture groups, not \(pattern.definition.group)"
                    )
                }
            } catch let error as Regex.CompileError {
                throw pattern.definition.error(
                    .invalidRegex,
                    key: "regex",
                    "not a valid PCRE2 regex at byte \(error.offset): \(error.message)"
                )
            } catch let error as ConfigurationError {
                throw error
            } catch {
                throw pattern.definition.error(.invalidRegex, key: "regex", "not a valid PCRE2 regex")
            }
        }
    }
}

extension PatternDefinition {
    func error(_ code: ConfigurationError.Code, key: String, line: Int? = nil, _ reason: String) -> ConfigurationError {
        let place: (file: String?, line: Int?, key: String) =
            switch source {
            case .builtin(let file): (file, nil, "\(name).\(key)")
            case .file(let path, let start): (path, start, "\(name).\(key)")
            case .configuration(let file, let start): (file, start, "eval.pii.custom_patterns.\(name)")
            }
        return ConfigurationError(code, file: place.file, line: line ?? place.line, key: place.key, reason: reason)
    }
}

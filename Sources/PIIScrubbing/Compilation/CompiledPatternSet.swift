import CByteScan

/// The active patterns of a scrubber. Immutable, shared by all threads.
package final class CompiledPatternSet: @unchecked Sendable {
    package let patterns: [CompiledPattern]
    package let limits: ScrubberLimits
    /// How they are looked for in one pass; nil for the plain engine.
    let plan: ScanPlan?
    /// What a scan by that plan reads. Raw memory: it is read at every candidate.
    let tables: UnsafePointer<ScanTables>?
    /// By index of the pattern.
    let rows: UnsafeMutablePointer<PatternRow>
    /// By number of bytes: the patterns whose look-behinds can see farther back than that.
    let patternsSeeingBack: [[Int]]
    /// The same for bytes, one table of zero and one behind the other: whether one of those patterns may start with it. The
    /// last table is for patterns that may start where a blank follows.
    let startsSeeingBack: UnsafeMutablePointer<UInt8>
    let scratches: ScratchPool

    /// Look-behinds that see farther are taken to see this far.
    static let mostLookBehind = 4
    /// What redaction leaves behind; no finding reaches into one.
    let markers: [[UInt8]]

    package init(
        _ definitions: [PatternDefinition],
        limits: ScrubberLimits = ScrubberLimits(),
        markers: [String] = [],
        usesJIT: Bool = true,
        scanning: Scanning = .fast
    ) {
        let patterns = definitions.enumerated().map { index, definition in
            CompiledPattern(definition, index: index, usesJIT: usesJIT)
        }
        self.patterns = patterns
        let markers = markers.map { Array($0.utf8) }.filter { !$0.isEmpty }
        let variant: bytescan_variant
        switch scanning {
        case .plain:
            plan = nil
            variant = bytescan_best
        case .fast:
            plan = ScanPlanCache.shared.plan(for: definitions, markers: markers)
            variant = bytescan_best
        case .variant(let wanted):
            plan = ScanPlanCache.shared.plan(for: definitions, markers: markers)
            variant = wanted.value
        }
        rows = .allocate(capacity: max(1, patterns.count))
        for (index, pattern) in patterns.enumerated() {
            let syntax = plan.flatMap { $0.syntaxes[index] }
            (rows + index).initialize(to: PatternRow(pattern, syntax: syntax))
        }
        let syntaxes = plan?.syntaxes ?? definitions.map { ScanPlan.syntax(of: $0) }
        let reaches = zip(syntaxes, definitions).map { syntax, definition in
            let reach = syntax?.lookBehindReach(limit: Self.mostLookBehind) ?? Self.mostLookBehind
            return definition.validators.reduce(reach) { max($0, min($1.lookBehindReach, Self.mostLookBehind)) }
        }
        patternsSeeingBack = (0..<Self.mostLookBehind).map { distance in
            patterns.indices.filter { reaches[$0] > distance }
        }
        let mayStartBeforeBlank =
            plan?.mayStartBeforeBlank
            ?? zip(definitions, syntaxes).map { PatternPlan($0, syntax: $1).mayStartBeforeBlank }
        let seeingBackBeforeBlank = patterns.indices.filter { reaches[$0] > 0 && mayStartBeforeBlank[$0] }
        startsSeeingBack = .allocate(capacity: (Self.mostLookBehind + 1) << 8)
        for (number, seeing) in (patternsSeeingBack + [seeingBackBeforeBlank]).enumerated() {
            let starts = seeing.reduce(ByteSet.none) { starts, index in
                guard let syntax = syntaxes[index], syntax.minimumLength > 0 else { return .all }
                return starts.union(syntax.first)
            }
            for byte in UInt8.min...UInt8.max {
                (startsSeeingBack + (number << 8 + Int(byte))).initialize(to: starts.contains(byte) ? 1 : 0)
            }
        }
        if let plan {
            let tables = UnsafeMutablePointer<ScanTables>.allocate(capacity: 1)
            tables.initialize(to: ScanTables(plan, rows: rows, variant: variant))
            self.tables = UnsafePointer(tables)
        } else {
            tables = nil
        }
        self.limits = limits
        self.markers = markers
        scratches = ScratchPool()
    }

    deinit {
        for index in patterns.indices { rows[index].deallocate() }
        rows.deinitialize(count: patterns.count)
        rows.deallocate()
        startsSeeingBack.deallocate()
        tables?.deallocate()
        scratches.deallocate()
    }

    /// Makes the automaton of a pattern; nil where there is none to be made.
    @inline(never)
    func makeAutomaton(of pattern: Int) -> UnsafeMutablePointer<MatchAutomaton>? {
        patterns[pattern].makeAutomaton(lead: plan?.lead(of: pattern), comparesOnly: rows[pattern].isLong)
    }

    /// How a text is scanned.
    package enum Scanning: Sendable, Hashable {
        /// Every pattern in turn: what the others are held to.
        case plain
        /// In one pass, with the best instruction set that the processor has.
        case fast
        /// In one pass, with one instruction set.
        case variant(Variant)

        package enum Variant: Sendable, Hashable, CaseIterable {
            case portable, sse2, avx2, avx512, neon

            var value: bytescan_variant {
                switch self {
                case .portable: bytescan_portable
                case .sse2: bytescan_sse2
                case .avx2: bytescan_avx2
                case .avx512: bytescan_avx512
                case .neon: bytescan_neon
                }
            }

            /// Whether this build has it and this processor runs it.
            package var isSupported: Bool { bytescan_supports(value) != 0 }
        }
    }

    /// What the plan of a pattern is, for a person.
    package func planDescription(of pattern: Int) -> String {
        plan?.plans[pattern].description ?? PatternPlan.search(.noRoom).description
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
        return ConfigurationError(
            code,
            file: place.file,
            line: line ?? fieldLines[key] ?? place.line,
            key: place.key,
            reason: reason
        )
    }
}

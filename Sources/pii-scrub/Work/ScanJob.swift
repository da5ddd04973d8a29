import PIIScrubbing

/// Scans all inputs and reports in their order; one that fails leaves the others alone.
struct ScanJob {
    let engine: Engine
    let input: InputOptions
    let unit: OffsetUnit
    let showsMatches: Bool
    let skipsBinary: Bool
    let statistics: Statistics
    var writer: ReportWriter
    private(set) var failures: [any Error] = []
    private var hasFound = false
    private var hasSkipped = false

    /// What went wrong goes before what was found, that before what was not looked at.
    var status: ExitStatus {
        !failures.isEmpty ? .failure : hasFound ? .found : hasSkipped ? .incomplete : .success
    }

    /// Files up to this size, in bytes, are scanned several at once, with their reports held until it is their turn.
    private static let smallBytes = 4 << 20

    init(
        engine: Engine,
        input: InputOptions,
        unit: OffsetUnit,
        showsMatches: Bool,
        skipsBinary: Bool,
        statistics: Statistics,
        writer: ReportWriter
    ) {
        self.engine = engine
        self.input = input
        self.unit = unit
        self.showsMatches = showsMatches
        self.skipsBinary = skipsBinary
        self.statistics = statistics
        self.writer = writer
    }

    mutating func run(_ sources: [InputSource]) throws {
        var rest = sources[...]
        while let first = rest.first {
            let small = rest.prefix { input.input == .text && $0.size ?? Int.max <= Self.smallBytes }.prefix(
                4 * input.jobs
            )
            if small.count > 1 {
                try scanTogether(Array(small))
                rest = rest.dropFirst(small.count)
            } else {
                try scan(first)
                rest = rest.dropFirst()
            }
        }
        try writer.finish()
    }

    private struct Outcome: Sendable {
        var reports: [Report] = []
        var failures: [any Error] = []
    }

    private mutating func scanTogether(_ sources: [InputSource]) throws {
        let findings = textFindings
        let outcomes = Parallel(jobs: input.jobs).map(sources) { source in
            var outcome = Outcome()
            do {
                try findings.run(
                    source,
                    isIncomplete: { outcome.failures.append($0) },
                    report: { outcome.reports.append($0) }
                )
            } catch {
                outcome.failures.append(error)
            }
            return outcome
        }
        for outcome in outcomes {
            for report in outcome.reports {
                hasFound = true
                try writer.write(report)
            }
            for failure in outcome.failures {
                fail(failure)
            }
        }
    }

    private mutating func scan(_ source: InputSource) throws {
        var incomplete: [InputError] = []
        do {
            switch input.input {
            case .text:
                try textFindings.run(
                    source,
                    isIncomplete: { incomplete.append($0) },
                    report: { report in
                        hasFound = true
                        try writer.write(report)
                    }
                )
            case .jsonl:
                try recordFindings.run(
                    source,
                    isIncomplete: { incomplete.append($0) },
                    write: { line, found in
                        hasFound = hasFound || found > 0
                        try StandardOutput.write(line)
                    }
                )
            }
        } catch let closed as StandardOutput.Closed {
            throw closed
        } catch {
            fail(error)
        }
        failures += incomplete
    }

    /// A file that is no text may have been named by chance, which is no failure; but it was not looked at.
    private mutating func fail(_ error: any Error) {
        guard let binary = error as? InputSource.BinaryInput else {
            failures.append(error)
            return
        }
        let reason =
            binary.isUTF16
            ? "it looks like UTF-16 (convert it first: iconv -f UTF-16 -t UTF-8)"
            : "it looks like a binary file (--binary scans it, --skip-binary leaves it out)"
        Diagnostics.report("note: \(binary.name) is skipped: \(reason)")
        hasSkipped = hasSkipped || binary.isUTF16 || !skipsBinary
    }

    private var textFindings: TextFindings {
        TextFindings(
            engine: engine,
            onLimit: input.onLimit,
            takesBinary: input.binary,
            showsMatches: showsMatches,
            statistics: statistics
        )
    }

    private var recordFindings: RecordFindings {
        RecordFindings(
            engine: engine,
            field: input.fieldPaths.first,
            unit: unit,
            onLimit: input.onLimit,
            showsMatches: showsMatches,
            parallel: Parallel(jobs: input.jobs),
            statistics: statistics
        )
    }
}

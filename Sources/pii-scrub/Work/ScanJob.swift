import PIIScrubbing

/// Scans all inputs and reports in their order; one that fails leaves the others alone.
struct ScanJob {
    let engine: Engine
    let kinds: FindingKinds
    let input: InputOptions
    let options: ReportOptions
    let skipsBinary: Bool
    let statistics: Statistics
    private var writer: ReportWriter
    private(set) var failures: [any Error] = []
    private var hasFound = false
    private var hasSkipped = false

    /// What went wrong goes before what was found, that before what was not looked at.
    var status: ExitStatus {
        !failures.isEmpty ? .failure : hasFound ? .found : hasSkipped ? .incomplete : .success
    }

    init(
        engine: Engine,
        kinds: FindingKinds,
        input: InputOptions,
        options: ReportOptions,
        skipsBinary: Bool,
        statistics: Statistics
    ) {
        self.engine = engine
        self.kinds = kinds
        self.input = input
        self.options = options
        self.skipsBinary = skipsBinary
        self.statistics = statistics
        writer = ReportWriter(options)
    }

    mutating func run(_ sources: [InputSource]) throws {
        for batch in InputBatches(sources) {
            if batch.count > 1, input.input == .text {
                try scanTogether(batch)
            } else {
                for source in batch { try scan(source) }
            }
        }
        try writer.finish()
    }

    private struct Outcome: Sendable {
        var reports: [(report: [UInt8], findings: FindingCounts)] = []
        var failures: [any Error] = []
    }

    private mutating func scanTogether(_ sources: [InputSource]) throws {
        let findings = textFindings
        var rest = sources[...]
        try Parallel(jobs: input.jobs).inOrder(
            next: { rest.popFirst() },
            work: { source in
                var outcome = Outcome()
                do {
                    try findings.run(
                        source,
                        Parallel(jobs: 1),
                        isIncomplete: { outcome.failures.append($0) },
                        write: { outcome.reports.append(($0, $1)) }
                    )
                } catch {
                    outcome.failures.append(error)
                }
                return outcome
            },
            take: { outcome in
                for (report, findings) in outcome.reports { try write(report, findings) }
                for failure in outcome.failures { fail(failure) }
            }
        )
    }

    private mutating func write(_ report: [UInt8], _ findings: FindingCounts) throws {
        hasFound = hasFound || findings.total > 0
        try writer.write(report, of: findings)
    }

    private mutating func scan(_ source: InputSource) throws {
        var incomplete: [InputError] = []
        do {
            switch input.input {
            case .text:
                try textFindings.run(
                    source,
                    Parallel(jobs: input.jobs),
                    isIncomplete: { incomplete.append($0) },
                    write: { try write($0, $1) }
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
        let advice = skipsBinary ? "--binary scans it" : "--binary scans it, --skip-binary leaves it out"
        let reason =
            binary.isUTF16
            ? "it looks like UTF-16 (convert it first: iconv -f UTF-16 -t UTF-8)"
            : "it looks like a binary file (\(advice))"
        Diagnostics.report("note: \(binary.name) is skipped: \(reason)")
        hasSkipped = hasSkipped || binary.isUTF16 || !skipsBinary
    }

    private var textFindings: TextFindings {
        TextFindings(
            engine: engine,
            kinds: kinds,
            options: options,
            onLimit: input.onLimit,
            takesBinary: input.binary,
            statistics: statistics
        )
    }

    private var recordFindings: RecordFindings {
        RecordFindings(
            engine: engine,
            field: input.fieldPaths.first,
            unit: options.unit,
            onLimit: input.onLimit,
            showsMatches: options.showsMatches,
            parallel: Parallel(jobs: input.jobs).forTexts(of: engine),
            statistics: statistics
        )
    }
}

import ArgumentParser
import Foundation
import PIIScrubbing

struct Scan: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "scan",
        abstract: "Report what would be redacted, without the text found.",
        discussion: """
            Exit status 0 where nothing was found, 1 where something was, 2 for an error, 3 where nothing was found but \
            not all was looked at: scrubbing is switched off, a file was skipped, or Presidio is set and cannot be used.
            """
    )

    @OptionGroup var scrubber: ScrubberOptions
    @OptionGroup var input: InputOptions

    @Option(help: "How to report: table, jsonl or sarif.", transform: Scan.format)
    var format: ReportFormat?

    @Option(help: "What offsets count: utf8 (bytes), scalar or utf16.", transform: Scan.unit)
    var offsets: OffsetUnit = .utf8

    @Flag(help: "Leave binary files out without exit status 3.")
    var skipBinary = false

    @Flag(help: "Show the text found. It is what is to be hidden: mind where the report goes.")
    var showMatches = false

    func validate() throws {
        guard !skipBinary || !input.binary else {
            throw ValidationError("--binary and --skip-binary exclude each other")
        }
        guard input.input == .jsonl else { return }
        guard format == nil || format == .jsonl else {
            throw ValidationError(
                "--input jsonl gives a line for each line; --format \(format?.rawValue ?? "") does not go with it"
            )
        }
        guard input.fieldPaths.count <= 1 else { throw ValidationError("scan looks at one field of a record only") }
    }

    func run() throws {
        let setup = try scrubber.setup()
        if let reason = setup.idleReason {
            Diagnostics.report("\(reason): nothing was scanned")
            throw ExitStatus.incomplete
        }
        input.hintAtTerminal()
        let sources = input.sources
        let sizes = sources.map(\.size)
        let statistics = Statistics(total: sizes.contains(nil) ? nil : sizes.reduce(0) { $0 + ($1 ?? 0) })
        var job = ScanJob(
            engine: setup.engine,
            kinds: setup.kinds,
            input: input,
            options: ReportOptions(format: format ?? .table, unit: offsets, showsMatches: showMatches),
            skipsBinary: skipBinary,
            statistics: statistics
        )
        do {
            try job.run(sources)
        } catch is StandardOutput.Closed {
            // Nobody reads on; what was found or went wrong until now is told by the status all the same.
        }
        statistics.finish(printing: input.stats)
        for failure in job.failures {
            Diagnostics.report("\(failure)")
        }
        // Nothing was found, but names were not looked for.
        throw job.status == .success && setup.lacksNames ? ExitStatus.incomplete : job.status
    }

    private static func format(_ argument: String) throws -> ReportFormat {
        guard let format = ReportFormat(rawValue: argument) else {
            throw ValidationError("--format is table, jsonl or sarif")
        }
        return format
    }

    private static func unit(_ argument: String) throws -> OffsetUnit {
        guard let unit = OffsetUnit(rawValue: argument) else {
            throw ValidationError("--offsets is utf8, scalar or utf16")
        }
        return unit
    }
}

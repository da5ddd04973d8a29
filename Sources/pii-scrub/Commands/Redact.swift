import ArgumentParser
import Foundation
import PIIScrubbing

struct Redact: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "redact",
        abstract: "Write clean text to standard output, in place or to a folder. (The default.)",
        discussion: """
            With --fields an input in which no record has any of them is an error, and nothing is written for it; a \
            field that no record of all inputs has is told at the end.
            """
    )

    @OptionGroup var scrubber: ScrubberOptions
    @OptionGroup var input: InputOptions

    @Flag(help: "Put the clean text in place of the files.")
    var inPlace = false

    @Option(help: ArgumentHelp("Write files of the same names to this folder.", valueName: "folder"))
    var output: String?

    func validate() throws {
        guard !inPlace || output == nil else { throw ValidationError("--in-place and --output exclude each other") }
        if inPlace || output != nil {
            guard !input.files.isEmpty, !input.files.contains("-") else {
                throw ValidationError("\(inPlace ? "--in-place" : "--output") needs files, not standard input")
            }
        }
        if output != nil {
            let names = input.files.map { URL(fileURLWithPath: $0).lastPathComponent }
            if let twice = names.first(where: { name in names.count { $0 == name } > 1 }) {
                throw ValidationError("two files would both be written to '\(twice)' in the folder")
            }
        }
    }

    func run() throws {
        if inPlace || output != nil {
            TemporaryFiles.removeOnSignals()
        }
        let setup = try scrubber.setup()
        if let reason = setup.idleReason {
            Diagnostics.report("warning: \(reason); text is passed on as it is")
        }
        if let output {
            do {
                try FileManager.default.createDirectory(atPath: output, withIntermediateDirectories: true)
            } catch {
                let isFile = FileManager.default.fileExists(atPath: output)
                let reason = isFile ? "is a file; --output names a folder" : "the folder cannot be made"
                throw InputError(input: output, reason: reason)
            }
        }
        input.hintAtTerminal()
        // One and the same file named twice is one job.
        var seen: Set<String> = []
        let sources = input.sources.filter { !inPlace || seen.insert($0.path).inserted }
        let sizes = sources.map(\.size)
        let statistics = Statistics(total: sizes.contains(nil) ? nil : sizes.reduce(0) { $0 + ($1 ?? 0) })
        let job = RedactJob(
            engine: setup.engine,
            kinds: setup.kinds,
            input: input,
            destination: inPlace ? .inPlace : output.map { .folder($0) } ?? .standardOutput,
            statistics: statistics,
            census: SharedFieldCensus(fields: input.fieldPaths)
        )
        let failures = try job.run(sources)
        statistics.finish(printing: input.stats)
        for warning in job.census.warnings(fields: input.fieldPaths) {
            Diagnostics.report(warning)
        }
        for failure in failures {
            Diagnostics.report("\(failure)")
        }
        if !failures.isEmpty {
            throw ExitStatus.failure
        }
    }
}

import ArgumentParser
import PIIScrubbing

struct Patterns: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "patterns",
        abstract: "List, show and check patterns.",
        subcommands: [List.self, Show.self, Check.self]
    )

    struct List: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "list",
            abstract: "List all patterns, and which are on."
        )

        @OptionGroup var scrubber: ScrubberOptions

        func run() throws {
            let entries = try scrubber.setup().engine.catalog.entries
            let rows = entries.map { entry in
                [
                    entry.definition.name, entry.definition.entity.rawValue, entry.isActive ? "on" : "off",
                    entry.definition.parent ?? "-", entry.definition.source.description,
                ]
            }
            try StandardOutput.write(line: Table.text(head: ["NAME", "ENTITY", "", "PART OF", "FROM"], rows: rows))
        }
    }

    struct Show: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "show",
            abstract: "Show all that is known of a pattern."
        )

        @OptionGroup var scrubber: ScrubberOptions

        @Argument(help: "Name of the pattern.")
        var name: String

        func run() throws {
            let engine = try scrubber.setup().engine
            guard let entry = engine.catalog.entries.first(where: { $0.definition.name == name }) else {
                let definitions = engine.catalog.entries.map(\.definition)
                throw ValidationError(ScrubberConfiguration.unknownName(name, verb: "show", in: definitions))
            }
            try StandardOutput.write(line: PatternSheet.text(entry, in: engine.set))
        }
    }

    struct Check: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "check",
            abstract: "Validate pattern files and run their examples.",
            discussion: "Exit status 2 where any file is wrong."
        )

        @Argument(help: "Pattern files, or folders of pattern files.")
        var files: [String]

        func validate() throws {
            guard !files.isEmpty else { throw ValidationError("name at least one pattern file or folder") }
        }

        func run() throws {
            var isAllRight = true
            for file in files {
                do {
                    let patterns = try PatternFiles.patterns(at: file)
                    try PatternExampleCheck.check(patterns)
                    var configuration = ScrubberConfiguration()
                    configuration.patternFiles = [file]
                    _ = try Engine(configuration)
                    let examples = patterns.reduce(0) { $0 + $1.examples.matching.count + $1.examples.ignored.count }
                    let counts = "\(counted(patterns.count, "pattern")), \(counted(examples, "example"))"
                    try StandardOutput.write(line: "\(file): \(counts), all right")
                } catch let error as ConfigurationError {
                    Diagnostics.report("\(error)")
                    isAllRight = false
                }
            }
            if isAllRight, files.count > 1 {
                // Each may be right alone and clash with another.
                var configuration = ScrubberConfiguration()
                configuration.patternFiles = files
                _ = try Engine(configuration)
            }
            if !isAllRight {
                throw ExitStatus.failure
            }
        }
    }
}

import ArgumentParser
import Foundation
import PIIScrubbing

enum InputFormat: String, ExpressibleByArgument, CaseIterable {
    case text
    case jsonl
}

enum LimitPolicy: String, ExpressibleByArgument, CaseIterable {
    case fail
    case replace
}

/// What to read, and how.
struct InputOptions: ParsableArguments {
    @Argument(help: ArgumentHelp("Files; - or none for standard input.", valueName: "file"))
    var files: [String] = []

    @Option(help: "What the input is: text or jsonl (JSON Lines).")
    var input: InputFormat = .text

    @Option(
        help: ArgumentHelp("With jsonl: names of fields, with commas between; a.b for nested ones.", valueName: "names")
    )
    var fields: String?

    @Option(
        name: .customLong("on-limit"),
        help: "When a text cannot be scanned to its end: fail, or replace all of it."
    )
    var onLimit: LimitPolicy = .fail

    @Option(help: "How many threads to use. Default: all cores.")
    var jobs: Int = ProcessInfo.processInfo.activeProcessorCount

    @Flag(help: "Take binary files as text.")
    var binary = false

    @Flag(help: "Count what was found and how long it took, on standard error.")
    var stats = false

    func validate() throws {
        guard jobs > 0 else { throw ValidationError("--jobs must be 1 or more") }
        guard fields == nil || input == .jsonl else { throw ValidationError("--fields goes with --input jsonl") }
        guard fields == nil || !fieldPaths.isEmpty else { throw ValidationError("--fields names no field") }
        if let first = files.first, first != "-", !FileManager.default.fileExists(atPath: first),
            let command = Suggestion.nearest(to: first, among: ["redact", "scan", "patterns"])
        {
            // Taken for a file it would be passed over, and what follows would be redacted.
            throw ValidationError(
                "there is no file '\(first)'; the command '\(command)' comes first: pii-scrub \(command) …"
            )
        }
    }

    var sources: [InputSource] {
        files.isEmpty ? [.standardInput] : files.map { InputSource(path: $0) }
    }

    var fieldPaths: [FieldPath] {
        fields?.split(separator: ",").compactMap { FieldPath($0.trimmingCharacters(in: .whitespaces)) } ?? []
    }

    /// Somebody who waits for an answer at an empty line should know that the tool waits too.
    func hintAtTerminal() {
        if files.isEmpty, isatty(STDIN_FILENO) == 1 {
            Diagnostics.report("reading standard input; end it with Ctrl-D, or see pii-scrub --help")
        }
    }
}

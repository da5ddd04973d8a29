import ArgumentParser
import Foundation
import PIIPresidio
import PIIScrubbing

/// Says what scrubbing runs on here, and whether names and places can be found.
struct Doctor: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "doctor",
        abstract: "Show what scrubbing runs on here: PCRE2, the processor, Python and Presidio.",
        discussion: "Exit status 0 where patterns work, whether or not there is a Presidio."
    )

    @Option(help: ArgumentHelp("Virtual environment or interpreter with Presidio.", valueName: "path"))
    var python: String?

    func run() throws {
        try line("pii-scrub", EngineFacts.version)
        try line("PCRE2", "\(EngineFacts.pcre2), \(EngineFacts.hasJIT ? "with" : "WITHOUT") its JIT")
        try line("scan", EngineFacts.scanVariant)
        let patterns = try PatternCatalog(ScrubberConfiguration())
        try line("patterns", "\(patterns.active.count) of \(patterns.entries.count) on")
        do throws(PythonAbsence) {
            let found = try PythonEnvironment.find(python)
            try? line("Python", "\(found.version) at \(found.interpreter), chosen by \(found.reason)")
            try? line("library", found.library)
        } catch {
            try line("Python", "not used: \(error)")
            return
        }
        var configuration = PresidioConfiguration()
        configuration.python = python
        let start = ContinuousClock.now
        let recognizer = PresidioRecognizer(configuration)
        if case .isMissing(let reason) = recognizer.start() { return try line("Presidio", "not used: \(reason)") }
        let seconds = start.duration(to: .now) / .seconds(1)
        try line("Presidio", "\(recognizer.versions ?? "?"); ready in \(String(format: "%.1f", seconds)) s")
        let request = RecognitionRequest(
            text: "My name is John Smith and I live in London.",
            deadline: .now + .seconds(60)
        )
        switch recognizer.recognize(request) {
        case .findings(let spans):
            try line("self-test", "found \(spans.map(\.entity.rawValue).joined(separator: ", "))")
        case .unavailable(let reason), .failed(let reason): try line("self-test", "FAILED: \(reason)")
        }
    }

    private func line(_ name: String, _ value: String) throws {
        let padding = String(repeating: " ", count: max(1, 10 - name.count))
        try StandardOutput.write(line: name + padding + value)
    }
}

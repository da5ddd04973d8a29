import ArgumentParser
import Foundation
import PIIScrubbing

/// What to look for and what to put in its place. Options go before the environment, that before the file.
struct ScrubberOptions: ParsableArguments {
    @Option(help: "Configuration file; its eval.pii section is read.")
    var config: String?

    @Option(help: ArgumentHelp("Pattern file, or folder of pattern files. May be repeated.", valueName: "path"))
    var patterns: [String] = []

    @Option(help: ArgumentHelp("Turn a pattern on. May be repeated.", valueName: "name"))
    var enable: [String] = []

    @Option(help: ArgumentHelp("Turn a pattern off. May be repeated.", valueName: "name"))
    var disable: [String] = []

    @Option(help: ArgumentHelp("What stands in place of a finding.", valueName: "text"))
    var replacement: String?

    /// The configuration that files, environment and options make together.
    func configuration() throws -> ScrubberConfiguration {
        var configuration = ScrubberConfiguration()
        if let config {
            configuration = try ScrubberConfiguration(contentsOfFile: config)
        }
        configuration.apply(environment: ProcessInfo.processInfo.environment)
        configuration.patternFiles += patterns
        for name in enable { configuration.enable(name) }
        for name in disable { configuration.disable(name) }
        if let replacement { configuration.replacement = replacement }
        return configuration
    }

    func engine() throws -> Engine {
        try Engine(configuration(), onWarning: { Diagnostics.report("warning: \($0)") })
    }
}

import ArgumentParser
import Foundation
import PIIPresidio
import PIIScrubbing

/// What to look for and what to put in its place. Options go before the environment, that before the file.
struct ScrubberOptions: ParsableArguments {
    @Option(help: "Configuration file; its eval.pii section is read.")
    var config: String?

    @Option(help: ArgumentHelp("Pattern file, or folder of pattern files. May be repeated.", valueName: "path"))
    var patterns: [String] = []

    @Option(help: ArgumentHelp("Turn patterns on; names with commas between. May be repeated.", valueName: "names"))
    var enable: [String] = []

    @Option(help: ArgumentHelp("Turn patterns off; names with commas between. May be repeated.", valueName: "names"))
    var disable: [String] = []

    @Option(help: ArgumentHelp("What stands in place of a finding.", valueName: "text"))
    var replacement: String?

    @Flag(
        help: "Find names and places too, with Presidio, which 'pii-scrub doctor' tells of. Slow: some 50 KB/s a core."
    )
    var presidio = false

    @Option(help: ArgumentHelp("Processes that Presidio runs in, one a core.", valueName: "number"))
    var presidioWorkers: Int?

    func validate() throws {
        guard presidioWorkers.map({ (0...64).contains($0) }) ?? true else {
            throw ValidationError("--presidio-workers must be from 0 to 64")
        }
        for (option, values) in [("--enable", enable), ("--disable", disable)] {
            guard values.allSatisfy({ !Self.names([$0]).isEmpty }) else {
                throw ValidationError("\(option) names no pattern; 'pii-scrub patterns list' shows all")
            }
        }
    }

    /// The configuration that files, environment and options make together.
    private func configuration() throws -> ScrubberConfiguration {
        var configuration = ScrubberConfiguration()
        if let config {
            configuration = try ScrubberConfiguration(contentsOfFile: config)
        }
        configuration.apply(environment: ProcessInfo.processInfo.environment)
        configuration.patternFiles += patterns
        configuration.enable(Self.names(enable), option: "--enable")
        configuration.disable(Self.names(disable), option: "--disable")
        if presidio { configuration.usesPresidio = true }
        if let presidioWorkers {
            guard configuration.usesPresidio else {
                throw InputError(input: "--presidio-workers", reason: "goes with --presidio")
            }
            configuration.presidio.workers = presidioWorkers
        }
        // Who waits for a file would rather wait than be told that names take long.
        if configuration.presidio.timeout == PresidioConfiguration().timeout {
            configuration.presidio.timeout = .seconds(3600)
        }
        if let replacement { configuration.replace(with: replacement, option: "--replacement") }
        return configuration
    }

    func setup() throws -> Setup {
        let configuration = try configuration()
        var recognizers: [PresidioRecognizer] = []
        if configuration.usesPresidio, configuration.isEnabled {
            recognizers = [PresidioRecognizer(configuration)]
        }
        let engine = try Engine(
            configuration,
            recognizers: recognizers,
            onWarning: { Diagnostics.report("warning: \($0)") }
        )
        var lacksNames = false
        if let recognizer = recognizers.first, case .isMissing(let reason) = recognizer.start() {
            // Where it is a setting, that it is missing is a warning; who asks for it here must not be passed over.
            guard !presidio else {
                throw InputError(
                    input: "--presidio",
                    reason: "Presidio cannot be used: \(reason); see 'pii-scrub doctor'"
                )
            }
            lacksNames = true
        }
        guard !presidio || configuration.isEnabled else {
            let place = configuration.enabledPlace?.description ?? "the configuration"
            throw InputError(input: "--presidio", reason: "scrubbing is switched off by \(place)")
        }
        return Setup(
            engine: engine,
            kinds: FindingKinds(
                engine,
                recognized: configuration.presidio.findable,
                by: recognizers.first?.name ?? ""
            ),
            lacksNames: lacksNames,
            switchedOffBy: configuration.enabledPlace?.description
        )
    }

    /// An engine and what is to be said of it.
    struct Setup {
        let engine: Engine
        let kinds: FindingKinds
        /// Whether names should be looked for and cannot be.
        let lacksNames: Bool
        fileprivate let switchedOffBy: String?

        /// Why nothing is looked for at all, where that is so.
        var idleReason: String? {
            if !engine.isEnabled { return "scrubbing is switched off by \(switchedOffBy ?? "the configuration")" }
            if engine.catalog.active.isEmpty { return "no pattern is on" }
            return nil
        }
    }

    private static func names(_ lists: [String]) -> [String] {
        lists.flatMap { $0.split(separator: ",") }.map { $0.trimmingCharacters(in: .whitespaces) }
            .filter { !$0.isEmpty }
    }
}

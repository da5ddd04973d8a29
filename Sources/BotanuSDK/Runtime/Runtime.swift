import Logging
import PIIPresidio
import PIIScrubbing
import Synchronization

/// What all entry points work with: the configuration, the scrubber it makes, the instruments. Any number of threads may
/// use one at once.
final class Runtime: Sendable {
    let config: BotanuConfig
    let instruments = Instruments()
    private let callKinds = LLMCallKinds()
    private let drops = Atomic(0)
    private static let mostDrops = 100
    private let told = Mutex<Set<String>>([])
    let scrubber: TelemetryScrubber

    /// Made anew each time, which is rare, so that it writes to what the application has bootstrapped by then.
    static var logger: Logger { Logger(label: "botanu") }

    init(_ config: BotanuConfig, recognizers: [any Recognizer] = []) throws(ConfigurationError) {
        self.config = config
        let recognizers = recognizers + Self.presidio(config.scrubbing, besides: recognizers)
        scrubber = try TelemetryScrubber(config, recognizers: recognizers, instruments: instruments) { warning in
            Self.logger.warning("\(warning)")
        }
        for warning in config.warnings + config.doubts { Self.logger.warning("\(warning)") }
    }

    /// Presidio, where the configuration asks for it. Its model is loaded while the application starts.
    private static func presidio(
        _ scrubbing: ScrubberConfiguration,
        besides given: [any Recognizer]
    ) -> [any Recognizer] {
        guard scrubbing.isEnabled, scrubbing.usesPresidio, !given.contains(where: { $0 is PresidioRecognizer }) else {
            return []
        }
        // A model stays in memory for good: what is configured alike shares it.
        let presidio = shared.withLock { shared in
            let key = PresidioKey(configuration: scrubbing.presidio, markers: scrubbing.markers)
            let recognizer = shared[key] ?? PresidioRecognizer(scrubbing)
            shared[key] = recognizer
            return recognizer
        }
        presidio.preload()
        return [presidio]
    }

    private struct PresidioKey: Hashable {
        var configuration: PresidioConfiguration
        var markers: [String]
    }

    private static let shared = Mutex<[PresidioKey: PresidioRecognizer]>([:])

    /// One that passes no string on.
    private init(unusable config: BotanuConfig) {
        self.config = config
        scrubber = TelemetryScrubber(replacement: config.scrubbing.replacement, instruments: instruments)
    }

    func callKind(_ provider: Provider, _ model: String, _ operation: ModelOperation) -> LLMCallKind {
        callKinds.kind(.init(provider: provider.name, model: model, operation: operation.rawValue), self)
    }

    /// A string as it may be passed on: names, messages, whatever is given to the SDK besides content.
    func clean(_ text: String) -> String { scrubber.clean(text) }

    /// An identifier as it may be passed on.
    func identifier(_ text: String) -> String { scrubber.identifier(text) }

    /// Whether one more span that nobody holds may wait for recognizers.
    func beginDrop() -> Bool {
        guard drops.add(1, ordering: .relaxed).newValue > Self.mostDrops else { return true }
        endDrop()
        return false
    }

    func endDrop() {
        drops.subtract(1, ordering: .relaxed)
    }

    /// Says once that a name is missing.
    func tellOfEmpty(_ name: String) {
        guard told.withLock({ $0.insert(name).inserted }) else { return }
        Self.logger.error("an event has an empty \(name); it counts as 'unknown', and so do later ones")
    }

    /// Says once that a run does not go out.
    func tellOfLongBaggage() {
        guard told.withLock({ $0.insert("baggage").inserted }) else { return }
        Self.logger.warning("a run does not go out with a call: its names are too long for a header; nor do later ones")
    }

    func decidesToCapture() -> Bool {
        // A recognizer that tracks its own calls must not be asked about them.
        if Recognition.isUnderWay { return false }
        let rate = config.contentCaptureRate
        if rate <= 0 { return false }
        return rate >= 1 || Double.random(in: 0..<1) < rate
    }
}

extension Runtime {
    @TaskLocal private static var scoped: Runtime?
    private static let configured = Mutex<Runtime?>(nil)

    /// The one of the task, of the process, or what works without any configuration: nothing is captured.
    static var current: Runtime {
        scoped ?? configured.withLock { $0 } ?? unconfigured
    }

    private static let unconfigured: Runtime = {
        (try? Runtime(BotanuConfig())) ?? Runtime(unusable: BotanuConfig())
    }()

    /// - Returns: false where another was set before.
    static func setForProcess(_ runtime: Runtime) -> Bool {
        configured.withLock { configured in
            guard configured == nil else { return false }
            configured = runtime
            return true
        }
    }

    static var isConfigured: Bool { configured.withLock { $0 != nil } }

    static func with<Result, Failure: Error>(
        _ runtime: Runtime,
        _ operation: () throws(Failure) -> Result
    ) throws(Failure) -> Result {
        try $scoped.having(runtime, operation)
    }

    static func with<Result, Failure: Error>(
        _ runtime: Runtime,
        _ operation: () async throws(Failure) -> Result
    ) async throws(Failure) -> Result {
        try await $scoped.having(runtime, operation)
    }
}

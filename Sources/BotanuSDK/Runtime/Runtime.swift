import Logging
import PIIScrubbing
import Synchronization

/// What all entry points work with: the configuration, the scrubber it makes, the instruments. Any number of threads may
/// use one at once.
final class Runtime: Sendable {
    let config: BotanuConfig
    let instruments = Instruments()
    private let callKinds = LLMCallKinds()
    /// Nil only in a damaged build, which has no built-in patterns: then no string is passed on.
    private let scrubber: Scrubber?
    private let hasWarnedOfDrop = Atomic(false)

    static let logger = Logger(label: "botanu")
    /// A message of an error, and content unless asked otherwise, has at most so many Unicode scalars.
    static let mostCharacters = 4096

    init(_ config: BotanuConfig, recognizers: [any Recognizer] = []) throws(ConfigurationError) {
        self.config = config
        scrubber = try Scrubber(config.scrubbing, recognizers: recognizers) { warning in
            Self.logger.warning("\(warning)")
        }
        for warning in config.warnings { Self.logger.warning("\(warning)") }
    }

    private init(config: BotanuConfig, scrubber: Scrubber?) {
        self.config = config
        self.scrubber = scrubber
    }

    func callKind(_ provider: Provider, _ model: String, _ operation: ModelOperation) -> LLMCallKind {
        callKinds.kind(.init(provider: provider.name, model: model, operation: operation.rawValue), self)
    }

    // MARK: Strings

    /// A string as it may be passed on: names, identifiers, messages, whatever is given to the SDK.
    func clean(_ text: String) -> String {
        scrubbed(text) ?? config.scrubbing.replacement
    }

    /// A text as it may be captured, or nil where it is not: the rate decides, then the text is scrubbed and cut.
    func captured(_ text: String, maxCharacters: Int) -> String? {
        guard !text.isEmpty, decidesToCapture() else { return nil }
        return content(text, maxCharacters: maxCharacters)
    }

    /// The text scrubbed and cut; nil where it cannot be scrubbed.
    func content(_ text: String, maxCharacters: Int = mostCharacters) -> String? {
        scrubbed(text).map { Self.cut($0, to: maxCharacters) }
    }

    private func scrubbed(_ text: String) -> String? {
        do throws(ScanFailure) {
            return try scrubber?.scrubbed(text)
        } catch {
            countDrop(error)
            return nil
        }
    }

    func decidesToCapture() -> Bool {
        let rate = config.contentCaptureRate
        if rate <= 0 { return false }
        return rate >= 1 || Double.random(in: 0..<1) < rate
    }

    static func cut(_ text: String, to characters: Int) -> String {
        guard text.utf8.count > characters else { return text }
        let scalars = text.unicodeScalars
        guard let end = scalars.index(scalars.startIndex, offsetBy: max(0, characters), limitedBy: scalars.endIndex)
        else { return text }
        return String(scalars[..<end])
    }

    private func countDrop(_ failure: ScanFailure) {
        instruments.countDroppedText()
        if !hasWarnedOfDrop.exchange(true, ordering: .relaxed) {
            Self.logger.error("a text could not be scrubbed and is dropped (\(failure)); later ones are only counted")
        }
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
        (try? Runtime(BotanuConfig())) ?? Runtime(config: BotanuConfig(), scrubber: nil)
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

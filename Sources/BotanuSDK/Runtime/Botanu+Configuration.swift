import Logging
public import PIIScrubbing

extension Botanu {
    /// Sets up the SDK for the process: to be called once, when it starts. Later calls change nothing and say so in the
    /// log.
    ///
    /// Without it strings are scrubbed all the same, and nothing is captured.
    ///
    /// - Parameters:
    ///   - config: what ``BotanuConfig/load(file:environment:)`` reads unless given.
    ///   - recognizers: what finds names and places, which patterns cannot.
    /// - Throws: for a configuration or pattern file that is not understood.
    public static func configure(
        _ config: BotanuConfig? = nil,
        recognizers: [any Recognizer] = []
    ) throws(ConfigurationError) {
        guard !Runtime.isConfigured else {
            Runtime.logger.notice("Botanu.configure was called before; this call changes nothing")
            return
        }
        let settled: BotanuConfig
        if let config { settled = config } else { settled = try BotanuConfig.load() }
        if !Runtime.setForProcess(try Runtime(settled, recognizers: recognizers)) {
            Runtime.logger.notice("Botanu.configure was called before; this call changes nothing")
        }
    }

    /// Makes something with a configuration, and sets that up for the process if it succeeds. Where one is set up already,
    /// it is made with that.
    package static func configuring<Result>(
        _ config: BotanuConfig?,
        recognizers: [any Recognizer],
        _ make: (BotanuConfig) throws -> Result
    ) throws -> Result {
        if Runtime.isConfigured {
            if config != nil || !recognizers.isEmpty {
                Runtime.logger.notice("Botanu.configure was called before; its configuration counts")
            }
            return try make(Botanu.config)
        }
        let runtime = try Runtime(config ?? BotanuConfig.load(), recognizers: recognizers)
        let result = try Runtime.with(runtime) { try make(runtime.config) }
        _ = Runtime.setForProcess(runtime)
        return result
    }

    /// Sets up the SDK for what the closure does, in its task and those it starts: for tests and libraries.
    ///
    /// - Throws: what the closure throws, or a ``ConfigurationError``.
    @discardableResult
    public static func withConfiguration<Result>(
        _ config: BotanuConfig,
        recognizers: [any Recognizer] = [],
        _ operation: () throws -> Result
    ) throws -> Result {
        try Runtime.with(try Runtime(config, recognizers: recognizers), operation)
    }

    /// Sets up the SDK for what the closure does, in its task and those it starts: for tests and libraries.
    ///
    /// - Throws: what the closure throws, or a ``ConfigurationError``.
    @discardableResult
    public static func withConfiguration<Result>(
        _ config: BotanuConfig,
        recognizers: [any Recognizer] = [],
        _ operation: () async throws -> Result
    ) async throws -> Result {
        try await Runtime.with(try Runtime(config, recognizers: recognizers), operation)
    }

    /// The configuration that holds here. `Botanu.config.contentCaptureRate` tells whether content is captured.
    public static var config: BotanuConfig { Runtime.current.config }
}

/// Finds personal data and secrets in text and takes them out.
///
/// Make one and share it: making it reads the configuration and compiles patterns, scrubbing does neither. Immutable;
/// any number of threads may use it at once.
///
/// ```swift
/// let scrubber = try Scrubber()
/// scrubber.scrub("Write to jane@example.com")  // "Write to [REDACTED]"
/// ```
///
/// A text that cannot be scanned to its end (see ``ScrubberLimits``) is replaced as a whole;
/// ``result(of:)-(String)`` says so in its status.
public struct Scrubber: Sendable {
    let engine: Engine

    /// - Parameters:
    ///   - configuration: what to look for; all built-in patterns unless set otherwise.
    ///   - recognizers: what finds things that patterns cannot.
    ///   - onWarning: told once of each thing a deployment should know of, now or when it first shows. Writes to
    ///     standard error unless given.
    /// - Throws: for anything in the configuration or its pattern files that is not understood. A scrubber that could
    ///   only do a part of its work is not made.
    public init(
        _ configuration: ScrubberConfiguration = ScrubberConfiguration(),
        recognizers: [any Recognizer] = [],
        onWarning: @escaping @Sendable (ScrubberWarning) -> Void = { Scrubber.writeToStandardError($0) }
    ) throws(ConfigurationError) {
        engine = try Engine(configuration, recognizers: recognizers, onWarning: onWarning)
    }

    /// A scrubber over an engine that is also used in other ways.
    package init(_ engine: Engine) {
        self.engine = engine
    }

    /// The text with everything sensitive redacted; the same text where there is nothing.
    public func scrub(_ text: String) -> String {
        engine.scrubbed(text)
    }

    /// The bytes with everything sensitive redacted. They need not be valid UTF-8; what is not stays as it is.
    ///
    /// Recognizers see the text with invalid bytes replaced, and only where it is valid as a whole.
    public func scrub(_ bytes: [UInt8]) -> [UInt8] {
        result(of: bytes).output
    }

    /// What is sensitive in the text, sorted and disjoint.
    ///
    /// - Throws: where the text cannot be scanned to its end: an empty list always means that nothing is in it.
    public func findings(in text: String) throws(ScanFailure) -> [Finding] {
        var text = text
        return try engine.findings(in: &text)
    }

    /// The scrubbed text with its findings and whether all of it was scanned.
    public func result(of text: String) -> ScrubResult<String> {
        engine.scrub(text, recognized: { engine.recognize($0) })
    }

    /// The scrubbed bytes with their findings and whether all of them were scanned.
    public func result(of bytes: [UInt8]) -> ScrubResult<[UInt8]> {
        engine.scrub(bytes)
    }

    /// The scrubbed text, with recognizers asked without holding a thread.
    ///
    /// - Parameter deadline: when recognizers must be done; a text for which one is late is replaced as a whole.
    public func result(of text: String, deadline: ContinuousClock.Instant?) async -> ScrubResult<String> {
        let recognized = await engine.recognize(text, deadline: deadline)
        return engine.scrub(text, recognized: { _ in recognized })
    }
}

extension Scrubber: CustomStringConvertible, CustomReflectable {
    /// How many patterns are active; regexes are left out, as in ``ScrubberConfiguration``.
    public var description: String {
        "Scrubber(\(engine.isEnabled ? "\(engine.set.patterns.count) active patterns" : "off"))"
    }

    public var customMirror: Mirror {
        Mirror(self, children: ["description": description])
    }
}

import Logging
import PIIScrubbing
import Synchronization

/// Scrubs strings on their way into telemetry: captured content, with recognizers where there are any; names, messages
/// and metadata by patterns alone; identifiers so that they can still be joined. Any number of threads may use one at
/// once.
///
/// What cannot be scrubbed is not passed on: that is counted, and said once.
final class TelemetryScrubber: Sendable {
    /// Nil only in a damaged build, which has no built-in patterns: then no string is passed on.
    private let content: Scrubber?
    /// For all other strings; nil where those pass as they are.
    private let strings: Scrubber?
    private let scope: ScrubbingScope
    private let identifierPolicy: IdentifierPolicy
    private let digest: IdentifierDigest
    private let deadline: Duration
    private let markers: [String]
    /// What stands in place of a name that could not be scrubbed.
    let replacement: String
    private let metrics: ScrubbingMetrics
    private let hasWarnedOfDrop = Atomic(false)

    /// A message of an error, and content unless asked otherwise, has at most so many Unicode scalars.
    static let mostCharacters = 4096

    init(
        _ config: BotanuConfig,
        recognizers: [any Recognizer],
        instruments: Instruments,
        onWarning: @escaping @Sendable (ScrubberWarning) -> Void
    ) throws(ConfigurationError) {
        let content = try Scrubber(config.scrubbing, recognizers: recognizers, onWarning: onWarning)
        self.content = content
        if config.scrubbing.isEnabled {
            strings = content
        } else {
            var configuration = config.scrubbing
            configuration.isEnabled = true
            strings = try Scrubber(configuration, onWarning: { _ in })
        }
        scope = config.scrubbingScope
        identifierPolicy = config.identifiers
        digest = IdentifierDigest(key: config.identifierKey)
        deadline = config.recognizerDeadline
        markers = content.markers
        replacement = config.scrubbing.replacement
        metrics = ScrubbingMetrics(instruments, entities: content.entities)
    }

    /// One that passes nothing on.
    init(replacement: String, instruments: Instruments) {
        (content, strings, markers) = (nil, nil, [])
        (scope, identifierPolicy, deadline) = (.own, .digest, .zero)
        digest = IdentifierDigest(key: nil)
        self.replacement = replacement
        metrics = ScrubbingMetrics(instruments, entities: [])
    }

    // MARK: Names and identifiers

    /// A string as it may be passed on: names, messages, whatever is given to the SDK besides content.
    func clean(_ text: String) -> String {
        scope == .content ? text : scrubbed(text, strings) ?? replacement
    }

    /// An identifier as it may be passed on. One that holds something to redact becomes a digest, which is the same for
    /// the same identifier: what is joined by it can still be joined.
    func identifier(_ text: String) -> String {
        guard scope != .content, identifierPolicy == .digest else { return text }
        return scrubbed(text, strings) == text ? text : digest.of(text)
    }

    /// The digest of an identifier, whatever it holds.
    func digested(_ identifier: String) -> String { digest.of(identifier) }

    // MARK: Content

    /// Whether content waits for recognizers until its scope ends.
    var awaitsRecognizers: Bool { content?.hasRecognizers ?? false }

    /// A text scrubbed by patterns and cut; nil where it cannot be scrubbed.
    func content(_ text: String, maxCharacters: Int = mostCharacters) -> String? {
        let scrubbed = metrics.timed {
            isLong(text, for: maxCharacters)
                ? start(of: text, characters: maxCharacters) : self.scrubbed(text, content)
        }
        return scrubbed.map { cut($0, to: maxCharacters) }
    }

    /// A part of content, scrubbed by patterns.
    func part(_ text: String) -> String { scrubbed(text, content) ?? replacement }

    /// What must be kept of a text until recognizers are asked: all of it, or of a long one its start, scrubbed by
    /// patterns. Nil where it cannot be scrubbed.
    func kept(of text: String, maxCharacters: Int) -> String? {
        guard isLong(text, for: maxCharacters) else { return text }
        // A name must not be cut before it was looked for.
        return start(of: text, characters: maxCharacters + Self.margin)
    }

    /// The same as ``content(_:maxCharacters:)``, with recognizers asked on the caller's thread.
    func recognizedContent(_ text: String, maxCharacters: Int) -> String? {
        recognized(maxCharacters) { content in
            content.result(of: text, by: .now + deadline)
        }
    }

    /// The same as ``content(_:maxCharacters:)``, with recognizers asked without holding a thread.
    func recognizedContent(_ text: String, maxCharacters: Int) async -> String? {
        guard let content else { return nil }
        let result = await content.result(of: text, deadline: .now + deadline)
        return recognized(maxCharacters) { _ in result }
    }

    private func recognized(_ maxCharacters: Int, _ result: (Scrubber) -> ScrubResult<String>) -> String? {
        guard let content else { return nil }
        let result = metrics.timed { result(content) }
        if case .replaced(let failure) = result.status {
            countDrop(failure)
            return nil
        }
        metrics.count(result.findings)
        return cut(result.output, to: maxCharacters)
    }

    private static let margin = 512
    /// Texts up to this much longer than what is kept of them are scrubbed as a whole.
    private static let wholeBytes = 16 << 10

    private func isLong(_ text: String, for maxCharacters: Int) -> Bool {
        text.utf8.count > Self.wholeBytes && (text.utf8.count - Self.wholeBytes) / 4 > maxCharacters
    }

    private func start(of text: String, characters: Int) -> String? {
        attempt { () throws(ScanFailure) in
            try content?.start(of: text, scalars: max(0, characters)) { metrics.count($0) }
        }
    }

    private func scrubbed(_ text: String, _ scrubber: Scrubber?) -> String? {
        attempt { () throws(ScanFailure) in
            try scrubber?.scrubbedByPatterns(text) { metrics.count($0) }
        }
    }

    @inline(__always)
    private func attempt(_ scrub: () throws(ScanFailure) -> String?) -> String? {
        do throws(ScanFailure) {
            return try scrub()
        } catch {
            countDrop(error)
            return nil
        }
    }

    private func countDrop(_ failure: ScanFailure) {
        metrics.countDrop()
        if !hasWarnedOfDrop.exchange(true, ordering: .relaxed) {
            Runtime.logger.error(
                "a text could not be scrubbed and is dropped (\(failure)); later ones are only counted"
            )
        }
    }

    /// At most so many Unicode scalars. What stands in place of a finding is kept whole or not at all.
    private func cut(_ text: String, to characters: Int) -> String {
        guard text.utf8.count > characters else { return text }
        let scalars = text.unicodeScalars
        guard let end = scalars.index(scalars.startIndex, offsetBy: max(0, characters), limitedBy: scalars.endIndex),
            end < scalars.endIndex
        else { return text }
        return String(scalars[..<startOfMarker(at: end, in: text.utf8)])
    }

    /// Where a marker starts that stands across a place; the place itself where none does.
    private func startOfMarker(at end: String.Index, in text: String.UTF8View) -> String.Index {
        for marker in markers {
            for length in stride(from: marker.utf8.count - 1, to: 0, by: -1) {
                guard let start = text.index(end, offsetBy: -length, limitedBy: text.startIndex),
                    text[start...].starts(with: marker.utf8)
                else { continue }
                return start
            }
        }
        return end
    }
}

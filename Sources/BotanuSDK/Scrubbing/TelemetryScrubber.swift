import Logging
import PIIScrubbing
import Synchronization

/// Content that recognizers have seen, or should have.
struct ScrubbedText: Sendable {
    var text: String
    /// Whether names may be in it: see ``RecognizerFailurePolicy/patternsOnly``.
    var isPatternsOnly = false
}

/// Scrubs strings on their way into telemetry: captured content, with recognizers where there are any; names, messages
/// and metadata by patterns alone; identifiers so that they can still be joined. Any number of threads may use one at
/// once.
///
/// What cannot be scrubbed is not passed on: that is counted, and said once.
final class TelemetryScrubber: Sendable {
    /// Nil only in a damaged build, which has no built-in patterns: then no string is passed on.
    private let content: Scrubber?
    /// For all other strings.
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
    private let hasWarnedOfPatternsOnly = Atomic(false)
    private let recognizerFailure: RecognizerFailurePolicy

    /// A name or message, and content unless asked otherwise, has at most so many Unicode scalars.
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
        deadline = max(.zero, min(config.recognizerDeadline, .seconds(86_400)))
        markers = content.markers
        recognizerFailure = config.scrubbing.recognizerFailure
        replacement = config.scrubbing.replacement
        metrics = ScrubbingMetrics(instruments, entities: content.entities)
    }

    /// One that passes nothing on.
    init(replacement: String, instruments: Instruments) {
        (content, strings, markers) = (nil, nil, [])
        (scope, identifierPolicy, deadline) = (.own, .digest, .zero)
        digest = IdentifierDigest(key: nil)
        recognizerFailure = .drop
        self.replacement = replacement
        metrics = ScrubbingMetrics(instruments, entities: [])
    }

    // MARK: Names and identifiers

    /// A string as it may be passed on: names, messages, whatever is given to the SDK besides content.
    func clean(_ text: String) -> String {
        guard scope != .content else { return cut(text, to: Self.mostCharacters) }
        return scrubbed(text, strings, maxCharacters: Self.mostCharacters) ?? replacement
    }

    /// A string of any library as it may be exported, whole.
    func exported(_ text: String) -> String { scrubbed(text, strings) ?? replacement }

    /// The same without counting what is found: metrics may not be there yet.
    func exportedUncounted(_ text: String) -> String {
        (try? strings?.scrubbedByPatterns(text) { _ in }) ?? replacement
    }

    /// What a value says of itself, as it may be passed on.
    func cleanDescription(of value: Any) -> String { clean(seenThrough(String(describing: value))) }

    /// An identifier as it may be passed on. One that holds something to redact becomes a digest, which is the same for
    /// the same identifier: what is joined by it can still be joined.
    func identifier(_ text: String) -> String {
        guard identifierPolicy == .digest else { return cut(text, to: Self.mostCharacters) }
        return key(text)
    }

    /// The name of an attribute as it may be passed on: no two become one.
    func key(_ text: String) -> String {
        guard scope != .content else { return text }
        return distinct(text, scrubbed: scrubbed(text, strings, maxCharacters: Self.mostCharacters))
    }

    /// The digest of an identifier, whatever it holds; one that is a digest already stays as it is.
    func digested(_ identifier: String) -> String { digest.of(identifier) }

    // MARK: Content

    /// Whether content waits for recognizers until its scope ends. What recognizers themselves track does not.
    var awaitsRecognizers: Bool { !Recognition.isUnderWay && content?.hasRecognizers ?? false }

    /// A text scrubbed by patterns and cut; nil where it cannot be scrubbed.
    func content(_ text: String, maxCharacters: Int = mostCharacters) -> String? {
        metrics.timed { scrubbed(text, content, maxCharacters: maxCharacters) }
    }

    /// A part of content, scrubbed by patterns.
    func part(_ text: String) -> String { scrubbed(text, content) ?? replacement }

    /// A name in content, scrubbed by patterns: no two become one.
    func partKey(_ text: String) -> String { distinct(text, scrubbed: scrubbed(text, content)) }

    /// The text where scrubbing leaves it as it is, else its digest.
    private func distinct(_ text: String, scrubbed: String?) -> String {
        scrubbed == text ? text : digest.of(text)
    }

    /// What becomes of a text that recognizers are to see.
    enum Kept {
        /// It waits: all of it, or of a long one its start, scrubbed by patterns.
        case waits(WaitingText)
        /// Patterns are enough.
        case isReady
        /// It cannot be scrubbed, which is counted.
        case isLost
    }

    func kept(of text: WaitingText) -> Kept {
        if case .exception = text.use, scope == .content { return .isReady }
        guard Self.isLong(text.text, for: text.maxCharacters) else { return .waits(text) }
        // A name must not be cut before it was looked for.
        guard let start = start(of: text.text, content, characters: text.maxCharacters + Self.margin) else {
            return .isLost
        }
        var kept = text
        kept.text = start.text
        if !start.isWhole {
            kept.margin = String(String.UnicodeScalarView(start.text.unicodeScalars.suffix(Self.margin))).utf8.count
        }
        return .waits(kept)
    }

    /// Texts scrubbed by patterns and recognizers, and cut; nil for each that is not scrubbed in time. Recognizers work
    /// on a thread of their own: what is late is left alone.
    func recognized(_ texts: [WaitingText]) -> [ScrubbedText?] {
        guard let content, !texts.isEmpty else { return texts.map { _ in nil } }
        let start = ContinuousClock.now
        let limit = start + deadline
        let results = Deadline.results(count: texts.count, by: limit) { index in
            content.result(of: texts[index].text, by: limit, margin: texts[index].margin)
        }
        return zip(texts, results).map { finished($0, $1, since: start) }
    }

    /// The same without holding a thread: all at once, and until one deadline.
    func recognized(_ texts: [WaitingText]) async -> [ScrubbedText?] {
        guard let content, !texts.isEmpty else { return texts.map { _ in nil } }
        let start = ContinuousClock.now
        let limit = start + deadline
        let results = await Deadline.results(count: texts.count, by: limit) { index in
            await content.result(of: texts[index].text, by: limit, margin: texts[index].margin)
        }
        return zip(texts, results).map { finished($0, $1, since: start) }
    }

    private func finished(
        _ text: WaitingText,
        _ result: ScrubResult<String>?,
        since start: ContinuousClock.Instant
    ) -> ScrubbedText? {
        metrics.record(start.duration(to: .now))
        switch result?.status {
        case .complete?, .patternsOnly?:
            metrics.count(result?.findings ?? [])
            guard let output = result?.output, !output.isEmpty else {
                countDrop("nothing of it is left but what may be half a name")
                return nil
            }
            let cut = cut(output, to: text.maxCharacters)
            if case .patternsOnly(let failure)? = result?.status { return patternsOnly(cut, "\(failure)") }
            return ScrubbedText(text: cut)
        case .replaced(let failure)?:
            countDrop("\(failure)")
            return nil
        case nil:
            let reason = "recognizers took longer than \(deadline)"
            guard recognizerFailure == .patternsOnly else {
                countDrop(reason)
                return nil
            }
            return scrubbed(text.text, content, maxCharacters: text.maxCharacters).map { patternsOnly($0, reason) }
        }
    }

    /// A text that goes out though recognizers have not seen it, which is counted and said once.
    private func patternsOnly(_ text: String, _ reason: String) -> ScrubbedText {
        metrics.countPatternsOnly()
        if !hasWarnedOfPatternsOnly.exchange(true, ordering: .relaxed) {
            let reason = told(reason)
            Runtime.logger.error(
                "a text is passed on with patterns alone, names may be in it (\(reason)); later ones are only counted"
            )
        }
        return ScrubbedText(text: text, isPatternsOnly: true)
    }

    /// A reason as it may be logged: a recognizer's may quote what it should not.
    private func told(_ reason: String) -> String {
        (try? strings?.scrubbedByPatterns(reason) { _ in }) ?? "it cannot be told why"
    }

    /// What a value says of itself, with escapes resolved where they hide something: `\n` before a number does.
    func seenThrough(_ description: String) -> String {
        guard description.utf8.contains(UInt8(ascii: "\\")) else { return description }
        let plain = Escapes.resolved(in: description)
        // What is found is counted when it is scrubbed for good.
        let scrubbed = try? strings?.scrubbedByPatterns(plain) { _ in }
        return scrubbed == plain ? description : plain
    }

    // MARK: One text

    private static let margin = 512
    /// Texts up to this much longer than what is kept of them are scrubbed as a whole.
    private static let wholeBytes = 16 << 10

    private static func isLong(_ text: String, for maxCharacters: Int) -> Bool {
        let count = text.utf8.count
        return count > wholeBytes && (count - wholeBytes) / 4 > maxCharacters
    }

    private func scrubbed(_ text: String, _ scrubber: Scrubber?, maxCharacters: Int) -> String? {
        let scrubbed =
            Self.isLong(text, for: maxCharacters)
            ? start(of: text, scrubber, characters: maxCharacters)?.text : self.scrubbed(text, scrubber)
        return scrubbed.map { cut($0, to: maxCharacters) }
    }

    private func start(of text: String, _ scrubber: Scrubber?, characters: Int) -> (text: String, isWhole: Bool)? {
        attempt { () throws(ScanFailure) in
            try scrubber?.start(of: text, scalars: max(0, characters)) { metrics.count($0) }
        }
    }

    private func scrubbed(_ text: String, _ scrubber: Scrubber?) -> String? {
        attempt { () throws(ScanFailure) in
            try scrubber?.scrubbedByPatterns(text) { metrics.count($0) }
        }
    }

    @inline(__always)
    private func attempt<Result>(_ scrub: () throws(ScanFailure) -> Result?) -> Result? {
        do throws(ScanFailure) {
            return try scrub()
        } catch {
            countDrop("\(error)")
            return nil
        }
    }

    /// Counts texts that are dropped since too many wait already.
    func countDrops(_ count: Int) {
        for _ in 0..<count { countDrop("too many calls were dropped with texts that wait for recognizers") }
    }

    private func countDrop(_ reason: String) {
        metrics.countDrop()
        guard !hasWarnedOfDrop.exchange(true, ordering: .relaxed) else { return }
        let reason = told(reason)
        Runtime.logger.error("a text could not be scrubbed and is dropped (\(reason)); later ones are only counted")
    }

    /// At most so many Unicode scalars. What stands in place of a finding is kept whole or not at all.
    func cut(_ text: String, to characters: Int) -> String {
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

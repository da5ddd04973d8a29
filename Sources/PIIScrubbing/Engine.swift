import Synchronization

/// What a ``Scrubber`` is made of: the compiled patterns, the operators for their findings, the recognizers.
package final class Engine: Sendable {
    package let catalog: PatternCatalog
    package let set: CompiledPatternSet
    let redactor: Redactor
    package let isEnabled: Bool
    /// What redaction leaves behind.
    let markers: [String]
    private let recognizers: [any Recognizer]
    private let recognizerFailure: RecognizerFailurePolicy
    private let redaction: RedactionPlan
    private let onWarning: @Sendable (ScrubberWarning) -> Void
    private let warned = Mutex(Set<String>())

    package init(
        _ configuration: ScrubberConfiguration,
        recognizers: [any Recognizer] = [],
        usesJIT: Bool = true,
        scanning: CompiledPatternSet.Scanning = .fast,
        onWarning: @escaping @Sendable (ScrubberWarning) -> Void = { _ in }
    ) throws(ConfigurationError) {
        var configuration = configuration
        try configuration.settle(hasRecognizers: !recognizers.isEmpty)
        let catalog = try PatternCatalog(configuration)
        let active = catalog.active
        let redaction = try RedactionPlan(configuration, catalog: catalog)
        self.redaction = redaction
        let markers = redaction.markers(for: active)
        self.markers = Set(markers + redaction.markersOfOperators).sorted()
        set = CompiledPatternSet(
            active,
            limits: configuration.limits,
            markers: markers,
            usesJIT: usesJIT,
            scanning: scanning
        )
        let own = catalog.entries.map(\.definition).filter { !$0.source.isBuiltin }
        try CompiledPatternSet(own, scanning: .plain).compileAll()
        try PatternExampleCheck.check(own.filter { $0.examples != PatternExamples() || $0.anchor != nil })
        try redaction.check(active, configuration.replacement)
        self.catalog = catalog
        self.recognizers = recognizers
        recognizerFailure = configuration.recognizerFailure
        self.onWarning = onWarning
        isEnabled = configuration.isEnabled
        // Recognizers stand behind the patterns; their entities are known only when they find something.
        redactor = Redactor(
            active.map { (redaction.operator(for: $0), $0.entity) },
            replacement: configuration.replacement
        )
        for warning in configuration.warnings {
            warn(warning)
        }
        if configuration.isEnabled, configuration.usesPresidio, recognizers.isEmpty {
            warn(.presidioMissing)
        }
    }

    private func warn(_ warning: ScrubberWarning) {
        if warned.withLock({ $0.insert(warning.subject).inserted }) {
            onWarning(warning)
        }
    }

    // MARK: Recognizers

    /// What the recognizers found.
    struct Recognized {
        var spans: [(recognizer: String, span: RecognizedSpan)] = []
        /// Why that is not all of it.
        var failure: ScanFailure?
    }

    package var hasRecognizers: Bool { isEnabled && !recognizers.isEmpty }

    func recognize(_ text: String, by deadline: ContinuousClock.Instant? = nil) -> Recognized {
        guard hasRecognizers else { return Recognized() }
        let request = RecognitionRequest(text: text, deadline: deadline)
        return collect(
            recognizers.map { recognizer in
                let outcome = Recognition.$isUnderWay.withValue(true) { recognizer.recognize(request) }
                return (recognizer.name, Self.inTime(outcome, deadline))
            },
            text: text
        )
    }

    func recognize(_ text: String, deadline: ContinuousClock.Instant?) async -> Recognized {
        guard hasRecognizers else { return Recognized() }
        let request = RecognitionRequest(text: text, deadline: deadline)
        var outcomes: [(String, RecognitionOutcome)] = []
        for recognizer in recognizers {
            let outcome = await Recognition.$isUnderWay.withValue(true) { await recognizer.recognize(request) }
            outcomes.append((recognizer.name, Self.inTime(outcome, deadline)))
        }
        return collect(outcomes, text: text)
    }

    /// What came too late does not count.
    private static func inTime(_ outcome: RecognitionOutcome, _ deadline: ContinuousClock.Instant?)
        -> RecognitionOutcome
    {
        guard let deadline, ContinuousClock.now > deadline, case .findings = outcome else { return outcome }
        return .failed(reason: "the deadline passed")
    }

    private func collect(_ outcomes: [(name: String, outcome: RecognitionOutcome)], text: String) -> Recognized {
        var recognized = Recognized()
        for (name, outcome) in outcomes {
            switch outcome {
            case .unavailable(let reason):
                warn(.recognizerUnavailable(name, reason))
            case .failed(let reason):
                recognized.failure = recognized.failure ?? .recognizerFailed(name: name, reason: reason)
            case .findings(let spans):
                for span in spans where !span.range.isEmpty {
                    guard span.range.lowerBound >= 0, span.range.upperBound <= text.utf8.count else {
                        recognized.failure =
                            recognized.failure
                            ?? .recognizerFailed(name: name, reason: "a finding lies outside the text")
                        continue
                    }
                    recognized.spans.append((name, span))
                }
            }
        }
        return recognized
    }

    /// What to do with a text that recognizers have seen, or have not.
    private func settled(_ recognized: Recognized) throws(ScanFailure) -> ScrubStatus {
        guard let failure = recognized.failure else { return .complete }
        guard recognizerFailure == .patternsOnly else { throw failure }
        return .patternsOnly(failure)
    }

    // MARK: Scrubbing

    func findings(in text: inout String) throws(ScanFailure) -> [Finding] {
        guard isEnabled else { return [] }
        let recognized = recognize(text)
        // A list that may lack something is none, whatever is to be done with texts.
        if let failure = recognized.failure { throw failure }
        return try text.withUTF8 { bytes in
            Result { () throws(ScanFailure) in
                try scan(bytes, recognized: recognized) { scan, _ in scan.list() }
            }
        }.get()
    }

    /// The scrubbed text alone, for who needs no findings.
    func scrubbed(_ text: String) -> String {
        do throws(ScanFailure) {
            return try scrubbedText(text)
        } catch {
            return String(decoding: redactor.replacement, as: UTF8.self)
        }
    }

    func scrubbedText(_ text: String) throws(ScanFailure) -> String {
        guard isEnabled else { return text }
        if recognizers.isEmpty, let output = scrubbedByPatterns(text, { _ in }) { return try output.get() }
        let recognized = recognize(text)
        _ = try settled(recognized)
        let output = text.utf8.withContiguousStorageIfAvailable { bytes in
            Result { () throws(ScanFailure) in
                try scan(bytes, recognized: recognized) { scan, scratch in
                    scan.output(for: bytes, of: text, scratch: scratch) ?? text
                }
            }
        }
        if let output { return try output.get() }
        // A string that is not stored as UTF-8 is bridged from elsewhere.
        var copy = text
        copy.makeContiguousUTF8()
        let result = scrub(copy, recognized: { _ in recognized })
        if case .replaced(let failure) = result.status { throw failure }
        return result.output
    }

    /// The text scrubbed by patterns alone, on the shortest way.
    ///
    /// - Parameter onFindings: told what was found, if anything was.
    /// - Returns: nil for a string that is not stored as UTF-8.
    func scrubbedByPatterns(
        _ text: String,
        _ onFindings: (UnsafeBufferPointer<Match>) -> Void
    ) -> Result<String, ScanFailure>? {
        text.utf8.withContiguousStorageIfAvailable { bytes -> Result<String, ScanFailure> in
            do throws(ScanFailure) {
                guard bytes.count <= set.limits.maximumTextBytes else { throw .limit(.textSize, pattern: nil) }
                let output = try set.scratches.withScratch(for: set) { scratch throws(ScanFailure) -> String in
                    defer { scratch.shrink(after: bytes.count) }
                    try TextScan(scratch).run(bytes)
                    let findings = UnsafeBufferPointer(scratch.memory.findings.pointee.elements)
                    guard !findings.isEmpty else { return text }
                    onFindings(findings)
                    var isASCII = false
                    if #available(macOS 26, *) { isASCII = text.utf8Span.isKnownASCII }
                    return redactor.redact(bytes, findings: findings, isASCII: isASCII, scratch: scratch)
                }
                guard let output else { throw .outOfMemory }
                return .success(output)
            } catch {
                return .failure(error)
            }
        }
    }

    /// - Parameter margin: bytes at the end that are looked at and not passed on.
    func scrub(_ text: String, margin: Int = 0, recognized: (String) -> Recognized) -> ScrubResult<String> {
        guard isEnabled else { return ScrubResult(output: text, findings: [], status: .complete) }
        let recognized = recognized(text)
        var copy = text
        return copy.withUTF8 { bytes in
            do throws(ScanFailure) {
                let status = try settled(recognized)
                return try scan(bytes, recognized: recognized) { scan, scratch in
                    let output =
                        margin > 0
                        ? scan.output(for: bytes, margin: margin)
                        : scan.output(for: bytes, of: text, scratch: scratch) ?? text
                    return ScrubResult(output: output, findings: scan.list(), status: status)
                }
            } catch {
                let replacement = String(decoding: redactor.replacement, as: UTF8.self)
                return ScrubResult(output: replacement, findings: [], status: .replaced(error))
            }
        }
    }

    func scrub(_ bytes: [UInt8]) -> ScrubResult<[UInt8]> {
        guard isEnabled else { return ScrubResult(output: bytes, findings: [], status: .complete) }
        let recognized = recognizers.isEmpty ? Recognized() : recognize(UTF8Repair.text(bytes))
        return bytes.withUnsafeBufferPointer { buffer in
            do throws(ScanFailure) {
                let status = try settled(recognized)
                return try scan(buffer, recognized: recognized) { scan, _ in
                    let output =
                        scan.matches.isEmpty
                        ? bytes : scan.redactor.redact(buffer, in: buffer.indices, findings: scan.matches)
                    return ScrubResult(output: output, findings: scan.list(), status: status)
                }
            } catch {
                return ScrubResult(output: redactor.replacement, findings: [], status: .replaced(error))
            }
        }
    }

    /// Scans a text and hands over what was found.
    private func scan<Output>(
        _ bytes: UnsafeBufferPointer<UInt8>,
        recognized: Recognized,
        _ body: (EngineScan, ScanScratch) -> Output
    ) throws(ScanFailure) -> Output {
        guard bytes.count <= set.limits.maximumTextBytes else { throw .limit(.textSize, pattern: nil) }
        let spans = recognized.spans
        let output = try set.scratches.withScratch(for: set) { scratch throws(ScanFailure) in
            defer { scratch.shrink(after: bytes.count) }
            try TextScan(scratch).run(bytes, added: added(spans))
            let redactor = spans.isEmpty ? redactor : redactor(for: spans)
            let matches = UnsafeBufferPointer(scratch.memory.findings.pointee.elements)
            return body(EngineScan(engine: self, matches: matches, redactor: redactor, spans: spans), scratch)
        }
        guard let output else { throw .outOfMemory }
        return output
    }

    private func added(_ spans: [(recognizer: String, span: RecognizedSpan)]) -> [Match] {
        guard !spans.isEmpty else { return [] }
        return spans.enumerated().map { index, entry in
            Match(pattern: set.patterns.count + index, range: entry.span.range, rank: entry.span.precedence * 2)
        }
    }

    private func redactor(for spans: [(recognizer: String, span: RecognizedSpan)]) -> Redactor {
        let operators = set.patterns.map { (redaction.operator(for: $0.definition), $0.definition.entity) }
        let recognized = spans.map { (redaction.operator(for: $0.span.entity), $0.span.entity) }
        return Redactor(operators + recognized, replacement: redaction.replacement)
    }

    /// The finding that a match of a pattern is.
    package func finding(_ match: Match) -> Finding {
        let definition = set.patterns[match.pattern].definition
        return Finding(entity: definition.entity, pattern: definition.name, range: match.range)
    }
}

/// What one scan found, as long as its memory is lent.
private struct EngineScan {
    let engine: Engine
    let matches: UnsafeBufferPointer<Match>
    let redactor: Redactor
    let spans: [(recognizer: String, span: RecognizedSpan)]

    /// The text redacted; nil where nothing is to be redacted.
    func output(for bytes: UnsafeBufferPointer<UInt8>, of text: String, scratch: ScanScratch) -> String? {
        if matches.isEmpty { return nil }
        guard spans.isEmpty else {
            // A recognizer's findings may cut a character.
            let output = redactor.redact(bytes, in: bytes.indices, findings: matches)
            return String(decoding: output, as: UTF8.self)
        }
        var isASCII = false
        if #available(macOS 26, *) { isASCII = text.utf8Span.isKnownASCII }
        return redactor.redact(bytes, findings: matches, isASCII: isASCII, scratch: scratch)
    }

    /// The text redacted but for its end, and but for a finding that reaches into that.
    func output(for bytes: UnsafeBufferPointer<UInt8>, margin: Int) -> String {
        var end = max(0, bytes.count - margin)
        while end > 0, end < bytes.count, bytes[end] & 0xC0 == 0x80 { end -= 1 }
        let whole = matches.prefix { $0.upperBound <= end }
        if whole.count < matches.count { end = min(end, matches[whole.count].lowerBound) }
        return String(decoding: redactor.redact(bytes, in: 0..<end, findings: whole), as: UTF8.self)
    }

    func list() -> [Finding] {
        matches.map { match in
            let count = engine.set.patterns.count
            guard match.pattern >= count else { return engine.finding(match) }
            let entry = spans[match.pattern - count]
            return Finding(entity: entry.span.entity, pattern: entry.recognizer, range: match.range)
        }
    }
}

import Synchronization
import Tracing

/// A text that is scrubbed, or waits for recognizers, which see it when its scope ends.
struct WaitingText: Sendable {
    /// An error that was noted.
    struct Exception: Sendable, Equatable {
        var type: String
        var instant = DefaultTracerClock().now
    }

    enum Use: Sendable, Equatable {
        /// It becomes these attributes.
        case attributes([String])
        /// It is the message of an error.
        case exception(Exception)
    }

    let use: Use
    var text: String
    var maxCharacters = TelemetryScrubber.mostCharacters
    /// Bytes at the end that are looked at and not passed on.
    var margin = 0
}

// Captured content, and messages of errors.
extension TrackedSpan {
    /// Captures content if the rate says so.
    func setContent(_ names: String..., text: String, maxCharacters: Int) {
        guard isRecording, !text.isEmpty, maxCharacters > 0, runtime.decidesToCapture() else { return }
        capture(WaitingText(use: .attributes(names), text: text, maxCharacters: maxCharacters))
    }

    /// Captures a value as JSON whose strings are scrubbed.
    func setEncoded(_ name: String, _ value: some Encodable) {
        guard isRecording else { return }
        capture(WaitingText(use: .attributes([name]), text: ScrubbedJSON.text(of: value, runtime.scrubber)))
    }

    /// Captures what came out of an event.
    func setOutput(_ value: Any) {
        if let value = value as? any Encodable {
            setEncoded(AttributeName.Content.output, value)
        } else if !(value is Void), isRecording {
            let text = runtime.scrubber.seenThrough(String(describing: value))
            capture(WaitingText(use: .attributes([AttributeName.Content.output]), text: text))
        }
    }

    private func capture(_ text: WaitingText) {
        guard hold(text) == .isReady else { return }
        guard case .attributes(let names) = text.use,
            let content = runtime.scrubber.content(text.text, maxCharacters: text.maxCharacters)
        else { return }
        for name in names { add(name, .string(content)) }
    }

    /// Notes an error. Of several the first counts: the others come from it as a rule, or are it again.
    ///
    /// A cancelled task is no error of the call, and no success.
    ///
    /// - Parameter attribute: where the type of the error goes, if anywhere.
    func fail(_ error: any Error, attribute: String? = AttributeName.Failure.type) {
        let type = String(describing: Swift.type(of: error))
        let isCanceled = error is CancellationError
        let isFirst = state.withLock { state in
            guard state.isOpen, state.errorType == nil else { return false }
            state.errorType = type
            state.status = isCanceled ? .canceled : .error
            return true
        }
        guard isFirst, isRecording else { return }
        if let attribute { add(attribute, .string(type)) }
        guard !isCanceled else { return }
        let exception = WaitingText.Exception(type: type)
        let description = runtime.scrubber.seenThrough(String(describing: error))
        switch hold(WaitingText(use: .exception(exception), text: description)) {
        case .isTaken: break
        case .isReady: write(exception, runtime.clean(description))
        case .isLost: write(exception, runtime.scrubber.replacement)
        }
    }

    func write(_ exception: WaitingText.Exception, _ message: String) {
        var attributes = SpanAttributes()
        attributes[AttributeName.Failure.exceptionType] = exception.type
        attributes[AttributeName.Failure.exceptionMessage] = message
        span.addEvent(SpanEvent(name: EventName.exception, at: exception.instant, attributes: attributes))
        span.setStatus(SpanStatus(code: .error, message: message))
    }

    private enum Held {
        case isTaken, isReady, isLost
    }

    /// Keeps a text until the end, where recognizers are asked then.
    private func hold(_ text: WaitingText) -> Held {
        guard runtime.scrubber.awaitsRecognizers else { return .isReady }
        switch runtime.scrubber.kept(of: text) {
        case .isReady: return .isReady
        case .isLost: return .isLost
        case .waits(let kept):
            state.withLock { state in
                // Who comes too late is told nothing, as everywhere.
                guard state.isOpen else { return }
                if case .attributes = text.use { state.waiting.removeAll { $0.use == text.use } }
                state.waiting.append(kept)
            }
            return .isTaken
        }
    }

    /// Takes over what became of the texts that waited; nil where one could not be scrubbed.
    func use(_ scrubbed: [ScrubbedText?], in closing: inout Closing) {
        for (text, scrubbed) in zip(closing.waiting, scrubbed) {
            switch text.use {
            case .attributes(let names):
                guard let scrubbed, !scrubbed.text.isEmpty else { continue }
                for name in names { closing.attributes.append(CollectedAttribute(name, .string(scrubbed.text))) }
            case .exception(let exception):
                closing.exceptions.append((exception, scrubbed?.text ?? runtime.scrubber.replacement))
            }
        }
        if scrubbed.contains(where: { $0?.isPatternsOnly == true }) {
            closing.attributes.append(CollectedAttribute(AttributeName.Scrubbing.patternsOnly, .bool(true)))
        }
    }
}

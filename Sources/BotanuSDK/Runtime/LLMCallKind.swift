import Metrics
import Synchronization

/// What calls to one model have in common: their names, scrubbed once, and their instruments.
final class LLMCallKind: Sendable {
    /// As they were given.
    struct Key: Hashable {
        var provider: String
        var model: String
        var operation: String
    }

    private struct Made {
        var inputTokens: Recorder?
        var outputTokens: Recorder?
        var duration: Recorder?
        var successes: Counter?
    }

    let provider: String
    let model: String
    let operation: String
    /// The name of the span.
    let name: String
    let dimensions: [(String, String)]
    private let instruments: Instruments
    private let made = Mutex(Made())

    init(_ key: Key, _ runtime: Runtime) {
        provider = runtime.clean(key.provider)
        model = runtime.clean(key.model)
        operation = runtime.clean(key.operation)
        name = runtime.clean("\(operation) \(model)")
        dimensions = [
            (AttributeName.GenAI.operationName, operation), (AttributeName.GenAI.providerName, provider),
            (AttributeName.GenAI.requestModel, model),
        ]
        instruments = runtime.instruments
    }

    /// Counts a call that came out well.
    func recordSuccess(seconds: Double, input: Int, output: Int) {
        let (duration, successes, tokens) = made.withLock { made in
            let duration = made.duration ?? instruments.recorder(MetricName.operationDuration, dimensions)
            made.duration = duration
            let successes =
                made.successes
                ?? instruments.counter(
                    MetricName.attempts,
                    dimensions + [(MetricName.status, TrackedSpan.Status.success.rawValue)]
                )
            made.successes = successes
            if input > 0, made.inputTokens == nil { made.inputTokens = tokenRecorder("input") }
            if output > 0, made.outputTokens == nil { made.outputTokens = tokenRecorder("output") }
            return (duration, successes, (made.inputTokens, made.outputTokens))
        }
        if input > 0 { tokens.0?.record(input) }
        if output > 0 { tokens.1?.record(output) }
        duration.record(seconds)
        successes.increment()
    }

    private func tokenRecorder(_ type: String) -> Recorder {
        instruments.recorder(MetricName.tokenUsage, dimensions + [(AttributeName.GenAI.tokenType, type)])
    }

    /// Counts a call that failed or was given up.
    func record(_ ending: TrackedSpan.Ending, input: Int, output: Int) {
        let dimensions = dimensions + (ending.errorType.map { [(AttributeName.Failure.type, $0)] } ?? [])
        instruments.recordTokens(input: input, output: output, dimensions)
        instruments.record(ending.seconds, MetricName.operationDuration, dimensions)
        instruments.count(MetricName.attempts, self.dimensions + [(MetricName.status, ending.status.rawValue)])
    }
}

/// The kinds of calls that were met so far. A model's name can be anything, so not all of them are kept.
final class LLMCallKinds: Sendable {
    private struct Known {
        var all: [LLMCallKind.Key: LLMCallKind] = [:]
        /// The last one: most calls are to one model.
        var last: (key: LLMCallKind.Key, kind: LLMCallKind)?
    }

    private let known = Mutex(Known())

    private static let most = 500

    func kind(_ key: LLMCallKind.Key, _ runtime: Runtime) -> LLMCallKind {
        let found = known.withLock { known -> LLMCallKind? in
            if let last = known.last, last.key == key { return last.kind }
            guard let kind = known.all[key] else { return nil }
            known.last = (key, kind)
            return kind
        }
        if let found { return found }
        let kind = LLMCallKind(key, runtime)
        return known.withLock { known in
            if let other = known.all[key] { return other }
            if known.all.count < Self.most { known.all[key] = kind }
            return kind
        }
    }
}

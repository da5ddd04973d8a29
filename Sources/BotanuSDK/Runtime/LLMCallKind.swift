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
        name = runtime.clean(model.isEmpty ? operation : "\(operation) \(model)")
        dimensions = [
            (AttributeName.GenAI.operationName, operation), (AttributeName.GenAI.providerName, provider),
            (AttributeName.GenAI.requestModel, model),
        ]
        instruments = runtime.instruments
    }

    /// Counts a call that came out well.
    func recordSuccess(seconds: Double, input: Int, output: Int) {
        let made = instruments(hasInput: input > 0, hasOutput: output > 0)
        if input > 0 { made.inputTokens?.record(input) }
        if output > 0 { made.outputTokens?.record(output) }
        made.duration?.record(seconds)
        made.successes?.increment()
    }

    /// The instruments that are needed. They are made outside of the lock: a metrics system may do anything.
    private func instruments(hasInput: Bool, hasOutput: Bool) -> Made {
        var known = made.withLock { $0 }
        let isComplete =
            known.duration != nil && known.successes != nil && (!hasInput || known.inputTokens != nil)
            && (!hasOutput || known.outputTokens != nil)
        if isComplete { return known }
        if hasInput { known.inputTokens = tokenRecorder("input") }
        if hasOutput { known.outputTokens = tokenRecorder("output") }
        known.duration = instruments.recorder(MetricName.operationDuration, dimensions)
        known.successes = instruments.counter(
            MetricName.attempts,
            dimensions + [(MetricName.status, TrackedSpan.Status.success.rawValue)]
        )
        let complete = known
        made.withLock { $0 = complete }
        return complete
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

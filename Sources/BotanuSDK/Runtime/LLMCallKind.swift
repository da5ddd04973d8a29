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
        if input > 0 { tokens.0?.record(Double(input)) }
        if output > 0 { tokens.1?.record(Double(output)) }
        duration.record(seconds)
        successes.increment()
    }

    private func tokenRecorder(_ type: String) -> Recorder {
        instruments.recorder(MetricName.tokenUsage, dimensions + [(AttributeName.GenAI.tokenType, type)])
    }

    /// Counts a call that failed or was given up.
    func record(_ status: TrackedSpan.Status, seconds: Double, input: Int, output: Int, errorType: String?) {
        let dimensions = dimensions + (errorType.map { [(AttributeName.Failure.type, $0)] } ?? [])
        instruments.recordTokens(input: input, output: output, dimensions)
        instruments.record(seconds, MetricName.operationDuration, dimensions)
        instruments.count(MetricName.attempts, self.dimensions + [(MetricName.status, status.rawValue)])
    }
}

/// The kinds of calls that were met so far. A model's name can be anything, so not all of them are kept.
struct LLMCallKinds: ~Copyable {
    private let known = Mutex<[LLMCallKind.Key: LLMCallKind]>([:])

    private static let most = 500

    func kind(_ key: LLMCallKind.Key, _ runtime: Runtime) -> LLMCallKind {
        if let kind = known.withLock({ $0[key] }) { return kind }
        let kind = LLMCallKind(key, runtime)
        return known.withLock { known in
            if let other = known[key] { return other }
            if known.count < Self.most { known[key] = kind }
            return kind
        }
    }
}

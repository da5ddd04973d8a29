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
        if input > 0 { instrument(\.inputTokens) { $0.tokenRecorder("input") }.record(input) }
        if output > 0 { instrument(\.outputTokens) { $0.tokenRecorder("output") }.record(output) }
        instrument(\.duration) { $0.instruments.recorder(MetricName.operationDuration, $0.dimensions) }.record(seconds)
        instrument(\.successes) { kind in
            kind.instruments.counter(
                MetricName.attempts,
                kind.dimensions + [(MetricName.status, TrackedSpan.Status.success.rawValue)]
            )
        }
        .increment()
    }

    /// An instrument that is kept here. It is made outside of the lock: a metrics system may do anything.
    private func instrument<Instrument: Sendable>(
        _ path: WritableKeyPath<Made, Instrument?>,
        _ make: (LLMCallKind) -> Instrument
    ) -> Instrument {
        if let known = made.withLock({ $0[keyPath: path] }) { return known }
        let instrument = make(self)
        made.withLock { $0[keyPath: path] = instrument }
        return instrument
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

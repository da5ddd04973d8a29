import Tracing

/// What a task knows of the run it works for.
struct CurrentRun: Sendable {
    /// The run's own span; nil for a run of another process.
    var run: Run?
    var context: RunContext
    /// What is stamped on spans.
    private(set) var stamps: [CollectedAttribute]

    init(_ context: RunContext, run: Run?) {
        self.context = context
        self.run = run
        stamps = context.stamps
    }

    mutating func enter(step name: String) {
        stamps.removeAll { $0.name == AttributeName.Run.step }
        stamps.append(CollectedAttribute(AttributeName.Run.step, .string(name)))
    }
}

private enum RunKey: ServiceContextKey {
    typealias Value = CurrentRun
    static let nameOverride: String? = "botanu.run"
}

private enum RetryAttemptKey: ServiceContextKey {
    typealias Value = Int
    static let nameOverride: String? = "botanu.retry_attempt"
}

private enum PropagationKey: ServiceContextKey {
    typealias Value = Bool
    static let nameOverride: String? = "botanu.propagates"
}

extension ServiceContext {
    var run: CurrentRun? {
        get { self[RunKey.self] }
        set { self[RunKey.self] = newValue }
    }

    var retryAttempt: Int? {
        get { self[RetryAttemptKey.self] }
        set { self[RetryAttemptKey.self] = newValue }
    }

    /// Whether the run goes out with calls.
    var propagatesRun: Bool {
        get { self[PropagationKey.self] ?? false }
        set { self[PropagationKey.self] = newValue }
    }
}

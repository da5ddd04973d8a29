import Tracing

extension Botanu {
    /// Marks a part of an event, as in `retrieval` or `generation`. Its name stands on all spans below it.
    ///
    /// An error that leaves the closure is noted and goes on.
    @discardableResult
    public static func step<Result, Failure: Error>(
        _ name: String,
        _ body: () throws(Failure) -> Result
    ) throws(Failure) -> Result {
        try Step(name).scope { (_) throws(Failure) in try body() }
    }

    /// Marks a part of an event, as in `retrieval` or `generation`. Its name stands on all spans below it.
    ///
    /// An error that leaves the closure is noted and goes on.
    @discardableResult
    public static func step<Result, Failure: Error>(
        _ name: String,
        _ body: () async throws(Failure) -> Result
    ) async throws(Failure) -> Result {
        try await Step(name).scope { (_) async throws(Failure) in try await body() }
    }

    /// Says which attempt the calls are that the closure makes, from 1.
    @discardableResult
    public static func withRetryAttempt<Result, Failure: Error>(
        _ attempt: Int,
        _ body: () throws(Failure) -> Result
    ) throws(Failure) -> Result {
        try ServiceContext.currentWith { $0.retryAttempt = attempt }.running(body)
    }

    /// Says which attempt the calls are that the closure makes, from 1.
    @discardableResult
    public static func withRetryAttempt<Result, Failure: Error>(
        _ attempt: Int,
        _ body: () async throws(Failure) -> Result
    ) async throws(Failure) -> Result {
        try await ServiceContext.currentWith { $0.retryAttempt = attempt }.running(body)
    }
}

/// A part of an event.
private final class Step: Tracker {
    let tracked: TrackedSpan

    init(_ name: String) {
        let runtime = Runtime.current
        let name = runtime.clean(name)
        tracked = TrackedSpan("botanu.step/\(name)", kind: .internal, runtime: runtime) { context in
            context.run?.enter(step: name)
        }
        tracked.setClean(AttributeName.Run.step, name)
    }

    func note(_ error: any Error) {
        tracked.fail(error, attribute: nil)
    }
}

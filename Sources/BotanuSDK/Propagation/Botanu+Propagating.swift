import Tracing

extension Botanu {
    /// Lets the run go out with the calls that the closure makes: around calls to services of one's own.
    ///
    /// Needs ``RunPropagator`` among the instruments, and a client that injects, as async-http-client does.
    public static func propagating<Result, Failure: Error>(
        _ body: () throws(Failure) -> Result
    ) throws(Failure) -> Result {
        try ServiceContext.currentWith { $0.propagatesRun = true }.running(body)
    }

    /// Lets the run go out with the calls that the closure makes: around calls to services of one's own.
    ///
    /// Needs ``RunPropagator`` among the instruments, and a client that injects, as async-http-client does.
    public static func propagating<Result, Failure: Error>(
        _ body: () async throws(Failure) -> Result
    ) async throws(Failure) -> Result {
        try await ServiceContext.currentWith { $0.propagatesRun = true }.running(body)
    }
}

import Tracing

extension Botanu {
    /// Lets the run go out with the calls that the closure makes: around calls to services of one's own.
    ///
    /// Needs ``RunPropagator`` among the instruments, and a client that injects, as async-http-client does.
    @discardableResult
    public static func propagating<Result, Failure: Error>(
        _ body: () throws(Failure) -> Result
    ) throws(Failure) -> Result {
        try ServiceContext.currentWith { $0.propagatesRun = true }.running(body)
    }

    /// Lets the run go out with the calls that the closure makes to a host, if it is among
    /// ``BotanuConfig/propagationHosts``: for a client that calls whatever it is told to.
    ///
    /// - Parameter host: a name or address without port, as in `URL.host`.
    @discardableResult
    public static func propagating<Result, Failure: Error>(
        to host: String,
        _ body: () throws(Failure) -> Result
    ) throws(Failure) -> Result {
        let isAllowed = Runtime.current.config.mayPropagate(to: host)
        return try ServiceContext.currentWith { $0.propagatesRun = isAllowed }.running(body)
    }

    /// Lets the run go out with the calls that the closure makes to a host, if it is among
    /// ``BotanuConfig/propagationHosts``: for a client that calls whatever it is told to.
    ///
    /// - Parameter host: a name or address without port, as in `URL.host`.
    @discardableResult
    public static func propagating<Result, Failure: Error>(
        to host: String,
        _ body: () async throws(Failure) -> Result
    ) async throws(Failure) -> Result {
        let isAllowed = Runtime.current.config.mayPropagate(to: host)
        return try await ServiceContext.currentWith { $0.propagatesRun = isAllowed }.running(body)
    }

    /// Lets the run go out with the calls that the closure makes: around calls to services of one's own.
    ///
    /// Needs ``RunPropagator`` among the instruments, and a client that injects, as async-http-client does.
    @discardableResult
    public static func propagating<Result, Failure: Error>(
        _ body: () async throws(Failure) -> Result
    ) async throws(Failure) -> Result {
        try await ServiceContext.currentWith { $0.propagatesRun = true }.running(body)
    }
}

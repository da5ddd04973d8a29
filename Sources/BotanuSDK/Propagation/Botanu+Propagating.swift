import Tracing

extension Botanu {
    /// Lets the run go out with the calls that the closure makes: around calls to services of one's own.
    ///
    /// Needs ``RunPropagator`` among the instruments, and a client that injects, as async-http-client does.
    public static func propagating<Result, Failure: Error>(
        _ body: () throws(Failure) -> Result
    ) throws(Failure) -> Result {
        var context = ServiceContext.current ?? .topLevel
        context.propagatesRun = true
        return try ServiceContext.$current.withValue(context) {
            Swift.Result { () throws(Failure) in try body() }
        }.get()
    }

    /// Lets the run go out with the calls that the closure makes: around calls to services of one's own.
    ///
    /// Needs ``RunPropagator`` among the instruments, and a client that injects, as async-http-client does.
    public static func propagating<Result, Failure: Error>(
        _ body: () async throws(Failure) -> Result
    ) async throws(Failure) -> Result {
        var context = ServiceContext.current ?? .topLevel
        context.propagatesRun = true
        let result: Swift.Result<Result, Failure> = await ServiceContext.$current.withValue(context) {
            do throws(Failure) {
                return .success(try await body())
            } catch {
                return .failure(error)
            }
        }
        return try result.get()
    }
}

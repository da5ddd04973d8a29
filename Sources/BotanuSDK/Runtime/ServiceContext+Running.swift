import Tracing

// `TaskLocal.withValue` lets errors through, but not their types.
extension ServiceContext {
    /// Runs a closure in this context.
    func running<Result, Failure: Error>(_ operation: () throws(Failure) -> Result) throws(Failure) -> Result {
        try Self.$current.withValue(self) {
            Swift.Result { () throws(Failure) in try operation() }
        }.get()
    }

    /// Runs a closure in this context.
    func running<Result, Failure: Error>(
        _ operation: () async throws(Failure) -> Result
    ) async throws(Failure) -> Result {
        let result: Swift.Result<Result, Failure> = await Self.$current.withValue(self) {
            do throws(Failure) {
                return .success(try await operation())
            } catch {
                return .failure(error)
            }
        }
        return try result.get()
    }

    /// The current context, changed.
    static func currentWith(_ change: (inout ServiceContext) -> Void) -> ServiceContext {
        var context = current ?? .topLevel
        change(&context)
        return context
    }
}

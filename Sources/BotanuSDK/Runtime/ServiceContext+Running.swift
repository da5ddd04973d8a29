import Tracing

extension ServiceContext {
    /// Runs a closure in this context.
    func running<Result, Failure: Error>(_ operation: () throws(Failure) -> Result) throws(Failure) -> Result {
        try Self.$current.having(self, operation)
    }

    /// Runs a closure in this context.
    func running<Result, Failure: Error>(
        _ operation: () async throws(Failure) -> Result
    ) async throws(Failure) -> Result {
        try await Self.$current.having(self, operation)
    }

    /// The current context, changed.
    static func currentWith(_ change: (inout ServiceContext) -> Void) -> ServiceContext {
        var context = current ?? .topLevel
        change(&context)
        return context
    }
}

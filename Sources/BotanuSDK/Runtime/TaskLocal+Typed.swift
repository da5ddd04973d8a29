// `withValue` lets errors through, but not their types.
extension TaskLocal {
    /// Runs a closure with a value for this task local.
    func having<Result, Failure: Error>(
        _ value: Value,
        _ operation: () throws(Failure) -> Result
    ) throws(Failure) -> Result {
        try withValue(value) { Swift.Result { () throws(Failure) in try operation() } }.get()
    }

    /// Runs a closure with a value for this task local.
    func having<Result, Failure: Error>(
        _ value: Value,
        _ operation: () async throws(Failure) -> Result
    ) async throws(Failure) -> Result {
        let result: Swift.Result<Result, Failure> = await withValue(value) {
            do throws(Failure) {
                return .success(try await operation())
            } catch {
                return .failure(error)
            }
        }
        return try result.get()
    }
}

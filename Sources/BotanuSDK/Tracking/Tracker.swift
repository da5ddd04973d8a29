import Tracing

/// What all trackers have in common, so that scopes can be written once.
protocol Tracker: AnyObject, Sendable {
    var tracked: TrackedSpan { get }
    func note(_ error: any Error)
    func end()
}

extension Tracker {
    /// Runs a closure with the tracker's span as the current one, and ends the tracker whatever happens.
    func scope<Result, Failure: Error>(
        _ operation: (Self) throws(Failure) -> Result
    ) throws(Failure) -> Result {
        defer { end() }
        do throws(Failure) {
            return try ServiceContext.$current.withValue(tracked.context) {
                Swift.Result { () throws(Failure) in try operation(self) }
            }.get()
        } catch {
            note(error)
            throw error
        }
    }

    /// Runs a closure with the tracker's span as the current one, and ends the tracker whatever happens.
    func scope<Result, Failure: Error>(
        _ operation: (Self) async throws(Failure) -> Result
    ) async throws(Failure) -> Result {
        defer { end() }
        let result: Swift.Result<Result, Failure> = await ServiceContext.$current.withValue(tracked.context) {
            do throws(Failure) {
                return .success(try await operation(self))
            } catch {
                return .failure(error)
            }
        }
        do throws(Failure) {
            return try result.get()
        } catch {
            note(error)
            throw error
        }
    }
}

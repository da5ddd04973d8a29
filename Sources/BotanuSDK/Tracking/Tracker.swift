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
            return try tracked.context.running { () throws(Failure) in try operation(self) }
        } catch {
            note(error)
            throw error
        }
    }

    /// Runs a closure with the tracker's span as the current one, and ends the tracker whatever happens.
    func scope<Result, Failure: Error>(
        _ operation: (Self) async throws(Failure) -> Result
    ) async throws(Failure) -> Result {
        do throws(Failure) {
            let result = try await tracked.context.running { () async throws(Failure) in try await operation(self) }
            await settleAndEnd()
            return result
        } catch {
            note(error)
            await settleAndEnd()
            throw error
        }
    }

    /// Ends the tracker when recognizers have seen what was captured.
    func settleAndEnd() async {
        await tracked.settle()
        end()
    }
}

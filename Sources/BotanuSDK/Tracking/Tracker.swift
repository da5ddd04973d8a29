/// What all trackers have in common, so that scopes can be written once.
protocol Tracker: AnyObject, Sendable {
    var tracked: TrackedSpan { get }
    /// The attribute that says how long it took, if any does.
    var durationAttribute: String? { get }
    func note(_ error: any Error)
    /// Counts a call that has ended.
    func count(_ ending: TrackedSpan.Ending)
}

extension Tracker {
    var durationAttribute: String? { nil }
    func count(_ ending: TrackedSpan.Ending) {}

    func endNow() {
        if let ending = tracked.end(durationMilliseconds: durationAttribute) { count(ending) }
    }

    func endInTime() async {
        if let ending = await tracked.finish(durationMilliseconds: durationAttribute) { count(ending) }
    }

    /// Ends what nobody holds any more.
    func endDropped() {
        if let ending = tracked.drop(durationMilliseconds: durationAttribute) { count(ending) }
    }

    /// Runs a closure with the tracker's span as the current one, and ends the tracker whatever happens.
    func scope<Result, Failure: Error>(
        _ operation: (Self) throws(Failure) -> Result
    ) throws(Failure) -> Result {
        defer { endNow() }
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
            await endInTime()
            return result
        } catch {
            note(error)
            await endInTime()
            throw error
        }
    }
}

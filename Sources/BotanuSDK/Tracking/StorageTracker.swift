public import Tracing

/// Tells what is known of a call to an object store or file store.
///
/// Setters can be called one after the other in one chain, from any thread; after the end they do nothing.
public final class StorageTracker: Sendable, Tracker {
    let tracked: TrackedSpan

    init(
        _ system: StorageSystem,
        _ operation: StorageOperation,
        _ cloudProvider: String?,
        _ attributes: [String: any SpanAttributeConvertible]
    ) {
        let runtime = Runtime.current
        let verb = runtime.clean(operation.rawValue).uppercased()
        let system = runtime.clean(system.name)
        tracked = TrackedSpan(
            runtime.clean("storage.\(system).\(verb.lowercased())"),
            kind: .client,
            runtime: runtime
        )
        tracked.setClean(AttributeName.Storage.system, system)
        tracked.setClean(AttributeName.Call.vendor, system)
        tracked.setClean(AttributeName.Storage.operation, verb)
        if let cloudProvider { tracked.set(AttributeName.Data.cloudProvider, cloudProvider.lowercased()) }
        tracked.set(attributes, prefix: AttributeName.Storage.prefix)
    }

    deinit {
        endDropped()
    }

    /// What came of the call; what is 0 is left out.
    @discardableResult
    public func setResult(objectsCount: Int = 0, bytesRead: Int = 0, bytesWritten: Int = 0) -> StorageTracker {
        tracked.setPositive(AttributeName.Data.objectsCount, objectsCount)
        tracked.setPositive(AttributeName.Data.bytesRead, bytesRead)
        tracked.setPositive(AttributeName.Data.bytesWritten, bytesWritten)
        return self
    }

    /// The bucket or container.
    @discardableResult
    public func setBucket(_ bucket: String) -> StorageTracker {
        tracked.set(AttributeName.Storage.bucket, bucket)
        return self
    }

    /// How much went over the network.
    @discardableResult
    public func setBytesTransferred(sent: Int = 0, received: Int = 0) -> StorageTracker {
        tracked.set(AttributeName.Data.bytesTransferred, sent.addingUpToMaximum(received))
        return self
    }

    /// Notes an error. An error that leaves the scope is noted by itself.
    @discardableResult
    public func setError(_ error: any Error) -> StorageTracker {
        note(error)
        return self
    }

    /// Adds attributes of your own, under `botanu.storage.` unless their names start with `botanu.` or `gen_ai.`.
    @discardableResult
    public func addMetadata(_ metadata: [String: any SpanAttributeConvertible]) -> StorageTracker {
        tracked.set(metadata, prefix: AttributeName.Storage.prefix)
        return self
    }

    func note(_ error: any Error) {
        tracked.fail(error, attribute: AttributeName.Storage.error)
    }

    /// Ends a call that was started by ``Botanu/startStorageOperation(_:operation:cloudProvider:attributes:)``. Ending it
    /// again does nothing.
    public func end() {
        endNow()
    }

    var durationAttribute: String? { AttributeName.Storage.durationMilliseconds }

    /// The same as ``end()`` without holding a thread while recognizers look at what was captured.
    public func finish() async {
        await endInTime()
    }
}

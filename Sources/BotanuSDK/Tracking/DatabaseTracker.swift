public import Tracing

/// Tells what is known of a call to a database or a data warehouse.
///
/// Setters can be called one after the other in one chain, from any thread; after the end they do nothing.
public final class DatabaseTracker: Sendable, Tracker {
    let tracked: TrackedSpan

    init(
        _ system: DatabaseSystem,
        _ operation: DatabaseOperation,
        _ database: String?,
        _ cloudProvider: String?,
        _ attributes: [String: any SpanAttributeConvertible]
    ) {
        let runtime = Runtime.current
        let verb = runtime.clean(operation.rawValue).uppercased()
        let system = runtime.clean(system.name)
        tracked = TrackedSpan(runtime.clean("db.\(system).\(verb.lowercased())"), kind: .client, runtime: runtime)
        for name in [AttributeName.Data.system, AttributeName.Data.systemName, AttributeName.Call.vendor] {
            tracked.setClean(name, system)
        }
        tracked.setClean(AttributeName.Data.operation, verb)
        tracked.setClean(AttributeName.Data.operationName, verb)
        if let database, !database.isEmpty {
            let database = runtime.clean(database)
            tracked.setClean(AttributeName.Data.name, database)
            tracked.setClean(AttributeName.Data.namespace, database)
        }
        if let cloudProvider { tracked.set(AttributeName.Data.cloudProvider, cloudProvider.lowercased()) }
        tracked.set(attributes, prefix: AttributeName.Data.prefix)
    }

    deinit {
        endDropped()
    }

    /// What came of the call; what is 0 is left out.
    @discardableResult
    public func setResult(
        rowsReturned: Int = 0,
        rowsAffected: Int = 0,
        bytesRead: Int = 0,
        bytesWritten: Int = 0
    ) -> DatabaseTracker {
        tracked.setPositive(AttributeName.Data.rowsReturned, rowsReturned)
        tracked.setPositive(AttributeName.Data.rowsAffected, rowsAffected)
        tracked.setPositive(AttributeName.Data.bytesRead, bytesRead)
        tracked.setPositive(AttributeName.Data.bytesWritten, bytesWritten)
        return self
    }

    /// The table or collection.
    @discardableResult
    public func setTable(_ name: String, schema: String? = nil) -> DatabaseTracker {
        tracked.set(AttributeName.Data.collection, name)
        if let schema, !schema.isEmpty { tracked.set(AttributeName.Data.schema, schema) }
        return self
    }

    /// The warehouse's identifier of the query.
    @discardableResult
    public func setQueryID(_ id: String) -> DatabaseTracker {
        tracked.setIdentifier(AttributeName.Data.queryID, value: id)
        return self
    }

    /// How much a warehouse read for the query.
    @discardableResult
    public func setBytesScanned(_ bytes: Int) -> DatabaseTracker {
        tracked.set(AttributeName.Data.bytesScanned, bytes)
        return self
    }

    /// How much went over the network.
    @discardableResult
    public func setBytesTransferred(sent: Int = 0, received: Int = 0) -> DatabaseTracker {
        tracked.set(AttributeName.Data.bytesTransferred, sent.addingUpToMaximum(received))
        return self
    }

    /// Captures what was retrieved for a model, if ``BotanuConfig/contentCaptureRate`` says so: scrubbed, then cut.
    ///
    /// - Parameter maxCharacters: how many Unicode scalars are kept.
    @discardableResult
    public func setRetrievalContent(_ text: String, maxCharacters: Int = 4096) -> DatabaseTracker {
        tracked.setContent(AttributeName.Content.retrieval, text: text, maxCharacters: maxCharacters)
        return self
    }

    /// Notes an error. An error that leaves the scope is noted by itself.
    @discardableResult
    public func setError(_ error: any Error) -> DatabaseTracker {
        note(error)
        return self
    }

    /// Adds attributes of your own, under `botanu.data.` unless their names start with `botanu.` or `gen_ai.`.
    @discardableResult
    public func addMetadata(_ metadata: [String: any SpanAttributeConvertible]) -> DatabaseTracker {
        tracked.set(metadata, prefix: AttributeName.Data.prefix)
        return self
    }

    func note(_ error: any Error) {
        tracked.fail(error, attribute: AttributeName.Data.error)
    }

    /// Ends a call that was started by
    /// ``Botanu/startDatabaseOperation(_:operation:database:cloudProvider:attributes:)``. Ending it again does nothing.
    public func end() {
        endNow()
    }

    var durationAttribute: String? { AttributeName.Data.durationMilliseconds }

    /// The same as ``end()`` without holding a thread while recognizers look at what was captured.
    public func finish() async {
        await endInTime()
    }
}

public import Tracing

extension Botanu {
    /// Tracks a call to a database. The span ends with the closure; an error that leaves it is noted and goes on.
    ///
    /// - Parameters:
    ///   - cloudProvider: `aws`, `gcp`, `azure`.
    ///   - attributes: further ones, under `botanu.data.` unless their names start with `botanu.` or `gen_ai.`.
    @discardableResult
    public static func trackDatabaseOperation<Result, Failure: Error>(
        _ system: DatabaseSystem,
        operation: DatabaseOperation,
        database: String? = nil,
        cloudProvider: String? = nil,
        attributes: [String: any SpanAttributeConvertible] = [:],
        _ body: (DatabaseTracker) throws(Failure) -> Result
    ) throws(Failure) -> Result {
        try DatabaseTracker(system, operation, database, cloudProvider, attributes).scope(body)
    }

    /// Tracks a call to a database. The span ends with the closure; an error that leaves it is noted and goes on.
    ///
    /// - Parameters:
    ///   - cloudProvider: `aws`, `gcp`, `azure`.
    ///   - attributes: further ones, under `botanu.data.` unless their names start with `botanu.` or `gen_ai.`.
    @discardableResult
    public static func trackDatabaseOperation<Result, Failure: Error>(
        _ system: DatabaseSystem,
        operation: DatabaseOperation,
        database: String? = nil,
        cloudProvider: String? = nil,
        attributes: [String: any SpanAttributeConvertible] = [:],
        _ body: (DatabaseTracker) async throws(Failure) -> Result
    ) async throws(Failure) -> Result {
        try await DatabaseTracker(system, operation, database, cloudProvider, attributes).scope(body)
    }

    /// Tracks a call to a database where no closure can go around it: ``DatabaseTracker/end()`` ends the span.
    public static func startDatabaseOperation(
        _ system: DatabaseSystem,
        operation: DatabaseOperation,
        database: String? = nil,
        cloudProvider: String? = nil,
        attributes: [String: any SpanAttributeConvertible] = [:]
    ) -> DatabaseTracker {
        DatabaseTracker(system, operation, database, cloudProvider, attributes)
    }

    /// Tracks a call to an object store. The span ends with the closure; an error that leaves it is noted and goes on.
    ///
    /// - Parameters:
    ///   - cloudProvider: `aws`, `gcp`, `azure`.
    ///   - attributes: further ones, under `botanu.storage.` unless their names start with `botanu.` or `gen_ai.`.
    @discardableResult
    public static func trackStorageOperation<Result, Failure: Error>(
        _ system: StorageSystem,
        operation: StorageOperation,
        cloudProvider: String? = nil,
        attributes: [String: any SpanAttributeConvertible] = [:],
        _ body: (StorageTracker) throws(Failure) -> Result
    ) throws(Failure) -> Result {
        try StorageTracker(system, operation, cloudProvider, attributes).scope(body)
    }

    /// Tracks a call to an object store. The span ends with the closure; an error that leaves it is noted and goes on.
    ///
    /// - Parameters:
    ///   - cloudProvider: `aws`, `gcp`, `azure`.
    ///   - attributes: further ones, under `botanu.storage.` unless their names start with `botanu.` or `gen_ai.`.
    @discardableResult
    public static func trackStorageOperation<Result, Failure: Error>(
        _ system: StorageSystem,
        operation: StorageOperation,
        cloudProvider: String? = nil,
        attributes: [String: any SpanAttributeConvertible] = [:],
        _ body: (StorageTracker) async throws(Failure) -> Result
    ) async throws(Failure) -> Result {
        try await StorageTracker(system, operation, cloudProvider, attributes).scope(body)
    }

    /// Tracks a call to an object store where no closure can go around it: ``StorageTracker/end()`` ends the span.
    public static func startStorageOperation(
        _ system: StorageSystem,
        operation: StorageOperation,
        cloudProvider: String? = nil,
        attributes: [String: any SpanAttributeConvertible] = [:]
    ) -> StorageTracker {
        StorageTracker(system, operation, cloudProvider, attributes)
    }

    /// Tracks messages that are sent or received. The span ends with the closure; an error that leaves it is noted and
    /// goes on.
    ///
    /// - Parameters:
    ///   - destination: the queue or topic.
    ///   - cloudProvider: `aws`, `gcp`, `azure`.
    ///   - attributes: further ones, under `botanu.messaging.` unless their names start with `botanu.` or `gen_ai.`.
    @discardableResult
    public static func trackMessagingOperation<Result, Failure: Error>(
        _ system: MessagingSystem,
        operation: MessagingOperation,
        destination: String,
        cloudProvider: String? = nil,
        attributes: [String: any SpanAttributeConvertible] = [:],
        _ body: (MessagingTracker) throws(Failure) -> Result
    ) throws(Failure) -> Result {
        try MessagingTracker(system, operation, destination, cloudProvider, attributes).scope(body)
    }

    /// Tracks messages that are sent or received. The span ends with the closure; an error that leaves it is noted and
    /// goes on.
    ///
    /// - Parameters:
    ///   - destination: the queue or topic.
    ///   - cloudProvider: `aws`, `gcp`, `azure`.
    ///   - attributes: further ones, under `botanu.messaging.` unless their names start with `botanu.` or `gen_ai.`.
    @discardableResult
    public static func trackMessagingOperation<Result, Failure: Error>(
        _ system: MessagingSystem,
        operation: MessagingOperation,
        destination: String,
        cloudProvider: String? = nil,
        attributes: [String: any SpanAttributeConvertible] = [:],
        _ body: (MessagingTracker) async throws(Failure) -> Result
    ) async throws(Failure) -> Result {
        try await MessagingTracker(system, operation, destination, cloudProvider, attributes).scope(body)
    }

    /// Tracks messages where no closure can go around it: ``MessagingTracker/end()`` ends the span.
    public static func startMessagingOperation(
        _ system: MessagingSystem,
        operation: MessagingOperation,
        destination: String,
        cloudProvider: String? = nil,
        attributes: [String: any SpanAttributeConvertible] = [:]
    ) -> MessagingTracker {
        MessagingTracker(system, operation, destination, cloudProvider, attributes)
    }
}

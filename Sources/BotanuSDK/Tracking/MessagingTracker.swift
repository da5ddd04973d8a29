public import Tracing

/// Tells what is known of messages that are sent or received.
///
/// Setters can be called one after the other in one chain, from any thread; after the end they do nothing.
public final class MessagingTracker: Sendable, Tracker {
    let tracked: TrackedSpan

    init(
        _ system: MessagingSystem,
        _ operation: MessagingOperation,
        _ destination: String,
        _ cloudProvider: String?,
        _ attributes: [String: any SpanAttributeConvertible]
    ) {
        let verb = operation.rawValue.lowercased()
        let sends = [MessagingOperation.publish.rawValue, MessagingOperation.send.rawValue].contains(verb)
        let runtime = Runtime.current
        let system = runtime.clean(system.name)
        let cleanVerb = runtime.clean(verb)
        let name = runtime.clean("messaging.\(system).\(cleanVerb)")
        tracked = TrackedSpan(name, kind: sends ? .producer : .consumer, runtime: runtime)
        tracked.setClean(AttributeName.Messaging.system, system)
        tracked.setClean(AttributeName.Call.vendor, system)
        tracked.setClean(AttributeName.Messaging.operation, cleanVerb)
        tracked.setClean(AttributeName.Messaging.operationName, cleanVerb)
        tracked.set(AttributeName.Messaging.destination, destination)
        if let cloudProvider { tracked.set(AttributeName.Data.cloudProvider, cloudProvider.lowercased()) }
        tracked.set(attributes, prefix: AttributeName.Messaging.prefix)
    }

    deinit {
        endDropped()
    }

    /// What came of it; what is 0 is left out.
    @discardableResult
    public func setResult(messageCount: Int = 0, bytesTransferred: Int = 0) -> MessagingTracker {
        tracked.setPositive(AttributeName.Messaging.messageCount, messageCount)
        tracked.setPositive(AttributeName.Messaging.bytesTransferred, bytesTransferred)
        return self
    }

    /// How much went over the network.
    @discardableResult
    public func setBytesTransferred(sent: Int = 0, received: Int = 0) -> MessagingTracker {
        tracked.set(AttributeName.Data.bytesTransferred, sent.addingUpToMaximum(received))
        return self
    }

    /// Notes an error. An error that leaves the scope is noted by itself.
    @discardableResult
    public func setError(_ error: any Error) -> MessagingTracker {
        note(error)
        return self
    }

    /// Adds attributes of your own, under `botanu.messaging.` unless their names start with `botanu.` or `gen_ai.`.
    @discardableResult
    public func addMetadata(_ metadata: [String: any SpanAttributeConvertible]) -> MessagingTracker {
        tracked.set(metadata, prefix: AttributeName.Messaging.prefix)
        return self
    }

    func note(_ error: any Error) {
        tracked.fail(error, attribute: AttributeName.Messaging.error)
    }

    /// Ends what was started by
    /// ``Botanu/startMessagingOperation(_:operation:destination:cloudProvider:attributes:)``. Ending it again does
    /// nothing.
    public func end() {
        endNow()
    }

    var durationAttribute: String? { AttributeName.Messaging.durationMilliseconds }

    /// The same as ``end()`` without holding a thread while recognizers look at what was captured.
    public func finish() async {
        await endInTime()
    }
}

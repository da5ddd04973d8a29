import Foundation
import Synchronization
import Tracing

/// A run that is going on: what an event's closure gets. Safe to use from any thread; after the end it does nothing.
public final class Run: Sendable {
    let tracked: TrackedSpan
    private let state: Mutex<RunContext>
    /// The run that this one is part of, if that is one of this process.
    private let parent: Run?

    init(_ context: RunContext, kind: SpanKind) {
        parent = ServiceContext.current?.run?.run
        tracked = TrackedSpan("botanu.run/\(context.workflow)", kind: kind)
        state = Mutex(context)
        guard tracked.isRecording else { return }
        for attribute in context.stamps + context.details { tracked.setClean(attribute.name, attribute.value) }
        tracked.addEvent(
            EventName.runStarted,
            ["run_id": .string(context.runID), "workflow": .string(context.workflow)]
        )
    }

    /// What is known of the run. Its strings are scrubbed.
    public var context: RunContext { state.withLock { $0 } }

    /// Asks whoever works for the run to stop; it is up to them.
    public func requestCancellation() {
        let now = Date()
        guard tracked.isOpen || !tracked.isRecording else { return }
        let isFirst = state.withLock { context in
            defer { (context.isCancelled, context.cancelledAt) = (true, context.cancelledAt ?? now) }
            return !context.isCancelled
        }
        guard isFirst else { return }
        tracked.set(AttributeName.Run.isCancelled, true)
        tracked.set(AttributeName.Run.cancelledAt, now.timeIntervalSince1970)
    }

    /// Whether somebody asked to stop, or the deadline has passed.
    public var isCancelled: Bool {
        state.withLock { $0.isCancelled || $0.isPastDeadline } || parent?.isCancelled ?? false
    }

    /// Notes what the run was worth: see ``Botanu/emitOutcome(valueType:valueAmount:confidence:reason:errorType:metadata:)``.
    public func emitOutcome(
        valueType: String? = nil,
        valueAmount: Double? = nil,
        confidence: Double? = nil,
        reason: String? = nil,
        errorType: String? = nil,
        metadata: [String: String] = [:]
    ) {
        guard tracked.isRecording else { return }
        let runtime = tracked.runtime
        var event = SpanAttributes()
        if let valueType, !valueType.isEmpty {
            let valueType = runtime.clean(valueType)
            tracked.setClean(AttributeName.Outcome.valueType, valueType)
            event["value_type"] = valueType
        }
        if let valueAmount {
            tracked.set(AttributeName.Outcome.valueAmount, valueAmount)
            if valueAmount.isFinite { event["value_amount"] = valueAmount }
        }
        if let confidence { tracked.set(AttributeName.Outcome.confidence, confidence) }
        if let reason, !reason.isEmpty { tracked.set(AttributeName.Outcome.reason, reason) }
        if let errorType, !errorType.isEmpty {
            let errorType = runtime.clean(errorType)
            tracked.setClean(AttributeName.Outcome.errorType, errorType)
            event["error_type"] = errorType
        }
        for (key, value) in metadata {
            tracked.set(AttributeName.Outcome.metadataPrefix + runtime.scrubber.key(key), value)
        }
        tracked.addEvent(EventName.outcomeEmitted, event)
    }

    /// Notes who the run is for.
    public func setBusinessContext(
        customerID: String? = nil,
        team: String? = nil,
        costCenter: String? = nil,
        region: String? = nil
    ) {
        if let customerID, !customerID.isEmpty {
            tracked.setIdentifier(AttributeName.Run.customerID, value: customerID)
        }
        let values = [
            (AttributeName.Business.team, team),
            (AttributeName.Business.costCenter, costCenter), (AttributeName.Business.region, region),
        ]
        for case (let name, let value?) in values where !value.isEmpty { tracked.set(name, value) }
    }

    /// Links the run to records of other systems, as in `["zendesk_ticket_id": "T-123"]`. What is nil or empty is left
    /// out.
    public func setCorrelation(_ identifiers: [String: String?]) {
        for case (let key, let value?) in identifiers where !value.isEmpty {
            let key = tracked.runtime.scrubber.key(key)
            tracked.setIdentifier(AttributeName.Business.correlationPrefix + key, value: value)
        }
    }

    func end(_ error: (any Error)?) {
        if let error { tracked.fail(error, attribute: nil) }
        _ = tracked.end { complete(&$0, error) }
    }

    func finish(_ error: (any Error)?) async {
        if let error { tracked.fail(error, attribute: nil) }
        _ = await tracked.finish { complete(&$0, error) }
    }

    private func complete(_ closing: inout TrackedSpan.Closing, _ error: (any Error)?) {
        guard tracked.isRecording else { return }
        let status: RunStatus = error == nil ? .success : error is CancellationError ? .canceled : .failure
        let milliseconds = closing.ending.seconds * 1000
        let context = context
        var event: SpanAttributes = [
            "run_id": .string(context.runID), "workflow": .string(context.workflow),
            "status": .string(status.rawValue), "duration_ms": .double(milliseconds),
        ]
        if let error { event["error_class"] = String(describing: type(of: error)) }
        closing.lastEvent = SpanEvent(name: EventName.runCompleted, at: closing.stop.instant, attributes: event)
        closing.attributes.append(CollectedAttribute(AttributeName.Run.durationMilliseconds, .double(milliseconds)))
        closing.isOK = status == .success
    }
}

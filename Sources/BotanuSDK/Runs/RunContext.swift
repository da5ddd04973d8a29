public import Foundation
import Tracing

/// Which business event work belongs to. It spans traces: a retry, or work in another process, has the same root.
public struct RunContext: Sendable, Hashable {
    /// A UUID of version 7.
    public internal(set) var runID: String
    public internal(set) var workflow: String
    public internal(set) var eventID: String
    public internal(set) var customerID: String
    public internal(set) var environment: String
    public internal(set) var tenantID: String?
    public internal(set) var workflowVersion: String?
    /// The run that this one is part of.
    public internal(set) var parentRunID: String?
    /// The outermost run, which is this one where it has no parent. It stays the same over retries.
    public internal(set) var rootRunID: String
    /// Which attempt this is, from 1.
    public internal(set) var attempt = 1
    /// The attempt before this one.
    public internal(set) var retryOfRunID: String?
    public internal(set) var startTime = Date()
    /// Until when the work should be done.
    public internal(set) var deadline: Date?
    public internal(set) var isCancelled = false
    public internal(set) var cancelledAt: Date?

    /// Whether the deadline has passed.
    public var isPastDeadline: Bool { deadline.map { Date() > $0 } ?? false }

    /// How long the work may still take; nil without a deadline.
    public var remainingTime: Duration? {
        deadline.map { .seconds(max(0, min($0.timeIntervalSinceNow, Self.longestTime))) }
    }

    /// The context of another attempt: a run of its own with the same root.
    public var retry: RunContext {
        var retry = self
        retry.runID = RunID.make()
        retry.attempt = attempt.addingUpToMaximum(1)
        retry.retryOfRunID = runID
        retry.startTime = Date()
        (retry.deadline, retry.isCancelled, retry.cancelledAt) = (nil, false, nil)
        return retry
    }

    /// What is farther off is no deadline.
    static let longestTime = 100 * 365 * 86_400.0

    /// What is stamped on every span of the run.
    var stamps: [CollectedAttribute] {
        var stamps: [CollectedAttribute] = [
            .init(AttributeName.Run.id, .string(runID)), .init(AttributeName.Run.workflow, .string(workflow)),
            .init(AttributeName.Run.eventID, .string(eventID)),
            .init(AttributeName.Run.customerID, .string(customerID)),
            .init(AttributeName.Run.environment, .string(environment)),
        ]
        if let tenantID { stamps.append(.init(AttributeName.Run.tenantID, .string(tenantID))) }
        if let parentRunID { stamps.append(.init(AttributeName.Run.parentID, .string(parentRunID))) }
        return stamps
    }

    /// What else stands on the run's own span.
    var details: [CollectedAttribute] {
        var details: [CollectedAttribute] = [
            .init(AttributeName.Run.startTime, .string(startTime.formatted(Self.timeFormat))),
            .init(AttributeName.Run.rootID, .string(rootRunID)),
            .init(AttributeName.Run.attempt, .int64(Int64(attempt))),
        ]
        if let workflowVersion { details.append(.init(AttributeName.Run.workflowVersion, .string(workflowVersion))) }
        if let retryOfRunID { details.append(.init(AttributeName.Run.retryOf, .string(retryOfRunID))) }
        if let deadline { details.append(.init(AttributeName.Run.deadline, .double(deadline.timeIntervalSince1970))) }
        return details
    }

    private static let timeFormat = Date.ISO8601FormatStyle(includingFractionalSeconds: true)
}

/// How a run came out.
enum RunStatus: String {
    case success
    case failure
    case canceled
}

import Foundation
import Logging
public import Tracing

/// What a business event is: given to ``Botanu/event(workflow:eventID:customerID:options:_:)-(_,_,_,_,(Run)->Result)``.
public struct EventOptions: Sendable {
    /// Where the work is done, as in `staging`; ``BotanuConfig/deploymentEnvironment`` unless given.
    public var environment: String?
    public var tenantID: String?
    /// Which version of the workflow this is, by whatever you tell versions apart with.
    public var workflowVersion: String?
    /// How long the work should take at most; see ``Run/isCancelled``.
    public var deadline: Duration?
    /// The attempt before this one.
    public var retryOf: RunContext?
    /// Whether input and output are captured; ``BotanuConfig/contentCaptureRate`` decides unless set.
    public var capturesContent: Bool?
    public var spanKind: SpanKind = .server

    public init(
        environment: String? = nil,
        tenantID: String? = nil,
        workflowVersion: String? = nil,
        deadline: Duration? = nil,
        retryOf: RunContext? = nil,
        capturesContent: Bool? = nil,
        spanKind: SpanKind = .server
    ) {
        self.environment = environment
        self.tenantID = tenantID
        self.workflowVersion = workflowVersion
        self.deadline = deadline
        self.retryOf = retryOf
        self.capturesContent = capturesContent
        self.spanKind = spanKind
    }
}

extension RunContext {
    /// A new run inside of the current one, if there is one.
    init(workflow: String, eventID: String, customerID: String, _ options: EventOptions, _ runtime: Runtime) {
        /// Without a name nothing could be joined with it later.
        func named(_ text: String, _ what: String, _ scrubbed: (String) -> String) -> String {
            if text.isEmpty { runtime.tellOfEmpty(what) }
            return text.isEmpty ? "unknown" : scrubbed(text)
        }
        let current = ServiceContext.current?.run
        let parent = current?.run?.context ?? current?.context
        let id = RunID.make()
        self.init(
            runID: id,
            workflow: named(workflow, "workflow", runtime.clean),
            eventID: named(eventID, "eventID", runtime.identifier),
            customerID: named(customerID, "customerID", runtime.identifier),
            environment: runtime.clean(options.environment ?? runtime.config.deploymentEnvironment),
            tenantID: options.tenantID.map(runtime.identifier) ?? parent?.tenantID,
            workflowVersion: options.workflowVersion.map(runtime.clean),
            parentRunID: parent?.runID,
            rootRunID: parent?.rootRunID ?? id
        )
        if let previous = options.retryOf {
            attempt = previous.attempt.addingUpToMaximum(1)
            retryOfRunID = previous.runID
            rootRunID = previous.rootRunID
            parentRunID = previous.parentRunID
        }
        if let limit = options.deadline {
            let seconds = max(limit.inSeconds, -Self.longestTime)
            if seconds < Self.longestTime { deadline = startTime.addingTimeInterval(seconds) }
        }
        // Of a run of another process nobody asks later.
        if current?.run == nil { isCancelled = parent?.isCancelled ?? false }
        // A part is not done later than the whole.
        if let whole = parent?.deadline { deadline = min(deadline ?? whole, whole) }
    }
}

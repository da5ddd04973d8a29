public import Tracing

/// Tells what is known of a call to a tool or function that a model asked for.
///
/// Setters can be called one after the other in one chain, from any thread; after the end they do nothing.
public final class ToolTracker: Sendable, Tracker {
    let tracked: TrackedSpan
    private let name: String
    private let provider: String?

    init(_ name: String, _ callID: String?, _ provider: Provider?, _ attributes: [String: any SpanAttributeConvertible])
    {
        let runtime = Runtime.current
        self.name = runtime.clean(name)
        tracked = TrackedSpan(runtime.clean("execute_tool \(self.name)"), kind: .internal, runtime: runtime)
        self.provider = provider.map { runtime.clean($0.name) }
        tracked.setClean(AttributeName.GenAI.operationName, ModelOperation.executeTool.rawValue)
        tracked.setClean(AttributeName.GenAI.toolName, self.name)
        if let callID { setToolCallID(callID) }
        if let provider = self.provider {
            tracked.setClean(AttributeName.GenAI.providerName, provider)
            tracked.setClean(AttributeName.Call.vendor, provider)
        }
        tracked.set(attributes, prefix: AttributeName.Tool.prefix)
    }

    deinit {
        endDropped()
    }

    /// What came of the call.
    @discardableResult
    public func setResult(success: Bool = true, itemsReturned: Int = 0, bytesProcessed: Int = 0) -> ToolTracker {
        tracked.set(AttributeName.Tool.success, success)
        tracked.setPositive(AttributeName.Tool.itemsReturned, itemsReturned)
        tracked.setPositive(AttributeName.Tool.bytesProcessed, bytesProcessed)
        return self
    }

    /// The model's identifier of the call.
    @discardableResult
    public func setToolCallID(_ id: String) -> ToolTracker {
        tracked.setIdentifier(AttributeName.GenAI.toolCallID, value: id)
        return self
    }

    /// Captures what the tool is called with, if ``BotanuConfig/contentCaptureRate`` says so: scrubbed, then cut.
    ///
    /// - Parameter maxCharacters: how many Unicode scalars are kept.
    @discardableResult
    public func setInputContent(_ text: String, maxCharacters: Int = 4096) -> ToolTracker {
        tracked.setContent(
            AttributeName.Content.input,
            AttributeName.GenAI.toolArguments,
            text: text,
            maxCharacters: maxCharacters
        )
        return self
    }

    /// Captures what the tool returned, if ``BotanuConfig/contentCaptureRate`` says so: scrubbed, then cut.
    ///
    /// - Parameter maxCharacters: how many Unicode scalars are kept.
    @discardableResult
    public func setOutputContent(_ text: String, maxCharacters: Int = 4096) -> ToolTracker {
        tracked.setContent(
            AttributeName.Content.output,
            AttributeName.GenAI.toolResult,
            text: text,
            maxCharacters: maxCharacters
        )
        return self
    }

    /// Notes an error. An error that leaves the scope is noted by itself.
    @discardableResult
    public func setError(_ error: any Error) -> ToolTracker {
        note(error)
        return self
    }

    /// Adds attributes of your own, under `botanu.tool.` unless their names start with `botanu.` or `gen_ai.`.
    @discardableResult
    public func addMetadata(_ metadata: [String: any SpanAttributeConvertible]) -> ToolTracker {
        tracked.set(metadata, prefix: AttributeName.Tool.prefix)
        return self
    }

    func note(_ error: any Error) {
        tracked.fail(error)
    }

    /// Ends a call that was started by ``Botanu/startToolCall(_:callID:provider:attributes:)``. Ending it again does
    /// nothing.
    public func end() {
        endNow()
    }

    var durationAttribute: String? { AttributeName.Tool.durationMilliseconds }

    func count(_ ending: TrackedSpan.Ending) {
        var dimensions = [(AttributeName.GenAI.toolName, name), (MetricName.status, ending.status.rawValue)]
        if let provider { dimensions.append((AttributeName.GenAI.providerName, provider)) }
        tracked.runtime.instruments.record(ending.seconds, MetricName.toolDuration, dimensions)
        tracked.runtime.instruments.count(MetricName.toolExecutions, dimensions)
    }

    /// The same as ``end()`` without holding a thread while recognizers look at what was captured.
    public func finish() async {
        await endInTime()
    }
}

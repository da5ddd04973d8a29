import Tracing

extension Botanu {
    /// Marks work as a business event: a run with a span of its own, whose name and identifiers stand on all spans below
    /// it, those of other libraries too.
    ///
    /// - Parameters:
    ///   - workflow: what kind of work it is, in few words that recur: `Support`.
    ///   - eventID: the identifier that outcomes are joined by later.
    ///   - customerID: for whom the work is done.
    ///   - body: the work. An error that leaves it is noted and goes on.
    @discardableResult
    public static func event<Result, Failure: Error>(
        workflow: String,
        eventID: String,
        customerID: String,
        options: EventOptions = EventOptions(),
        _ body: (Run) throws(Failure) -> Result
    ) throws(Failure) -> Result {
        let event = Event(workflow, eventID, customerID, options)
        do throws(Failure) {
            let result = try event.running { () throws(Failure) in try body(event.run) }
            event.run.end(nil)
            return result
        } catch {
            event.run.end(error)
            throw error
        }
    }

    /// Marks work as a business event: a run with a span of its own, whose name and identifiers stand on all spans below
    /// it, those of other libraries too.
    ///
    /// - Parameters:
    ///   - workflow: what kind of work it is, in few words that recur: `Support`.
    ///   - eventID: the identifier that outcomes are joined by later.
    ///   - customerID: for whom the work is done.
    ///   - body: the work. An error that leaves it is noted and goes on.
    @discardableResult
    public static func event<Result, Failure: Error>(
        workflow: String,
        eventID: String,
        customerID: String,
        options: EventOptions = EventOptions(),
        _ body: (Run) async throws(Failure) -> Result
    ) async throws(Failure) -> Result {
        let event = Event(workflow, eventID, customerID, options)
        do throws(Failure) {
            let result = try await event.running { () async throws(Failure) in try await body(event.run) }
            await event.run.finish(nil)
            return result
        } catch {
            await event.run.finish(error)
            throw error
        }
    }

    /// Marks work as a business event and captures what goes in and what comes out, if
    /// ``BotanuConfig/contentCaptureRate`` says so: one decision for both.
    ///
    /// Both are written as JSON whose strings are scrubbed; a result that is not `Encodable` as its description.
    ///
    /// - Parameter input: what the work starts from.
    @discardableResult
    public static func event<Input: Encodable, Output, Failure: Error>(
        workflow: String,
        eventID: String,
        customerID: String,
        input: Input,
        options: EventOptions = EventOptions(),
        _ body: (Run) throws(Failure) -> Output
    ) throws(Failure) -> Output {
        try event(workflow: workflow, eventID: eventID, customerID: customerID, options: options) {
            (run) throws(Failure) -> Output in
            let captures = options.capturesContent ?? run.tracked.runtime.decidesToCapture()
            if captures { run.tracked.setEncoded(AttributeName.Content.input, input) }
            let output = try body(run)
            if captures { run.tracked.setOutput(output) }
            return output
        }
    }

    /// Marks work as a business event and captures what goes in and what comes out, if
    /// ``BotanuConfig/contentCaptureRate`` says so: one decision for both.
    ///
    /// Both are written as JSON whose strings are scrubbed; a result that is not `Encodable` as its description.
    ///
    /// - Parameter input: what the work starts from.
    @discardableResult
    public static func event<Input: Encodable, Output, Failure: Error>(
        workflow: String,
        eventID: String,
        customerID: String,
        input: Input,
        options: EventOptions = EventOptions(),
        _ body: (Run) async throws(Failure) -> Output
    ) async throws(Failure) -> Output {
        try await event(workflow: workflow, eventID: eventID, customerID: customerID, options: options) {
            (run) async throws(Failure) -> Output in
            let captures = options.capturesContent ?? run.tracked.runtime.decidesToCapture()
            if captures { run.tracked.setEncoded(AttributeName.Content.input, input) }
            let output = try await body(run)
            if captures { run.tracked.setOutput(output) }
            return output
        }
    }

    /// The run that the current task works for.
    public static var currentRun: Run? { ServiceContext.current?.run?.run }

    /// What is known of the run that the current task works for, of one of another process too.
    public static var currentRunContext: RunContext? {
        let current = ServiceContext.current?.run
        return current?.run?.context ?? current?.context
    }
}

/// The start of an event: its run, and what its closure is run with.
private struct Event {
    let run: Run
    private let context: ServiceContext
    /// Nil where the current one stamps runs.
    private let tracer: (any Tracer)?

    init(_ workflow: String, _ eventID: String, _ customerID: String, _ options: EventOptions) {
        let details = RunContext(
            workflow: workflow,
            eventID: eventID,
            customerID: customerID,
            options,
            Runtime.current
        )
        run = Run(details, kind: options.spanKind)
        var context = run.tracked.context
        context.run = CurrentRun(details, run: run)
        self.context = context
        tracer = InstrumentationSystem.stampingTracer
    }

    func running<Result, Failure: Error>(_ body: () throws(Failure) -> Result) throws(Failure) -> Result {
        guard let tracer else { return try context.running(body) }
        return try withTracer(tracer) { () throws(Failure) in try context.running(body) }
    }

    func running<Result, Failure: Error>(
        _ body: () async throws(Failure) -> Result
    ) async throws(Failure) -> Result {
        guard let tracer else { return try await context.running(body) }
        return try await withTracer(tracer) { () async throws(Failure) in try await context.running(body) }
    }
}

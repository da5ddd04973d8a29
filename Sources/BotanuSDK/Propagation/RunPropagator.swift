import Foundation
public import Tracing

/// Takes the run along with calls between one's own services, as W3C baggage.
///
/// Coming in it is always read. Going out it is written only where somebody asked for it, by
/// ``Botanu/propagating(_:)-(()->Result)``: an instrument does not see which host is called, and a customer's
/// identifier is nobody else's business.
///
/// A header `baggage` that somebody else has set is replaced; a run that does not fit into one of 8,192 bytes stays here.
///
/// Bootstrap it beside the tracer: `InstrumentationSystem.bootstrap(MultiplexInstrument([tracer, RunPropagator()]))`.
public struct RunPropagator: Instrument {
    /// As the W3C Baggage recommendation has it.
    private static let header = "baggage"
    private static let mostBytes = 8192

    public init() {}

    public func inject<Carrier, Inject: Injector>(
        _ context: ServiceContext,
        into carrier: inout Carrier,
        using injector: Inject
    ) where Inject.Carrier == Carrier {
        guard context.propagatesRun, let run = context.run else { return }
        let entries = (run.run?.context ?? run.context).baggage(Runtime.current).compactMap { entry in
            entry.value.addingPercentEncoding(withAllowedCharacters: .baggage).map { "\(entry.name)=\($0)" }
        }
        let header = entries.joined(separator: ",")
        guard header.utf8.count <= Self.mostBytes else {
            Runtime.current.tellOfLongBaggage()
            return
        }
        injector.inject(header, forKey: Self.header, into: &carrier)
    }

    public func extract<Carrier, Extract: Extractor>(
        _ carrier: Carrier,
        into context: inout ServiceContext,
        using extractor: Extract
    ) where Extract.Carrier == Carrier {
        guard let header = extractor.extract(key: Self.header, from: carrier), header.utf8.count <= Self.mostBytes
        else { return }
        var values: [String: String] = [:]
        for member in header.split(separator: ",") {
            let entry = member.prefix { $0 != ";" }
            guard let equals = entry.firstIndex(of: "=") else { continue }
            let name = entry[..<equals].filter { !$0.isWhitespace }
            guard name.hasPrefix("botanu."), values[name] == nil else { continue }
            let text = entry[entry.index(after: equals)...].filter { !$0.isWhitespace }
            values[name] = text.removingPercentEncoding
        }
        guard let run = RunContext(baggage: values, Runtime.current) else { return }
        context.run = CurrentRun(run, run: nil)
    }
}

extension CharacterSet {
    /// What may stand in a value of baggage as it is, the percent sign aside.
    fileprivate static let baggage = CharacterSet.alphanumerics.intersection(
        CharacterSet(charactersIn: "\u{21}"..."\u{7E}")
    )
    .union(CharacterSet(charactersIn: "-._~:/"))
}

extension RunContext {
    /// What goes along with calls.
    fileprivate func baggage(_ runtime: Runtime) -> [(name: String, value: String)] {
        func identifier(_ text: String) -> String {
            runtime.config.propagatesDigests ? runtime.scrubber.digested(text) : text
        }
        var baggage = [
            (name: AttributeName.Run.id, value: runID), (name: AttributeName.Run.workflow, value: workflow),
            (name: AttributeName.Run.eventID, value: identifier(eventID)),
            (name: AttributeName.Run.customerID, value: identifier(customerID)),
            (name: AttributeName.Run.environment, value: environment),
        ]
        if let tenantID { baggage.append((AttributeName.Run.tenantID, identifier(tenantID))) }
        if let parentRunID { baggage.append((AttributeName.Run.parentID, parentRunID)) }
        if rootRunID != runID { baggage.append((AttributeName.Run.rootID, rootRunID)) }
        if attempt > 1 { baggage.append((AttributeName.Run.attempt, String(attempt))) }
        if let retryOfRunID { baggage.append((AttributeName.Run.retryOf, retryOfRunID)) }
        if let deadline {
            baggage.append((AttributeName.Run.deadlineInBaggage, String(Int(deadline.timeIntervalSince1970 * 1000))))
        }
        if isCancelled { baggage.append((AttributeName.Run.cancelledInBaggage, "true")) }
        return baggage
    }

    private static let mostAttempts = 1_000_000
    /// Milliseconds since 1970 that a deadline may be at: until the year 9999.
    private static let deadlines = 0...253_402_300_799_000

    /// The run that a call came in with. What comes from outside is scrubbed like any other string.
    fileprivate init?(baggage: [String: String], _ runtime: Runtime) {
        func value(_ name: String) -> String? {
            baggage[name].flatMap { $0.isEmpty ? nil : runtime.identifier($0) }
        }
        guard let id = value(AttributeName.Run.id),
            let workflow = baggage[AttributeName.Run.workflow].map(runtime.clean), !workflow.isEmpty
        else { return nil }
        self.init(
            runID: id,
            workflow: workflow,
            eventID: value(AttributeName.Run.eventID) ?? "unknown",
            customerID: value(AttributeName.Run.customerID) ?? "unknown",
            environment: baggage[AttributeName.Run.environment].map(runtime.clean) ?? "unknown",
            tenantID: value(AttributeName.Run.tenantID),
            parentRunID: value(AttributeName.Run.parentID),
            rootRunID: value(AttributeName.Run.rootID) ?? id,
            attempt: baggage[AttributeName.Run.attempt].flatMap(Int.init).map { max(1, min($0, Self.mostAttempts)) }
                ?? 1,
            retryOfRunID: value(AttributeName.Run.retryOf)
        )
        if let milliseconds = baggage[AttributeName.Run.deadlineInBaggage].flatMap(Int.init),
            Self.deadlines.contains(milliseconds)
        {
            deadline = Date(timeIntervalSince1970: Double(milliseconds) / 1000)
        }
        isCancelled = baggage[AttributeName.Run.cancelledInBaggage]?.lowercased() == "true"
    }
}

extension Botanu {
    /// Notes what the current run was worth. It stands on the run's span wherever this is called; outside of an event it
    /// does nothing.
    ///
    /// - Parameters:
    ///   - valueType: what was achieved, as in `tickets_resolved`.
    ///   - valueAmount: how much of it.
    ///   - confidence: from 0 to 1.
    public static func emitOutcome(
        valueType: String? = nil,
        valueAmount: Double? = nil,
        confidence: Double? = nil,
        reason: String? = nil,
        errorType: String? = nil,
        metadata: [String: String] = [:]
    ) {
        currentRun?.emitOutcome(
            valueType: valueType,
            valueAmount: valueAmount,
            confidence: confidence,
            reason: reason,
            errorType: errorType,
            metadata: metadata
        )
    }

    /// Notes who the current run is for; outside of an event it does nothing.
    public static func setBusinessContext(
        customerID: String? = nil,
        team: String? = nil,
        costCenter: String? = nil,
        region: String? = nil
    ) {
        currentRun?.setBusinessContext(customerID: customerID, team: team, costCenter: costCenter, region: region)
    }

    /// Links the current run to records of other systems, as in `["zendesk_ticket_id": "T-123"]`; outside of an event it
    /// does nothing. What is nil or empty is left out.
    public static func setCorrelation(_ identifiers: [String: String?]) {
        currentRun?.setCorrelation(identifiers)
    }
}

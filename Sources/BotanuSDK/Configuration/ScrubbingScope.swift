/// Which strings are scrubbed before they become telemetry. Captured content always is, unless scrubbing is switched
/// off (`eval.pii.enabled`).
public enum ScrubbingScope: String, Sendable, Hashable, CaseIterable {
    /// Captured content alone.
    case content
    /// Every string that is given to the SDK: names, identifiers, messages of errors, metadata.
    case own
    /// Those, and on their way out every string of every span that `BotanuOTLP` exports, of other libraries too.
    case all
}

/// What becomes of an identifier of an event, customer, tenant or request that holds something to redact.
public enum IdentifierPolicy: String, Sendable, Hashable, CaseIterable {
    /// A keyed digest stands in its place, the same wherever the identifier does: see ``BotanuConfig/identifierKey``.
    case digest
    /// It stays as it is.
    case asGiven = "as_given"
}

/// What spans and metrics are told of: the service, and where it runs.
struct Resource: Sendable {
    var attributes: [FinishedSpan.Attribute]
}

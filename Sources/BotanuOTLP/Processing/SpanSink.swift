/// Where spans go when they end.
protocol SpanSink: AnyObject, Sendable {
    /// Takes an ended span; must not keep its caller waiting.
    ///
    /// - Parameter bytes: about how much memory it holds.
    func take(_ span: OTLPSpan, bytes: Int)

    /// Exports what waits soon.
    func wake()
}

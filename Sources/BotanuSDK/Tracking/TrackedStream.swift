/// A streamed answer whose span ends when the stream has been read, fails, or is dropped with its iterator.
///
/// Its first element is noted as the first piece of the answer.
public struct TrackedStream<Base: AsyncSequence>: AsyncSequence {
    public typealias Element = Base.Element
    public typealias Failure = Base.Failure

    let base: Base
    let tracker: LLMTracker
    let endsCall: Bool

    public struct AsyncIterator: AsyncIteratorProtocol {
        var base: Base.AsyncIterator
        let tracker: LLMTracker
        let endsCall: Bool

        public mutating func next(
            isolation actor: isolated (any Actor)? = #isolation
        ) async throws(Base.Failure) -> Base.Element? {
            do throws(Base.Failure) {
                let element = try await base.next(isolation: actor)
                if element != nil {
                    tracker.markFirstChunk()
                } else {
                    // A stream that is cancelled may just end.
                    if Task.isCancelled { tracker.setError(CancellationError()) }
                    await end()
                }
                return element
            } catch {
                tracker.setError(error)
                await end()
                throw error
            }
        }

        private func end() async {
            if endsCall { await tracker.finish() }
        }

        public mutating func next() async throws -> Base.Element? {
            try await next(isolation: nil)
        }
    }

    public func makeAsyncIterator() -> AsyncIterator {
        AsyncIterator(base: base.makeAsyncIterator(), tracker: tracker, endsCall: endsCall)
    }
}

extension TrackedStream: Sendable where Base: Sendable {}

extension LLMTracker {
    /// The stream as one that notes its first piece, how it ends, and ends the call when it has been read.
    ///
    /// What is known when it has been read must be told before that, as in `setOutputContent(soFar)` at each piece; or
    /// `endsCall` is false, and the scope or ``end()`` ends the call. In a scope of
    /// ``Botanu/trackLLMCall(provider:model:operation:clientRequestID:attributes:_:)-(_,_,_,_,_,(LLMTracker)->Result)``
    /// it is false by itself.
    public func tracking<Stream: AsyncSequence>(_ stream: Stream, endsCall: Bool = true) -> TrackedStream<Stream> {
        setStreaming()
        return TrackedStream(base: stream, tracker: self, endsCall: endsCall && !isScoped)
    }
}

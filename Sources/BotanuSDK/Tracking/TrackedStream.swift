/// A streamed answer whose span ends when the stream has been read, fails, or is dropped.
///
/// Its first element is noted as the first piece of the answer.
public struct TrackedStream<Base: AsyncSequence>: AsyncSequence {
    public typealias Element = Base.Element
    public typealias Failure = Base.Failure

    let base: Base
    let tracker: LLMTracker

    public struct AsyncIterator: AsyncIteratorProtocol {
        var base: Base.AsyncIterator
        let tracker: LLMTracker

        public mutating func next(
            isolation actor: isolated (any Actor)? = #isolation
        ) async throws(Base.Failure) -> Base.Element? {
            do throws(Base.Failure) {
                let element = try await base.next(isolation: actor)
                if element == nil { await tracker.finish() } else { tracker.markFirstChunk() }
                return element
            } catch {
                tracker.setError(error)
                await tracker.finish()
                throw error
            }
        }

        public mutating func next() async throws -> Base.Element? {
            try await next(isolation: nil)
        }
    }

    public func makeAsyncIterator() -> AsyncIterator {
        AsyncIterator(base: base.makeAsyncIterator(), tracker: tracker)
    }
}

extension TrackedStream: Sendable where Base: Sendable {}

extension LLMTracker {
    /// The stream as one that ends the span when it has been read: for calls that were started by
    /// ``Botanu/startLLMCall(provider:model:operation:clientRequestID:attributes:)``.
    public func tracking<Stream: AsyncSequence>(_ stream: Stream) -> TrackedStream<Stream> {
        setStreaming()
        return TrackedStream(base: stream, tracker: self)
    }
}

import PIIScrubbing
import Synchronization

/// A text that is analyzed piece by piece, a few at a time: it takes its turn with others.
final class LongText: Sendable {
    private struct State {
        var pieces: TextPieces
        var open = 0
        var spans: Set<RecognizedSpan> = []
        var isDone = false
    }

    private let state: Mutex<State>
    private let deadline: ContinuousClock.Instant
    private let completion: @Sendable (PresidioAnswer) -> Void

    init(_ job: PresidioQueue.Job) {
        state = Mutex(State(pieces: TextPieces(job.text)))
        deadline = job.deadline
        completion = job.completion
    }

    /// - Parameter count: how many pieces may wait at once.
    func run(in queue: PresidioQueue, atOnce count: Int) {
        for _ in 0..<count { step(queue) }
    }

    private func step(_ queue: PresidioQueue) {
        let piece = state.withLock { state -> (text: String, offset: Int)? in
            guard !state.isDone, let piece = state.pieces.next() else { return nil }
            state.open += 1
            return piece
        }
        guard let piece else { return }
        queue.add(
            PresidioQueue.Job(text: piece.text, deadline: deadline) { answer in
                self.take(answer, at: piece.offset)
                self.step(queue)
            }
        )
    }

    private func take(_ answer: PresidioAnswer, at offset: Int) {
        let result = state.withLock { state -> PresidioAnswer? in
            state.open -= 1
            guard !state.isDone else { return nil }
            guard case .found(let spans) = answer else {
                // Names of one piece are no answer for the text.
                state.isDone = true
                return answer
            }
            for span in spans {
                let range = (span.range.lowerBound + offset)..<(span.range.upperBound + offset)
                state.spans.insert(RecognizedSpan(entity: span.entity, range: range, precedence: span.precedence))
            }
            var rest = state.pieces
            guard state.open == 0, rest.next() == nil else { return nil }
            state.isDone = true
            return .found(state.spans.sorted { $0.range.lowerBound < $1.range.lowerBound })
        }
        if let result { completion(result) }
    }
}

import PIIScrubbing
import Synchronization

/// What became of a text.
enum PresidioAnswer: Sendable {
    case found([RecognizedSpan])
    case missing(reason: String)
    case failed(reason: String)
    case late
    case refused

    var outcome: RecognitionOutcome {
        switch self {
        case .found(let spans): .findings(spans)
        case .missing(let reason): .unavailable(reason: reason)
        case .failed(let reason): .failed(reason: reason)
        case .late: .failed(reason: "Presidio took too long")
        case .refused: .failed(reason: "too many texts wait for Presidio")
        }
    }

    /// Nil for what is not counted.
    fileprivate var counter: WritableKeyPath<PresidioRecognizer.Counts, Int>? {
        switch self {
        case .found: \.analyzed
        case .missing: nil
        case .failed: \.failed
        case .late: \.late
        case .refused: \.refused
        }
    }
}

/// An answer that somebody waits for: what comes first counts, the answer or that it is late.
final class PendingAnswer: Sendable {
    private let answer = Mutex<PresidioAnswer?>(nil)
    private let tally: PresidioTally

    init(_ tally: PresidioTally) {
        self.tally = tally
    }

    /// - Returns: whether it was the first.
    func set(_ new: PresidioAnswer) -> Bool {
        let isFirst = answer.withLock { answer in
            guard answer == nil else { return false }
            answer = new
            return true
        }
        if isFirst, let counter = new.counter { tally.count(counter) }
        return isFirst
    }

    /// The answer, or that it is late.
    func settle() -> PresidioAnswer {
        _ = set(.late)
        return answer.withLock { $0 } ?? .late
    }
}

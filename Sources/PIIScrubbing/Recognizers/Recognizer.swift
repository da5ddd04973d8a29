import Dispatch

/// Finds what patterns cannot, names and places: an extension point for models.
///
/// What it finds joins the patterns' findings before overlaps are settled, so it cannot tear a pattern's finding
/// apart. A scrubber may call it from any number of threads at once.
public protocol Recognizer: Sendable {
    /// Names the recognizer in findings, warnings and failures.
    var name: String { get }

    /// Looks at one text. Must return by the deadline of the request, with ``RecognitionOutcome/failed(reason:)``
    /// rather than with less than everything.
    func recognize(_ request: RecognitionRequest) -> RecognitionOutcome

    /// The same without holding a thread. Unless implemented it is the synchronous one, on a thread of the system's.
    func recognize(_ request: RecognitionRequest) async -> RecognitionOutcome
}

extension Recognizer {
    /// Asks the synchronous form on a thread of the system's: one of Swift's concurrency must not be held.
    public func recognize(_ request: RecognitionRequest) async -> RecognitionOutcome {
        let synchronously: @Sendable (RecognitionRequest) -> RecognitionOutcome = { recognize($0) }
        return await withCheckedContinuation { continuation in
            DispatchQueue.global().async {
                let outcome = Recognition.$isUnderWay.withValue(true) { synchronously(request) }
                continuation.resume(returning: outcome)
            }
        }
    }
}

/// Whether recognizers are at work: what they do themselves must not ask recognizers again.
package enum Recognition {
    @TaskLocal package static var isUnderWay = false
}

/// A text to look at, and until when.
public struct RecognitionRequest: Sendable {
    public let text: String
    /// When the outcome is no longer of use; nil for no bound.
    public let deadline: ContinuousClock.Instant?

    public init(text: String, deadline: ContinuousClock.Instant? = nil) {
        self.text = text
        self.deadline = deadline
    }
}

/// What a recognizer came to. There is no way to fail that reads as "nothing found".
public enum RecognitionOutcome: Sendable {
    /// All that is in the text; empty where nothing is.
    case findings([RecognizedSpan])
    /// What it needs is not installed. It does nothing, which is said once.
    case unavailable(reason: String)
    /// It should have worked and did not. The text is not passed on. The reason must not quote the text.
    case failed(reason: String)
}

/// What a recognizer found.
public struct RecognizedSpan: Sendable, Hashable {
    public let entity: Entity
    /// UTF-8 bytes of the text.
    public let range: Range<Int>
    /// Of two overlapping findings the one with the higher precedence stays whole. Built-in patterns have 10 to 90.
    /// From 0 to 1000: what lies beyond counts as the nearest of these.
    public let precedence: Int

    public init(entity: Entity, range: Range<Int>, precedence: Int = 5) {
        self.entity = entity
        self.range = range
        let allowed = PatternDefinition.precedences
        self.precedence = min(max(precedence, allowed.lowerBound), allowed.upperBound)
    }
}

import Foundation
public import PIIScrubbing
import Synchronization

/// Finds names and places with Microsoft Presidio, in a Python that runs inside the process.
///
/// Where Python, Presidio or a model is missing it does nothing, which is said once. Once it has worked, a text that it
/// cannot look at in time counts as failed and is not passed on. Any number of threads may use one; texts of several
/// are analyzed together, by one thread.
///
/// The first call loads the model, which takes seconds: call ``start()`` first.
///
/// ```swift
/// let presidio = PresidioRecognizer()
/// print(await presidio.start())
/// let scrubber = try Scrubber(configuration, recognizers: [presidio])
/// ```
public final class PresidioRecognizer: Recognizer {
    public let name = "presidio"

    /// Whether it works.
    public enum Status: Sendable, Hashable, CustomStringConvertible {
        case isReady
        /// Something is not installed; the reason says what.
        case isMissing(reason: String)

        public var description: String {
            switch self {
            case .isReady: "Presidio is ready"
            case .isMissing(let reason): "Presidio is not used: \(reason)"
            }
        }
    }

    private let worker: PresidioWorker

    /// - Parameter markers: what the scrubber writes in place of findings, which is no name.
    public init(_ configuration: PresidioConfiguration = PresidioConfiguration(), markers: [String] = ["[REDACTED]"]) {
        worker = PresidioWorker(configuration, markers: markers)
    }

    /// Loads Python, Presidio and the model, if that was not done before.
    ///
    /// - Returns: whether a sample was analyzed.
    @discardableResult
    public func start() async -> Status {
        await withCheckedContinuation { continuation in
            worker.start { continuation.resume(returning: $0) }
        }
    }

    public func recognize(_ request: RecognitionRequest) -> RecognitionOutcome {
        let answer = Answer()
        let done = DispatchSemaphore(value: 0)
        worker.add(request) { outcome in
            if answer.set(outcome) { done.signal() }
        }
        let limit = worker.deadline(of: request)
        let left = max(0, ContinuousClock.now.duration(to: limit) / .seconds(1))
        _ = done.wait(timeout: .now() + left)
        return answer.settle()
    }

    public func recognize(_ request: RecognitionRequest) async -> RecognitionOutcome {
        let answer = Answer()
        let limit = worker.deadline(of: request)
        return await withCheckedContinuation { continuation in
            let timer = Task {
                try? await Task.sleep(until: limit, clock: .continuous)
                // One that is cancelled is no more late than the answer is.
                if !Task.isCancelled, answer.set(Answer.late) { continuation.resume(returning: Answer.late) }
            }
            worker.add(request) { outcome in
                timer.cancel()
                if answer.set(outcome) { continuation.resume(returning: outcome) }
            }
        }
    }
}

/// What comes first counts: the outcome, or that it is late.
private final class Answer: Sendable {
    static let late = RecognitionOutcome.failed(reason: "Presidio took too long")

    private let outcome = Mutex<RecognitionOutcome?>(nil)

    /// - Returns: whether it was the first.
    func set(_ new: RecognitionOutcome) -> Bool {
        outcome.withLock { outcome in
            guard outcome == nil else { return false }
            outcome = new
            return true
        }
    }

    func settle() -> RecognitionOutcome {
        outcome.withLock { outcome in
            let last = outcome ?? Self.late
            outcome = last
            return last
        }
    }
}

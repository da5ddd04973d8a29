import Foundation
public import PIIScrubbing
import Synchronization

/// Finds names and places with Microsoft Presidio, in a Python that runs inside the process, or in processes of its own:
/// see ``PresidioConfiguration/workers``.
///
/// Where Python, Presidio or a model is missing it does nothing, which is said once. Once it has worked, a text that it
/// cannot look at in time counts as failed and is not passed on. Any number of threads may use one; texts of several
/// are analyzed together.
///
/// The first call loads the model, which takes seconds: call ``start()`` first.
///
/// ```swift
/// let presidio = PresidioRecognizer(configuration)
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

    private let queue: PresidioQueue
    private let tally = PresidioTally()

    /// - Parameter markers: what the scrubber writes in place of findings, which is no name.
    public convenience init(
        _ configuration: PresidioConfiguration = PresidioConfiguration(),
        markers: [String] = ["[REDACTED]"]
    ) {
        self.init(configuration, AnalyzerMaker(configuration, markers: markers))
    }

    /// One as the configuration of a scrubber asks for: ``ScrubberConfiguration/presidio``.
    public convenience init(_ configuration: ScrubberConfiguration) {
        self.init(configuration.presidio, markers: configuration.markers)
    }

    init(_ configuration: PresidioConfiguration, _ maker: any AnalyzerMaking) {
        queue = PresidioQueue(configuration, maker, tally: tally)
    }

    deinit {
        queue.close()
    }

    /// What became of texts so far.
    public var counts: Counts { tally.counts }

    /// What is used, as in "presidio-analyzer 2.2.366, spacy 3.8.18, model en_core_web_md 3.8.0"; nil until it is ready.
    public var versions: String? { queue.description }

    /// Of the workers that are there.
    var processes: [Int32] { queue.processes }

    /// Begins to load Python, Presidio and the model, if that was not done before, and waits for nothing.
    public func preload() {
        queue.start { _ in }
    }

    /// Loads Python, Presidio and the model, if that was not done before.
    ///
    /// - Returns: whether a sample was analyzed; with several workers, by the first of them.
    @discardableResult
    public func start() async -> Status {
        await withCheckedContinuation { continuation in
            queue.start { continuation.resume(returning: $0) }
        }
    }

    /// The same on the caller's thread, which must not be one of Swift's concurrency.
    @discardableResult
    public func start() -> Status {
        let status = Mutex<Status?>(nil)
        let done = DispatchSemaphore(value: 0)
        queue.start { known in
            status.withLock { $0 = known }
            done.signal()
        }
        done.wait()
        return status.withLock { $0 } ?? .isMissing(reason: "it does not start")
    }

    public func recognize(_ request: RecognitionRequest) -> RecognitionOutcome {
        let pending = PendingAnswer(tally)
        let done = DispatchSemaphore(value: 0)
        let deadline = deadline(of: request)
        analyze(
            PresidioQueue.Job(text: request.text, deadline: deadline) { answer in
                if pending.set(answer) { done.signal() }
            }
        )
        let left = max(0, ContinuousClock.now.duration(to: deadline) / .seconds(1))
        _ = done.wait(timeout: .now() + left)
        return pending.settle().outcome
    }

    public func recognize(_ request: RecognitionRequest) async -> RecognitionOutcome {
        let pending = PendingAnswer(tally)
        let deadline = deadline(of: request)
        return await withCheckedContinuation { continuation in
            let timer = Task {
                try? await Task.sleep(until: deadline, clock: .continuous)
                // One that is cancelled is no more late than the answer is.
                if !Task.isCancelled, pending.set(.late) {
                    continuation.resume(returning: PresidioAnswer.late.outcome)
                }
            }
            analyze(
                PresidioQueue.Job(text: request.text, deadline: deadline) { answer in
                    timer.cancel()
                    if pending.set(answer) { continuation.resume(returning: answer.outcome) }
                }
            )
        }
    }

    private func analyze(_ job: PresidioQueue.Job) {
        guard job.text.utf8.count > TextPieces.longest else { return queue.add(job) }
        LongText(job).run(in: queue, atOnce: 2 * max(1, queue.configuration.workers))
    }

    private func deadline(of request: RecognitionRequest) -> ContinuousClock.Instant {
        request.deadline ?? .now + queue.configuration.timeout
    }
}

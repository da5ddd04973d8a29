import Foundation
import PIIScrubbing
import Testing

@testable import PIIPresidio

/// Those that load models of their own, one after the other.
@Suite("workers", .serialized, .timeLimit(.minutes(10)))
enum WorkerTests {}

/// What tests of worker processes share.
enum Workers {
    static let sample = "My name is John Smith and I live in London."

    /// False where there is no Presidio, which is said, and nobody asked for it.
    static func arePossible() async throws -> Bool {
        let status = await PresidioTests.shared.start()
        if status == .isReady { return true }
        let isWanted = ![nil, "none"].contains(ProcessInfo.processInfo.environment["BOTANU_PYTHON"])
        try #require(!isWanted, "\(status)")
        print("SKIPPED: \(status)")
        return false
    }

    /// A recognizer, with all of its workers ready.
    static func recognizer(
        _ workers: Int,
        _ change: (inout PresidioConfiguration) -> Void = { _ in }
    ) async throws -> PresidioRecognizer {
        var configuration = PresidioConfiguration()
        configuration.workers = workers
        change(&configuration)
        let recognizer = PresidioRecognizer(configuration)
        try #require(await recognizer.start() == .isReady)
        try #require(await eventually { recognizer.processes.count == workers })
        return recognizer
    }

    /// Asks for texts, all at once.
    static func outcomes(
        _ recognizer: PresidioRecognizer,
        _ texts: [String],
        within limit: Duration? = .seconds(240)
    ) async -> [RecognitionOutcome] {
        await withTaskGroup(of: (Int, RecognitionOutcome).self) { group in
            for (index, text) in texts.enumerated() {
                group.addTask {
                    let request = RecognitionRequest(text: text, deadline: limit.map { .now + $0 })
                    return (index, await recognizer.recognize(request))
                }
            }
            let outcomes = await group.reduce(into: [Int: RecognitionOutcome]()) { $0[$1.0] = $1.1 }
            return texts.indices.compactMap { outcomes[$0] }
        }
    }

    static func outcome(
        _ recognizer: PresidioRecognizer,
        _ text: String = sample,
        within limit: Duration? = .seconds(240)
    ) async -> RecognitionOutcome {
        await recognizer.recognize(RecognitionRequest(text: text, deadline: limit.map { .now + $0 }))
    }

    /// Does what would hold a thread that others need.
    static func onThread<Result: Sendable>(_ work: @escaping @Sendable () throws -> Result) async throws -> Result {
        try await withCheckedThrowingContinuation { continuation in
            Thread { continuation.resume(with: Swift.Result(catching: work)) }.start()
        }
    }

    /// Whether something comes true before long.
    static func eventually(_ condition: () -> Bool) async -> Bool {
        let limit = ContinuousClock.now + .seconds(240)
        while !condition() {
            guard ContinuousClock.now < limit else { return false }
            try? await Task.sleep(for: .milliseconds(20))
        }
        return true
    }

    /// Whether a process is there and is no zombie; where there is no `/proc` a zombie counts.
    static func isRunning(_ process: Int32) -> Bool {
        guard kill(process, 0) == 0 else { return false }
        guard let status = try? String(contentsOfFile: "/proc/\(process)/stat", encoding: .utf8) else { return true }
        return status.split(separator: ")").last?.hasPrefix(" Z") != true
    }

    /// Whether nothing is left of a process, no zombie either.
    static func isGone(_ process: Int32) -> Bool { kill(process, 0) != 0 }
}

extension RecognitionOutcome {
    var spans: [RecognizedSpan]? {
        guard case .findings(let spans) = self else { return nil }
        return spans
    }

    var failure: String? {
        guard case .failed(let reason) = self else { return nil }
        return reason
    }
}

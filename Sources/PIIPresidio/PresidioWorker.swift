import Foundation
import PIIScrubbing
import Synchronization

/// The one thread that runs Python: it takes what waits, in batches.
final class PresidioWorker: Sendable {
    typealias Completion = @Sendable (RecognitionOutcome) -> Void

    private struct Job: Sendable {
        var text: String
        var deadline: ContinuousClock.Instant
        var completion: Completion
    }

    private struct State {
        var jobs: [Job] = []
        var starters: [@Sendable (PresidioRecognizer.Status) -> Void] = []
        var status: PresidioRecognizer.Status?
        var hasThread = false
    }

    private let configuration: PresidioConfiguration
    private let markers: [String]
    private let state = Mutex(State())
    private let wakes = DispatchSemaphore(value: 0)
    /// Models use deep stacks.
    private static let stackBytes = 16 << 20

    init(_ configuration: PresidioConfiguration, markers: [String]) {
        self.configuration = configuration
        self.markers = markers
    }

    func deadline(of request: RecognitionRequest) -> ContinuousClock.Instant {
        request.deadline ?? .now + configuration.timeout
    }

    func start(_ completion: @escaping @Sendable (PresidioRecognizer.Status) -> Void) {
        let known = state.withLock { state -> PresidioRecognizer.Status? in
            if state.status == nil { state.starters.append(completion) }
            return state.status
        }
        if let known { completion(known) } else { runThread() }
    }

    func add(_ request: RecognitionRequest, _ completion: @escaping Completion) {
        let job = Job(text: request.text, deadline: deadline(of: request), completion: completion)
        let refusal = state.withLock { state -> RecognitionOutcome? in
            if case .isMissing(let reason)? = state.status { return .unavailable(reason: reason) }
            guard state.jobs.count < configuration.queueLimit else {
                return .failed(reason: "too many texts wait for Presidio")
            }
            state.jobs.append(job)
            return nil
        }
        if let refusal { completion(refusal) } else { runThread() }
    }

    private func runThread() {
        let isFirst = state.withLock { state in
            defer { state.hasThread = true }
            return !state.hasThread
        }
        if isFirst {
            // It ends with the process, which need not wait for it.
            let thread = Thread { self.run() }
            thread.name = "presidio"
            thread.stackSize = Self.stackBytes
            thread.start()
        }
        wakes.signal()
    }

    private func run() {
        let interpreter: Interpreter
        do throws(Interpreter.Failure) {
            interpreter = try Interpreter(configuration, markers: markers)
            try selfTest(interpreter)
        } catch {
            // Whatever keeps it from starting, it was never there.
            settle(.isMissing(reason: error.reason))
            return
        }
        settle(.isReady)
        while true {
            let jobs = state.withLock { state in
                let jobs = Array(state.jobs.prefix(max(1, configuration.batchSize)))
                state.jobs.removeFirst(jobs.count)
                return jobs
            }
            if jobs.isEmpty { wakes.wait() } else { work(jobs, interpreter) }
        }
    }

    private func settle(_ status: PresidioRecognizer.Status) {
        let (starters, jobs) = state.withLock { state in
            state.status = status
            defer { state.starters = [] }
            var jobs: [Job] = []
            if case .isMissing = status { swap(&jobs, &state.jobs) }
            return (state.starters, jobs)
        }
        for starter in starters { starter(status) }
        if case .isMissing(let reason) = status {
            for job in jobs { job.completion(.unavailable(reason: reason)) }
        }
    }

    private func selfTest(_ interpreter: Interpreter) throws(Interpreter.Failure) {
        let sample = "My name is John Smith and I live in London."
        let packed = try interpreter.analyze([sample])
        guard let found = RecognizedSpans(packed, texts: [sample], configuration.entities)?.all.first else {
            throw Interpreter.Failure(isMissing: false, reason: "what Presidio answers is not understood")
        }
        let needsModel = configuration.entities.contains(.person) || configuration.entities.contains(.location)
        if needsModel, found.isEmpty {
            throw Interpreter.Failure(isMissing: false, reason: "the model finds no name in a sample")
        }
    }

    private func work(_ jobs: [Job], _ interpreter: Interpreter) {
        let now = ContinuousClock.now
        // Nobody waits any more for those.
        let open = jobs.filter { $0.deadline > now }
        for job in jobs where job.deadline <= now { job.completion(.failed(reason: "Presidio took too long")) }
        guard !open.isEmpty else { return }
        let texts = open.map(\.text)
        do throws(Interpreter.Failure) {
            guard let found = RecognizedSpans(try interpreter.analyze(texts), texts: texts, configuration.entities)
            else {
                throw Interpreter.Failure(isMissing: false, reason: "what Presidio answers is not understood")
            }
            for (job, spans) in zip(open, found.all) { job.completion(.findings(spans)) }
        } catch {
            // One text must not take those with it that came along.
            if open.count > 1 {
                for job in open { work([job], interpreter) }
            } else {
                open[0].completion(.failed(reason: "Presidio failed: \(error.reason)"))
            }
        }
    }
}

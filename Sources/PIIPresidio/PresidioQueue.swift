import Foundation
import PIIScrubbing
import Synchronization

/// Texts that wait, and the threads that take them, in batches.
final class PresidioQueue: Sendable {
    struct Job: Sendable {
        var text: String
        var deadline: ContinuousClock.Instant
        var completion: @Sendable (PresidioAnswer) -> Void
        /// Whether it failed with others and is tried without them.
        var isAlone = false
        /// How many processes ended while they had it.
        var deaths = 0
    }

    typealias Starter = @Sendable (PresidioRecognizer.Status) -> Void

    private struct State {
        var jobs: [Job] = []
        var starters: [Starter] = []
        var status: PresidioRecognizer.Status?
        /// What is used.
        var description: String?
        var hasThreads = false
        var failedStarts = 0
        var isClosed = false
        /// Of the workers that are there, by thread.
        var processes: [Int: Int32] = [:]

        var isOver: Bool {
            if case .isMissing? = status { return true }
            return isClosed
        }
    }

    let configuration: PresidioConfiguration
    private let maker: any AnalyzerMaking
    private let tally: PresidioTally
    private let state = Mutex(State())
    /// Signalled for every text. Who finds none waits again.
    private let wakes = DispatchSemaphore(value: 0)
    /// Signalled once for every thread.
    private let ends = DispatchSemaphore(value: 0)
    /// Models use deep stacks.
    private static let stackBytes = 16 << 20
    /// Short texts gain from company; long ones would only wait for each other.
    private static let batchBytes = 8 << 10
    /// How long a thread waits before it looks whether its process is still there.
    private static let longestWait = 1.0

    init(_ configuration: PresidioConfiguration, _ maker: any AnalyzerMaking, tally: PresidioTally) {
        self.configuration = configuration
        self.maker = maker
        self.tally = tally
    }

    private var threads: Int { max(1, configuration.workers) }
    var isOver: Bool { state.withLock { $0.isOver } }
    /// Whether it is not known yet if there is anything to be started.
    var isUndecided: Bool { state.withLock { $0.status == nil } }
    var description: String? { state.withLock { $0.description } }
    var processes: [Int32] { state.withLock { Array($0.processes.values) } }

    // MARK: Callers

    func start(_ completion: @escaping Starter) {
        let known = state.withLock { state -> PresidioRecognizer.Status? in
            if state.status == nil { state.starters.append(completion) }
            return state.status
        }
        if let known { completion(known) } else { runThreads() }
    }

    func add(_ job: Job) {
        let now = ContinuousClock.now
        let (refusal, late) = state.withLock { state -> (PresidioAnswer?, [Job]) in
            if case .isMissing(let reason)? = state.status { return (.missing(reason: reason), []) }
            guard !state.isClosed else { return (.failed(reason: "Presidio has ended"), []) }
            // Nobody waits any more for what is late: it takes no room.
            let late = state.jobs.count < configuration.queueLimit ? [] : Self.removeLate(&state.jobs, now)
            guard state.jobs.count < configuration.queueLimit else { return (.refused, late) }
            state.jobs.append(job)
            return (nil, late)
        }
        for job in late { job.completion(.late) }
        if let refusal { job.completion(refusal) } else { runThreads() }
    }

    /// Ends the threads, and with them their processes.
    func close() {
        let jobs = state.withLock { state in
            state.isClosed = true
            defer { state.jobs = [] }
            return state.jobs
        }
        for job in jobs { job.completion(.failed(reason: "Presidio has ended")) }
        endThreads()
    }

    private func runThreads() {
        let isFirst = state.withLock { state in
            defer { state.hasThreads = true }
            return !state.hasThreads
        }
        if isFirst {
            for number in 0..<threads {
                // It ends with the process, which need not wait for it.
                let thread = Thread {
                    PresidioThread(self, self.maker, self.tally, number: number).run()
                    // A thread that has run Python and ends while the process exits would put away what libraries are
                    // putting away already.
                    while self.configuration.workers == 0 { Thread.sleep(forTimeInterval: 3600) }
                }
                thread.name = "presidio-\(number)"
                thread.stackSize = Self.stackBytes
                thread.start()
            }
        }
        wakes.signal()
    }

    private func endThreads() {
        for _ in 0..<threads {
            wakes.signal()
            ends.signal()
        }
    }

    private static func removeLate(_ jobs: inout [Job], _ now: ContinuousClock.Instant) -> [Job] {
        let late = jobs.filter { $0.deadline <= now }
        if !late.isEmpty { jobs.removeAll { $0.deadline <= now } }
        return late
    }

    // MARK: Threads

    /// What is to be analyzed together: nothing where nothing came for a while, nil at the end.
    func take() -> [Job]? {
        guard let waiting = takeWaiting() else { return nil }
        guard waiting.isEmpty else { return waiting }
        let longest = configuration.workers > 0 ? DispatchTime.now() + Self.longestWait : .distantFuture
        _ = wakes.wait(timeout: longest)
        return takeWaiting()
    }

    /// Puts back what was not answered, before all others.
    func putBack(_ jobs: [Job]) {
        let isOver = state.withLock { state in
            if !state.isOver { state.jobs.insert(contentsOf: jobs, at: 0) }
            return state.isOver
        }
        for job in jobs {
            if isOver { job.completion(.failed(reason: "Presidio has ended")) } else { wakes.signal() }
        }
    }

    /// - Returns: whether to go on afterwards.
    func pause(_ duration: Duration) -> Bool {
        ends.wait(timeout: .now() + duration / .seconds(1)) == .timedOut
    }

    func setProcess(_ process: Int32?, of thread: Int) {
        state.withLock { $0.processes[thread] = process }
    }

    func hasStarted(_ description: String) {
        settle { state in
            state.description = description
            return .isReady
        }
    }

    /// Whatever keeps all from starting, they were never there.
    func firstStartFailed(_ reason: String) {
        settle { state in
            state.failedStarts += 1
            return state.failedStarts == threads ? .isMissing(reason: reason) : nil
        }
    }

    private func takeWaiting() -> [Job]? {
        let now = ContinuousClock.now
        let (taken, late) = state.withLock { state -> ([Job]?, [Job]) in
            guard !state.isOver else { return (nil, []) }
            let late = Self.removeLate(&state.jobs, now)
            let count = batchCount(state.jobs)
            defer { state.jobs.removeFirst(count) }
            return (Array(state.jobs.prefix(count)), late)
        }
        for job in late { job.completion(.late) }
        return taken
    }

    private func batchCount(_ jobs: [Job]) -> Int {
        guard let first = jobs.first else { return 0 }
        guard !first.isAlone else { return 1 }
        // All threads get some of what waits.
        let share = min(max(1, configuration.batchSize), (jobs.count + threads - 1) / threads)
        var bytes = 0
        let others = jobs.prefix(share).prefix { job in
            bytes += job.text.utf8.count
            return !job.isAlone && bytes <= Self.batchBytes
        }
        return max(1, others.count)
    }

    private func settle(_ decide: (inout State) -> PresidioRecognizer.Status?) {
        let (status, starters, jobs) = state.withLock { state in
            // What was decided stays.
            guard state.status == nil, let status = decide(&state) else {
                return (nil as PresidioRecognizer.Status?, [Starter](), [Job]())
            }
            state.status = status
            defer { state.starters = [] }
            var jobs: [Job] = []
            if case .isMissing = status { swap(&jobs, &state.jobs) }
            return (status, state.starters, jobs)
        }
        guard let status else { return }
        for starter in starters { starter(status) }
        if case .isMissing(let reason) = status {
            for job in jobs { job.completion(.missing(reason: reason)) }
            endThreads()
        }
    }
}

import PIIScrubbing

/// One of the threads that analyze: it makes what it needs for that, and makes it anew when that has died.
struct PresidioThread {
    private let queue: PresidioQueue
    private let maker: any AnalyzerMaking
    private let tally: PresidioTally
    private let number: Int

    private static let shortestPause = Duration.milliseconds(100)
    private static let longestPause = Duration.seconds(10)
    /// What takes that long is not ended because its callers were in a hurry: a new start would take longer.
    private static let leastTime = Duration.seconds(2)

    init(_ queue: PresidioQueue, _ maker: any AnalyzerMaking, _ tally: PresidioTally, number: Int) {
        self.queue = queue
        self.maker = maker
        self.tally = tally
        self.number = number
    }

    func run() {
        var pause = Self.shortestPause
        var isFirst = true
        while !queue.isOver {
            do throws(AnalysisFailure) {
                let analyzer = try maker.make { [queue] in !queue.isOver }
                isFirst = false
                queue.hasStarted(analyzer.description)
                queue.setProcess(analyzer.process, of: number)
                defer { queue.setProcess(nil, of: number) }
                try work(analyzer) { pause = Self.shortestPause }
                return
            } catch {
                if isFirst { queue.firstStartFailed(error.reason) }
                isFirst = false
            }
            // Whether it is worth another start shows where others are started.
            while queue.isUndecided {
                guard queue.pause(Self.shortestPause) else { return }
            }
            guard queue.pause(pause) else { return }
            pause = min(pause * 2, Self.longestPause)
            tally.count(\.restarts)
        }
    }

    /// Takes batches until the end.
    ///
    /// - Throws: why another analyzer is needed.
    private func work(_ analyzer: any Analyzer, onSuccess: () -> Void) throws(AnalysisFailure) {
        while let jobs = queue.take() {
            guard analyzer.isAlive else {
                // These had no part in it.
                queue.putBack(jobs)
                throw AnalysisFailure(kind: .died, reason: "the process ended")
            }
            guard !jobs.isEmpty else { continue }
            do throws(AnalysisFailure) {
                let found = try analyzer.spans(in: jobs.map(\.text), queue.configuration.findable, by: limit(of: jobs))
                for (job, spans) in zip(jobs, found) { job.completion(.found(spans)) }
                onSuccess()
            } catch {
                settle(jobs, error)
                if error.kind == .died || error.kind == .late { throw error }
            }
        }
    }

    /// When nobody waits any more for any of them.
    private func limit(of jobs: [PresidioQueue.Job]) -> ContinuousClock.Instant {
        jobs.reduce(.now + min(queue.configuration.timeout, Self.leastTime)) { max($0, $1.deadline) }
    }

    /// One text must not take those with it that came along: they are tried one by one.
    private func settle(_ jobs: [PresidioQueue.Job], _ error: AnalysisFailure) {
        var again: [PresidioQueue.Job] = []
        for var job in jobs {
            let isLast = error.kind == .died ? job.deaths > 0 : jobs.count == 1
            if error.kind == .late {
                job.completion(.late)
            } else if isLast {
                job.completion(.failed(reason: "Presidio failed: \(error.reason)"))
            } else {
                job.isAlone = true
                if error.kind == .died { job.deaths += 1 }
                again.append(job)
            }
        }
        queue.putBack(again)
    }
}

import Foundation
import PIIScrubbing
import Synchronization
import Testing

@testable import PIIPresidio

/// With stand-ins for workers, which die when they are told to.
@Suite("analyzers that die", .timeLimit(.minutes(15)))
struct AnalyzerDeathTests {
    private func recognizer(_ maker: StandInMaker, workers: Int = 1) -> PresidioRecognizer {
        var configuration = PresidioConfiguration()
        configuration.workers = workers
        return PresidioRecognizer(configuration, maker)
    }

    @Test("one text takes none with it that came along, and is tried twice", arguments: [1, 2, 3])
    func deadly(workers: Int) async {
        let maker = StandInMaker()
        let recognizer = recognizer(maker, workers: workers)
        let texts = (0..<40).map { $0 == 7 ? "die" : $0 == 9 ? "fail" : $0 == 11 ? "lie" : "\($0)" }
        for (text, outcome) in zip(texts, await Workers.outcomes(recognizer, texts)) {
            switch text {
            case "die": #expect(outcome.failure == "Presidio failed: the process ended")
            case "fail": #expect(outcome.failure == "Presidio failed: ValueError")
            case "lie": #expect(outcome.failure == "Presidio failed: what Presidio answers is not understood")
            default: #expect(outcome.spans?.isEmpty == true, "\(outcome)")
            }
        }
        #expect(maker.asked.withLock { $0 }.filter { $0.contains("die") }.count == 2)
        let counts = recognizer.counts
        #expect((counts.analyzed, counts.failed, counts.late, counts.refused) == (37, 3, 0, 0))
        #expect(await Workers.eventually { recognizer.counts.restarts == 2 })
        #expect(await Workers.outcome(recognizer, "after").spans != nil)
    }

    @Test("who ended before it was asked fails nothing")
    func deadBefore() async {
        let maker = StandInMaker()
        let recognizer = recognizer(maker)
        for _ in 0..<3 {
            #expect(await Workers.outcome(recognizer, "last").spans != nil)
            #expect(await Workers.outcome(recognizer, "next").spans != nil)
        }
        #expect(recognizer.counts.restarts >= 3)
        #expect(recognizer.counts.failed == 0)
    }

    @Test("while none can be started texts fail in time, and go on afterwards")
    func noneStarts() async {
        let maker = StandInMaker()
        let recognizer = recognizer(maker)
        #expect(await recognizer.start() == .isReady)
        maker.canStart.store(false, ordering: .relaxed)
        #expect(
            await Workers.outcome(recognizer, "die", within: .milliseconds(300)).failure == "Presidio took too long"
        )
        #expect(await Workers.outcome(recognizer, "x", within: .milliseconds(300)).failure == "Presidio took too long")
        #expect(recognizer.counts.late == 2)
        maker.canStart.store(true, ordering: .relaxed)
        #expect(await Workers.outcome(recognizer, "x").spans != nil)
    }

    @Test("what never started was never there; one of several will do")
    func firstStarts() async {
        let none = StandInMaker(failingStarts: 3)
        #expect(await recognizer(none, workers: 3).start() == .isMissing(reason: "no start"))
        let some = StandInMaker(failingStarts: 2)
        let three = recognizer(some, workers: 3)
        #expect(await three.start() == .isReady)
        #expect(await Workers.outcome(three, "x").spans != nil)
    }

    @Test("texts that nobody waits for any more take no room")
    func lateOnes() async {
        let maker = StandInMaker()
        var configuration = PresidioConfiguration()
        (configuration.workers, configuration.queueLimit) = (2, 4)
        maker.isSlow.store(true, ordering: .relaxed)
        let recognizer = PresidioRecognizer(configuration, maker)
        let late = await Workers.outcomes(recognizer, ["1", "2", "3", "4"], within: .milliseconds(20))
        #expect(late.allSatisfy { $0.failure == "Presidio took too long" })
        let next = await Workers.outcomes(recognizer, ["1", "2", "3", "4", "5"], within: .milliseconds(20))
        #expect(next.filter { $0.failure == "too many texts wait for Presidio" }.count == 1)
        #expect(recognizer.counts.refused == 1)
        #expect(recognizer.counts.late == 8)
    }

    @Test("those that are still being started end with the recognizer")
    func released() async {
        let maker = StandInMaker()
        maker.isSlow.store(true, ordering: .relaxed)
        var recognizer: PresidioRecognizer? = recognizer(maker, workers: 2)
        weak let released = recognizer
        _ = await recognizer?.recognize(RecognitionRequest(text: "x", deadline: .now + .milliseconds(20)))
        recognizer = nil
        #expect(released == nil)
        #expect(await Workers.eventually { maker.unwanted.load(ordering: .relaxed) == 2 })
    }
}

/// Makes stand-ins.
final class StandInMaker: AnalyzerMaking {
    let canStart = Atomic(true)
    /// Whether a start takes as long as it may.
    let isSlow = Atomic(false)
    let unwanted = Atomic(0)
    let asked = Mutex<[[String]]>([])
    private let failingStarts: Atomic<Int>

    init(failingStarts: Int = 0) {
        self.failingStarts = Atomic(failingStarts)
    }

    func make(isWanted: @escaping @Sendable () -> Bool) throws(AnalysisFailure) -> any Analyzer {
        while isSlow.load(ordering: .relaxed) {
            guard isWanted() else {
                unwanted.add(1, ordering: .relaxed)
                throw AnalysisFailure(kind: .died, reason: "unwanted")
            }
            Thread.sleep(forTimeInterval: 0.01)
        }
        let isRefused = failingStarts.subtract(1, ordering: .relaxed).oldValue > 0
        guard canStart.load(ordering: .relaxed), !isRefused else {
            throw AnalysisFailure(kind: .failed, reason: "no start")
        }
        return StandIn(maker: self)
    }
}

/// Does what a text says, and finds nothing.
final class StandIn: Analyzer {
    private let maker: StandInMaker
    private(set) var isAlive = true
    let description = "stand-in"
    var process: Int32? { nil }

    init(maker: StandInMaker) {
        self.maker = maker
    }

    func analyze(_ texts: [String], by limit: ContinuousClock.Instant) throws(AnalysisFailure) -> [UInt8] {
        maker.asked.withLock { $0.append(texts) }
        if texts.contains("die") { throw AnalysisFailure(kind: .died, reason: "the process ended") }
        if texts.contains("fail") { throw AnalysisFailure(kind: .failed, reason: "ValueError") }
        if texts.contains("lie") { return [1] }
        if texts.contains("last") { isAlive = false }
        return [UInt8](repeating: 0, count: 4 * texts.count)
    }
}

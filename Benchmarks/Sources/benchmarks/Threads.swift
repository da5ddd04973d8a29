import ArgumentParser
import CYardstick
import Dispatch
import Foundation
import PIIScrubbing
import Synchronization

/// What more threads bring: one shared scrubber, beside plain C with all its own for each thread.
struct Threads: ParsableCommand {
    static let configuration = CommandConfiguration(abstract: "Speed by the wall clock on one thread and on several.")

    @OptionGroup var corpusOptions: CorpusOptions
    @OptionGroup var report: Report

    @Option(help: "How many threads. Default: all cores.")
    var threads = ProcessInfo.processInfo.activeProcessorCount

    private static let widths = [9, 18, -8, -9, -9, -9]

    /// What one thread runs. `@unchecked`: the yardstick's is not safe to share, and each has its own.
    private struct Worker: @unchecked Sendable {
        let run: (String) -> Int
    }

    func run() throws {
        guard threads > 0 else { throw ValidationError("--threads must be 1 or more") }
        let yardsticks = try (0..<threads).map { _ in try Yardstick() }
        var contenders = [("yardstick", yardsticks.map { yardstick in Worker { yardstick.replace($0) } })]
        for set in [PatternSet.reference, .builtin] {
            let scrubber = try set.scrubber(folder: corpusOptions.patterns)
            let worker = Worker { scrubber.scrub($0).utf8.count }
            contenders.append(("ours, \(set.rawValue)", [Worker](repeating: worker, count: threads)))
        }
        report.header(["corpus", "contender", "threads", "MB/s", "ratio", "× one"], widths: Self.widths)
        for corpus in try corpusOptions.load() {
            try measure(contenders, corpus)
        }
    }

    private func measure(_ contenders: [(name: String, workers: [Worker])], _ corpus: Corpus) throws {
        let counts = threads == 1 ? [1] : [1, threads]
        var times = [[[Double]]](repeating: [[Double]](repeating: [], count: counts.count), count: contenders.count)
        for repetition in -1..<corpusOptions.repetitions {
            for (index, contender) in contenders.enumerated() {
                for (place, count) in counts.enumerated() {
                    let seconds = Self.time(contender.workers.prefix(count), corpus.documents)
                    if repetition >= 0 { times[index][place].append(seconds) }
                }
            }
        }
        for (index, contender) in contenders.enumerated() {
            for (place, count) in counts.enumerated() {
                let speed = Double(corpus.size) / 1e6 / times[index][place].median
                let ratio = zip(times[0][place], times[index][place]).map { $0 / $1 }.median
                let scaling = zip(times[index][0], times[index][place]).map { $0 / $1 }.median
                try report.row(
                    [corpus.name, contender.name, String(count), speed.short, ratio.short, scaling.short],
                    widths: Self.widths,
                    [
                        "part": "threads", "corpus": corpus.name, "contender": contender.name, "threads": count,
                        "speed": speed, "ratio": ratio, "scaling": scaling,
                    ]
                )
            }
        }
    }

    /// Seconds by the wall clock until the threads have taken and done all documents, 64 at a time.
    private static func time(_ workers: ArraySlice<Worker>, _ documents: [String]) -> Double {
        let next = Atomic(0)
        let start = yardstick_wall_time()
        DispatchQueue.concurrentPerform(iterations: workers.count) { index in
            var sum = 0
            while true {
                let first = next.add(64, ordering: .relaxed).oldValue
                guard first < documents.count else { break }
                for document in documents[first..<min(first + 64, documents.count)] {
                    sum &+= workers[index].run(document)
                }
            }
            keep(sum)
        }
        return Double(yardstick_wall_time() - start) / 1e9
    }
}

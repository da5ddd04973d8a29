import ArgumentParser
import CPeer

/// How often one call allocates memory, once everything is warm.
struct Allocations: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Allocations of one call; needs the counter of build-peers to be preloaded."
    )

    @OptionGroup var corpusOptions: CorpusOptions
    @OptionGroup var report: Report

    private static let widths = [9, -6, 10, 18, -12]

    func run() throws {
        guard allocation_count() != UInt64.max else {
            throw BenchmarkError("the counter is not there: LD_PRELOAD=.build/peers/malloc-counter.so")
        }
        let folder = corpusOptions.patterns
        let contenders: [Contender] = try [
            .yardstick(.replace), .ours(.replace, .reference, folder: folder),
            .ours(.replace, .builtin, folder: folder),
        ]
        report.header(["corpus", "bytes", "messages", "contender", "allocations"], widths: Self.widths)
        for samples in try Samples.all(of: corpusOptions.load(), count: 1000) {
            for contender in contenders {
                var sum = 0
                for text in samples.texts { sum &+= try contender.run(text) }
                let start = allocation_count()
                for text in samples.texts { sum &+= try contender.run(text) }
                let allocations = Double(allocation_count() - start) / Double(samples.texts.count)
                keep(sum)
                try report.row(
                    [samples.corpus, String(samples.size), samples.name, contender.name, allocations.short],
                    widths: Self.widths,
                    [
                        "part": "allocations", "corpus": samples.corpus, "size": samples.size,
                        "messages": samples.name, "contender": contender.name, "allocations": allocations,
                    ]
                )
            }
        }
    }
}

import ArgumentParser
import CYardstick

/// How long one call takes: the middle, the slowest of a hundred and of a thousand.
struct Latency: ParsableCommand {
    static let configuration = CommandConfiguration(abstract: "Microseconds of one call on messages of 256 B to 4 KB.")

    @OptionGroup var corpusOptions: CorpusOptions
    @OptionGroup var report: Report

    @Option(help: "How many calls to time.")
    var calls = 10_000

    private static let widths = [9, -6, 10, 18, -9, -9, -9]

    func run() throws {
        guard calls >= 1000 else { throw ValidationError("--calls must be 1000 or more") }
        let folder = corpusOptions.patterns
        let contenders: [Contender] = try [
            .yardstick(.replace), .ours(.replace, .reference, folder: folder),
            .ours(.replace, .builtin, folder: folder),
        ]
        report.header(
            ["corpus", "bytes", "messages", "contender", "p50 µs", "p99 µs", "p99.9 µs"],
            widths: Self.widths
        )
        for corpus in try corpusOptions.load() {
            for samples in try Samples.all(of: [corpus], count: calls) {
                try measure(contenders, samples)
            }
        }
    }

    private func measure(_ contenders: [Contender], _ samples: Samples) throws {
        var times = [[Double]](repeating: [], count: contenders.count)
        var sum = 0
        for call in -500..<calls {
            let text = samples.texts[(call + 500) % samples.texts.count]
            for (index, contender) in contenders.enumerated() {
                let start = yardstick_wall_time()
                sum &+= try contender.run(text)
                let end = yardstick_wall_time()
                // The first calls only warm up.
                if call >= 0 { times[index].append(Double(end - start) / 1000) }
            }
        }
        keep(sum)
        for (index, contender) in contenders.enumerated() {
            let sorted = times[index].sorted()
            let quantiles = [500, 990, 999].map { sorted[sorted.count * $0 / 1000] }
            try report.row(
                [samples.corpus, String(samples.size), samples.name, contender.name] + quantiles.map(\.short),
                widths: Self.widths,
                [
                    "part": "latency", "corpus": samples.corpus, "size": samples.size, "messages": samples.name,
                    "contender": contender.name, "p50": quantiles[0], "p99": quantiles[1], "p999": quantiles[2],
                ]
            )
        }
    }
}

import ArgumentParser
import CYardstick

/// What making a scrubber costs, and the first call, which finds everything cold.
struct Building: ParsableCommand {
    static let configuration = CommandConfiguration(abstract: "Milliseconds to make a scrubber and for its first call.")

    @OptionGroup var corpusOptions: CorpusOptions
    @OptionGroup var report: Report

    private static let widths = [16, -12, -14]

    func run() throws {
        let text = try Corpus(named: "dense", folder: corpusOptions.folder, maximumBytes: 4096).documents.joined()
        report.header(["patterns", "making ms", "first call ms"], widths: Self.widths)
        for set in PatternSet.allCases {
            var making: [Double] = []
            var first: [Double] = []
            for _ in 0..<corpusOptions.repetitions {
                let start = yardstick_process_time()
                let scrubber = try set.scrubber(folder: corpusOptions.patterns)
                let made = yardstick_process_time()
                keep(scrubber.scrub(text).utf8.count)
                let called = yardstick_process_time()
                making.append(Double(made - start) / 1e6)
                first.append(Double(called - made) / 1e6)
            }
            try report.row(
                [set.rawValue, making.median.short, first.median.short],
                widths: Self.widths,
                ["part": "building", "set": set.rawValue, "making": making.median, "first": first.median]
            )
        }
    }
}

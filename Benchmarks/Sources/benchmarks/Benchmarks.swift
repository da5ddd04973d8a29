import ArgumentParser

@main
struct Benchmarks: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "benchmarks",
        abstract: "Measures the scrubber beside plain PCRE2 and other peers, interleaved in one process.",
        subcommands: [
            Throughput.self, Latency.self, Threads.self, Allocations.self, Building.self, Hostile.self,
            Tracking.self,
        ],
        defaultSubcommand: Throughput.self
    )
}

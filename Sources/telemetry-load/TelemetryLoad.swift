import ArgumentParser
import BotanuOTLP
import BotanuSDK
import Foundation
import InMemoryTracing
import Logging
import ServiceLifecycle
import UnixSignals

/// Makes spans at a rate, exports them as the environment says, and says what became of them: for soak tests, tests of
/// crashes, and benchmarks.
@main
struct TelemetryLoad: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "telemetry-load",
        abstract: "Makes spans at a rate and exports them."
    )

    @Option(help: "Spans to make.")
    var spans = 100_000
    @Option(help: "Spans a second; 0 for as many as there can be.")
    var rate = 0
    @Option(help: "Threads that make them.")
    var threads = 1
    @Option(help: "Bytes of prose that each captures as its prompt.")
    var content = 0
    @Option(help: "Waits after so many until they are exported; 0 for never.")
    var pause = 0
    @Option(help: "Seconds that the last export may take.")
    var shutdown = 30.0
    @Flag(help: "Says how long calls take their caller: median, 99 % and 99.9 %, in microseconds.")
    var latency = false
    @Flag(help: "Makes one span of each kind in place of many of one.")
    var variety = false
    @Flag(help: "Binds the tracer to a scope, where trackers look it up.")
    var bound = false
    @Flag(help: "Lets another tracer be there first, as an application may.")
    var foreign = false
    @Flag(help: "Runs as a service until SIGTERM.")
    var service = false
    @Flag(help: "Says how far it is, a line for each 1000 spans and the statistics of the export.")
    var progress = false

    func run() async throws {
        let tracer = InMemoryTracer()
        if foreign { InstrumentationSystem.bootstrap(tracer) }
        let telemetry = try Botanu.enable()
        if service {
            Botanu.trackToolCall("before the signal") { _ in }
            let group = ServiceGroup(
                services: [telemetry],
                gracefulShutdownSignals: [.sigterm],
                logger: Logger(label: "telemetry-load")
            )
            FileHandle.standardOutput.write(Data("running\n".utf8))
            try await group.run()
            report(made: .zero, total: .zero)
            return
        }
        if variety {
            if bound {
                withTracer(Botanu.stamping(InstrumentationSystem.tracer)) { Variety.track() }
            } else {
                Variety.track()
            }
            await Botanu.shutdown()
            return
        }
        let allocations = Self.allocations
        let start = ContinuousClock.now
        let text = Self.prose(content)
        let share = spans / max(1, threads)
        await withTaskGroup(of: Void.self) { group in
            for thread in 0..<max(1, threads) {
                group.addTask { await make(share, text, thread) }
            }
        }
        let made = start.duration(to: .now)
        await Botanu.shutdown(within: .seconds(shutdown))
        let total = start.duration(to: .now)
        report(made: made, total: total, allocations: Self.allocations - allocations)
        if foreign { print("foreign spans: \(tracer.finishedSpans.count)") }
    }

    private func make(_ count: Int, _ text: String, _ thread: Int) async {
        let start = ContinuousClock.now
        let rate = Double(rate) / Double(max(1, threads))
        // Options are slow to ask for.
        let (progress, pause, latency) = (progress, pause, latency)
        var times: [Duration] = []
        if latency { times.reserveCapacity(count) }
        for number in 0..<count {
            let began = latency ? ContinuousClock.now : start
            Botanu.trackLLMCall(provider: "openai", model: "gpt-4") { call in
                call.setTokens(input: 150, output: 200).setRequestID(provider: "chatcmpl-abc123")
                if !text.isEmpty { call.setInputContent(text) }
            }
            if latency { times.append(began.duration(to: .now)) }
            if progress, number % 1000 == 999 { tell(thread, number + 1) }
            if pause > 0, number % pause == pause - 1 { _ = await Botanu.flush(within: .seconds(60)) }
            guard rate > 0, number % 16 == 15 else { continue }
            let due = start + .seconds(Double(number + 1) / rate)
            if due > .now { try? await Task.sleep(until: due, clock: .continuous) }
        }
        if latency { tell(times) }
    }

    private func tell(_ times: [Duration]) {
        let sorted = times.sorted()
        let shown = [0.5, 0.99, 0.999].map { share in
            sorted.isEmpty ? 0 : sorted[min(sorted.count - 1, Int(Double(sorted.count) * share))] / .microseconds(1)
        }
        print("latency of a call in µs: median \(shown[0]), 99 % \(shown[1]), 99.9 % \(shown[2])")
    }

    private func tell(_ thread: Int, _ count: Int) {
        guard let statistics = Botanu.exportStatistics else { return }
        let line =
            "progress \(thread) \(count) \(statistics.handedOver) \(statistics.exported) \(Self.residentKilobytes)\n"
        FileHandle.standardOutput.write(Data(line.utf8))
    }

    private func report(made: Duration, total: Duration, allocations: UInt64 = 0) {
        guard let statistics = Botanu.exportStatistics else { return }
        func seconds(_ duration: Duration) -> Double { duration / .seconds(1) }
        let cpu = Self.processorSeconds
        let fields: [(String, any Sendable)] = [
            ("ended", statistics.ended), ("exported", statistics.exported), ("dropped", statistics.dropped),
            ("rejected", statistics.rejected), ("failed", statistics.failed), ("waiting", statistics.waiting),
            ("handed_over", statistics.handedOver), ("recovered", statistics.recovered),
            ("seconds", seconds(total)), ("seconds_making", seconds(made)), ("cpu_seconds", cpu),
            ("resident_kilobytes", Self.residentKilobytes), ("allocations", allocations),
        ]
        print("{" + fields.map { "\"\($0.0)\": \($0.1)" }.joined(separator: ", ") + "}")
    }

    /// Of all threads, in user and kernel mode.
    private static var processorSeconds: Double {
        var time = timespec()
        guard clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time) == 0 else { return 0 }
        return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
    }

    /// By the counter of the benchmarks, if that is preloaded.
    private static var allocations: UInt64 {
        guard let symbol = dlsym(dlopen(nil, RTLD_NOW), "allocation_counter") else { return 0 }
        return unsafeBitCast(symbol, to: (@convention(c) () -> UInt64).self)()
    }

    private static var residentKilobytes: Int {
        guard let status = try? String(contentsOfFile: "/proc/self/status", encoding: .utf8) else { return 0 }
        let line = status.split(separator: "\n").first { $0.hasPrefix("VmRSS:") }
        return line.flatMap { Int($0.filter(\.isNumber)) } ?? 0
    }

    private static func prose(_ bytes: Int) -> String {
        let sentence = "The parcel left the warehouse on Tuesday and has not been seen since; please look into it. "
        return String(String(repeating: sentence, count: bytes / sentence.utf8.count + 1).prefix(bytes))
    }
}

import Foundation
import Synchronization

@testable import BotanuOTLP

/// One of the package's programs as a process of its own: what can be done once in a process is tested there.
final class Program: Sendable {
    private final class Text: Sendable {
        let all = Mutex("")
    }

    private let process: Process
    private let text = Text()
    private let ended = Latch()

    init(
        _ name: String,
        _ arguments: [String] = [],
        _ environment: [String: String] = [:],
        errors: FileHandle? = nil
    ) throws {
        let process = Process()
        self.process = process
        process.executableURL = Self.folder.appendingPathComponent(name)
        process.arguments = arguments
        // Nothing of the machine's own settings.
        process.environment = environment.merging(["PATH": "/usr/bin:/bin"]) { own, _ in own }
        let pipe = Pipe()
        process.standardOutput = pipe
        process.standardError = errors ?? pipe
        pipe.fileHandleForReading.readabilityHandler = { [text] handle in
            let data = handle.availableData
            if data.isEmpty { handle.readabilityHandler = nil }
            text.all.withLock { $0 += String(decoding: data, as: UTF8.self) }
        }
        process.terminationHandler = { [ended] _ in ended.open() }
        try process.run()
    }

    /// Where the build has put programs: beside the tests.
    private static let folder: URL = {
        let folders = [
            URL(fileURLWithPath: CommandLine.arguments[0]).deletingLastPathComponent(), Bundle.main.bundleURL,
        ]
        let isThere = { (folder: URL) in
            FileManager.default.isExecutableFile(atPath: folder.appendingPathComponent("telemetry-load").path)
        }
        return folders.first(where: isThere) ?? folders[0]
    }()

    /// What it has printed, on standard output and error.
    var output: String { text.all.withLock { $0 } }

    var lines: [Substring] { output.split(separator: "\n", omittingEmptySubsequences: true) }

    func kill() {
        Foundation.kill(process.processIdentifier, SIGKILL)
        process.waitUntilExit()
    }

    func signal(_ signal: Int32) { Foundation.kill(process.processIdentifier, signal) }

    /// - Returns: its exit status.
    func ends() async -> Int32 {
        await ended.wait()
        // What was printed last may still be on its way.
        try? await Task.sleep(for: .milliseconds(100))
        return process.terminationStatus
    }
}

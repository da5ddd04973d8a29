import Foundation
import Synchronization
import Testing

/// Runs the built tool as a user would.
struct Tool {
    struct Outcome {
        let status: Int32
        let output: [UInt8]
        let errors: String

        var text: String { String(decoding: output, as: UTF8.self) }
    }

    /// The tool lies beside the test bundle.
    static let path: String = {
        let bundle = URL(fileURLWithPath: CommandLine.arguments[0])
        let candidates = [bundle.deletingLastPathComponent(), Bundle.main.bundleURL]
        let paths = candidates.map { $0.appendingPathComponent("pii-scrub").path }
        return paths.first { FileManager.default.isExecutableFile(atPath: $0) } ?? paths[0]
    }()

    /// - Parameter environment: added to an environment that has no settings of the tool.
    static func run(
        _ arguments: [String],
        input: [UInt8] = [],
        environment: [String: String] = [:],
        folder: String? = nil,
        executable: String = path
    ) throws -> Outcome {
        // A tool that ends before it has read its input must not end the tests.
        signal(SIGPIPE, SIG_IGN)
        let process = Process()
        process.executableURL = URL(fileURLWithPath: executable)
        process.arguments = arguments
        process.environment = ["PATH": "/usr/bin:/bin", "TMPDIR": NSTemporaryDirectory()].merging(environment) { $1 }
        // A sanitizer of the tests is one of the tool.
        process.environment?["TSAN_OPTIONS"] = ProcessInfo.processInfo.environment["TSAN_OPTIONS"]
        if let folder {
            process.currentDirectoryURL = URL(fileURLWithPath: folder)
        }
        let (standardInput, standardOutput, standardError) = (Pipe(), Pipe(), Pipe())
        process.standardInput = standardInput
        process.standardOutput = standardOutput
        process.standardError = standardError
        try process.run()
        // Both ends at once: a full pipe would stop the tool for ever.
        let errors = Mutex(Data())
        let group = DispatchGroup()
        DispatchQueue.global().async(group: group) {
            let data = standardError.fileHandleForReading.readDataToEndOfFile()
            errors.withLock { $0 = data }
        }
        DispatchQueue.global().async(group: group) {
            try? standardInput.fileHandleForWriting.write(contentsOf: Data(input))
            try? standardInput.fileHandleForWriting.close()
        }
        let output = standardOutput.fileHandleForReading.readDataToEndOfFile()
        process.waitUntilExit()
        group.wait()
        return Outcome(
            status: process.terminationStatus,
            output: Array(output),
            errors: String(decoding: errors.withLock { $0 }, as: UTF8.self)
        )
    }

    /// Runs a line of a shell, in which `$0` is the tool.
    static func shell(_ line: String, _ arguments: String...) throws -> Outcome {
        try run(["-c", line, path] + arguments, executable: "/bin/sh")
    }

    static func run(_ arguments: [String], input: String, environment: [String: String] = [:]) throws -> Outcome {
        try run(arguments, input: Array(input.utf8), environment: environment)
    }
}

/// A folder of a test's own that goes with it.
final class WorkFolder: Sendable {
    let path: String

    init() throws {
        path = FileManager.default.temporaryDirectory.appendingPathComponent("pii-scrub-\(UUID().uuidString)").path
        try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    }

    deinit {
        try? FileManager.default.removeItem(atPath: path)
    }

    func write(_ text: String, to name: String) throws -> String {
        try write(Array(text.utf8), to: name)
    }

    func write(_ bytes: [UInt8], to name: String) throws -> String {
        let file = "\(path)/\(name)"
        try Data(bytes).write(to: URL(fileURLWithPath: file))
        return file
    }

    func read(_ name: String) throws -> String {
        String(decoding: try Data(contentsOf: URL(fileURLWithPath: "\(path)/\(name)")), as: UTF8.self)
    }

    var names: [String] {
        ((try? FileManager.default.contentsOfDirectory(atPath: path)) ?? []).sorted()
    }
}

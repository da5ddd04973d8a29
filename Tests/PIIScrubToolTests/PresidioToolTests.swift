import Foundation
import Testing

/// Needs Python with Presidio: `scripts/setup-presidio`. Where `BOTANU_PYTHON` names none, each of these says so.
@Suite("pii-scrub --presidio", .timeLimit(.minutes(15)))
struct PresidioToolTests {
    private static let python: String? = {
        let python = ProcessInfo.processInfo.environment["BOTANU_PYTHON"]
        if let python, python != "none" { return python }
        print("SKIPPED: BOTANU_PYTHON names no Python with Presidio")
        return nil
    }()

    private static let mail = "jane" + "@" + "example.com"
    private static let text = "My name is John Smith, I live in London, \(mail)\n"

    private func run(_ arguments: [String], input: String = text) throws -> Tool.Outcome? {
        guard let python = Self.python else { return nil }
        return try Tool.run(arguments, input: Array(input.utf8), environment: ["BOTANU_PYTHON": python])
    }

    @Test("texts lose names, places and what patterns find", arguments: [[], ["--presidio-workers", "1"]])
    func redact(more: [String]) throws {
        guard let outcome = try run(["redact", "--presidio", "--stats"] + more) else { return }
        #expect(outcome.text == "My name is [REDACTED], I live in [REDACTED], [REDACTED]\n")
        #expect(outcome.status == 0 && outcome.errors.contains("1\tPERSON"))
    }

    @Test("records too, and each keeps its place")
    func records() throws {
        let lines = (0..<100).map { "{\"id\":\($0),\"text\":\($0 % 3 == 0 ? "\"I am John Smith\"" : "\"nothing\"")}\n" }
        guard let outcome = try run(["redact", "--presidio", "--input", "jsonl"], input: lines.joined()) else { return }
        let expected = lines.map { $0.replacing("John Smith", with: "[REDACTED]") }
        #expect(outcome.text == expected.joined() && outcome.status == 0)
    }

    @Test("a scan tells who found what", arguments: ["table", "jsonl", "sarif"])
    func scan(format: String) throws {
        guard let outcome = try run(["scan", "--presidio", "--format", format]) else { return }
        #expect(outcome.status == 1)
        for word in ["PERSON", "LOCATION", "presidio", "EMAIL_ADDRESS"] { #expect(outcome.text.contains(word)) }
        #expect(!outcome.text.contains("Smith"))
    }

    @Test("bytes that are no UTF-8 stay, and names beside them are found")
    func invalidBytes() throws {
        guard let python = Self.python else { return }
        let input = Array("caf".utf8) + [0xE9, 0x0A] + Array(Self.text.utf8)
        let outcome = try Tool.run(["redact", "--presidio"], input: input, environment: ["BOTANU_PYTHON": python])
        #expect(outcome.output.starts(with: Array("caf".utf8) + [0xE9, 0x0A]))
        #expect(String(decoding: outcome.output, as: UTF8.self).contains("My name is [REDACTED], I live"))
    }

    @Test("the doctor tells what is used, and tries it")
    func doctor() throws {
        guard let outcome = try run(["doctor"]) else { return }
        #expect(outcome.status == 0)
        for word in ["PCRE2", "chosen by BOTANU_PYTHON", "presidio-analyzer 2.", "spacy 3.", "model en_", "PERSON"] {
            #expect(outcome.text.contains(word), "\(outcome.text)")
        }
    }

    @Test("Ctrl-C ends it amid a text, and leaves the file as it was", arguments: ["0", "1"])
    func interrupt(workers: String) throws {
        guard let python = Self.python else { return }
        let path = NSTemporaryDirectory() + "presidio-\(UUID().uuidString).txt"
        let text = Data(String(repeating: Self.text, count: 40_000).utf8)
        try text.write(to: URL(fileURLWithPath: path))
        defer { try? FileManager.default.removeItem(atPath: path) }
        let process = Process()
        process.executableURL = URL(fileURLWithPath: Tool.path)
        process.arguments = ["redact", "--presidio", "--presidio-workers", workers, "--in-place", path]
        process.environment = ["PATH": "/usr/bin:/bin", "BOTANU_PYTHON": python, "TMPDIR": NSTemporaryDirectory()]
        process.standardError = FileHandle.nullDevice
        try process.run()
        // The model is loaded and the first pieces are on their way.
        Thread.sleep(forTimeInterval: 6)
        process.interrupt()
        process.waitUntilExit()
        #expect(process.terminationReason == .uncaughtSignal && process.terminationStatus == SIGINT)
        #expect(try Data(contentsOf: URL(fileURLWithPath: path)) == text)
        let folder = URL(fileURLWithPath: path).deletingLastPathComponent().path
        let name = URL(fileURLWithPath: path).lastPathComponent
        #expect(try FileManager.default.contentsOfDirectory(atPath: folder).filter { $0.contains(name) } == [name])
    }

    @Test("an empty input stays empty")
    func nothing() throws {
        guard let outcome = try run(["redact", "--presidio"], input: "") else { return }
        #expect(outcome.output.isEmpty && outcome.status == 0)
    }

    @Test("what was asked for and is not there is an error, and nothing is passed on")
    func missing() throws {
        let none = ["BOTANU_PYTHON": "none"]
        let outcome = try Tool.run(["redact", "--presidio"], input: Array(Self.text.utf8), environment: none)
        #expect(outcome.status == 2 && outcome.output.isEmpty)
        #expect(outcome.errors.contains("Presidio cannot be used: Python is switched off (BOTANU_PYTHON)"))
    }

    @Test("as a setting it is a warning, said once")
    func setting() throws {
        let environment = ["BOTANU_PYTHON": "none", "BOTANU_PII_SCRUB_USE_PRESIDIO": "true"]
        let lines = String(repeating: "{\"text\":\"John, \(Self.mail)\"}\n", count: 50)
        let outcome = try Tool.run(
            ["redact", "--input", "jsonl"],
            input: Array(lines.utf8),
            environment: environment
        )
        #expect(outcome.status == 0 && outcome.text.hasPrefix("{\"text\":\"John, [REDACTED]\"}\n"))
        #expect(outcome.errors.split(separator: "\n").count == 1)
        #expect(outcome.errors.contains("Python is switched off"))
    }

    @Test("a scan that should have looked for names and could not is not complete")
    func incompleteScan() throws {
        let environment = ["BOTANU_PYTHON": "none", "BOTANU_PII_SCRUB_USE_PRESIDIO": "true"]
        #expect(try Tool.run(["scan"], input: Array("I saw John".utf8), environment: environment).status == 3)
        #expect(try Tool.run(["scan"], input: Array(Self.text.utf8), environment: environment).status == 1)
    }

    @Test("options that would do nothing are refused", arguments: [["--presidio-workers", "2"], ["--presidio"]])
    func idle(options: [String]) throws {
        let environment = ["BOTANU_PII_SCRUB_ENABLED": "false", "BOTANU_PYTHON": Self.python ?? "none"]
        let outcome = try Tool.run(["redact"] + options, input: Array(Self.text.utf8), environment: environment)
        #expect(outcome.status == 2 && outcome.output.isEmpty)
    }

    @Test("a text that is too long to be looked at as a whole is told of, and stays")
    func tooLong() throws {
        guard let python = Self.python else { return }
        let folder = NSTemporaryDirectory() + "presidio-\(UUID().uuidString)"
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(atPath: folder) }
        try "eval:\n  pii:\n    limits: {maximum_text_bytes: 1000}\n"
            .write(toFile: folder + "/c.yaml", atomically: true, encoding: .utf8)
        let outcome = try Tool.run(
            ["redact", "--presidio", "--config", folder + "/c.yaml"],
            input: Array(repeating: UInt8(ascii: "a"), count: 2000),
            environment: ["BOTANU_PYTHON": python]
        )
        #expect(outcome.status == 2 && outcome.output.isEmpty && outcome.errors.contains("is longer than 1000 bytes"))
    }
}

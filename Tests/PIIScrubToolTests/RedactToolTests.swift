import Foundation
import Testing

@Suite("Tool: redact")
struct RedactToolTests {
    struct Case: Sendable {
        let arguments: [String]
        let input: String
        let output: String
    }

    @Test(
        "standard input to standard output",
        arguments: [
            Case(arguments: [], input: "jane@example.com\n", output: "[REDACTED]\n"),
            Case(arguments: ["redact"], input: "a jane@example.com", output: "a [REDACTED]"),
            Case(arguments: ["-"], input: "jane@example.com\r\nb\r\n", output: "[REDACTED]\r\nb\r\n"),
            Case(arguments: [], input: "", output: ""),
            Case(arguments: [], input: "\u{FEFF}jane@example.com", output: "\u{FEFF}[REDACTED]"),
            Case(arguments: ["--replacement", "***"], input: "jane@example.com", output: "***"),
            Case(
                arguments: ["--disable", "email"],
                input: "jane@example.com 10.0.0.1",
                output: "jane@example.com [REDACTED]"
            ),
            Case(
                arguments: ["--input", "jsonl"],
                input: "{\"a\": \"jane@example.com\", \"n\":1.50}\n\n{\"b\":[\"x\",{\"c\":\"10.0.0.1\"}]}",
                output: "{\"a\": \"[REDACTED]\", \"n\":1.50}\n\n{\"b\":[\"x\",{\"c\":\"[REDACTED]\"}]}"
            ),
            Case(
                arguments: ["--input", "jsonl", "--fields", "text,meta.user"],
                input:
                    "{\"text\":\"10.0.0.1\",\"other\":\"10.0.0.1\",\"meta\":{\"user\":\"jane@example.com\",\"ip\":\"10.0.0.1\"}}\n",
                output:
                    "{\"text\":\"[REDACTED]\",\"other\":\"10.0.0.1\",\"meta\":{\"user\":\"[REDACTED]\",\"ip\":\"10.0.0.1\"}}\n"
            ),
            Case(
                arguments: ["--input", "jsonl"],
                input: #"{"t":"q\"\u00e9\ud83d\ude42\ud800\n jane@example.com","u":"\u0041 kept as it is"}"#,
                output: #"{"t":"q\"é🙂\ud800\n [REDACTED]","u":"\u0041 kept as it is"}"#
            ),
        ]
    )
    func throughPipes(test: Case) throws {
        let outcome = try Tool.run(test.arguments, input: test.input)
        #expect(outcome.text == test.output)
        #expect(outcome.status == 0)
        #expect(outcome.errors.isEmpty)
    }

    @Test("bytes that are no UTF-8 pass as they are")
    func invalidUTF8() throws {
        let outcome = try Tool.run([], input: [0xFF, 0x20] + Array("jane@example.com".utf8) + [0xC3])
        #expect(outcome.output == [0xFF, 0x20] + Array("[REDACTED]".utf8) + [0xC3])
    }

    @Test("a long text keeps all of its bytes")
    func longText() throws {
        let line = "Plain words fill the room, jane@example.com wrote from 10.0.0.1 on some day.\n"
        let outcome = try Tool.run([], input: String(repeating: line, count: 40_000))
        let expected = line.replacing("jane@example.com", with: "[REDACTED]").replacing("10.0.0.1", with: "[REDACTED]")
        #expect(outcome.text == String(repeating: expected, count: 40_000))
    }

    @Test("in place: replaced as a whole, with its permissions, through a link")
    func inPlace() throws {
        let folder = try WorkFolder()
        let file = try folder.write("jane@example.com\n", to: "a.txt")
        let other = try folder.write("clean\n", to: "b.txt")
        chmod(file, 0o640)
        symlink("a.txt", folder.path + "/link.txt")
        let outcome = try Tool.run(["--in-place", folder.path + "/link.txt", other, other])
        #expect(outcome.status == 0 && outcome.errors.isEmpty && outcome.output.isEmpty)
        #expect(try folder.read("a.txt") == "[REDACTED]\n")
        #expect(try folder.read("b.txt") == "clean\n")
        #expect(folder.names == ["a.txt", "b.txt", "link.txt"])
        var status = stat()
        #expect(stat(file, &status) == 0 && status.st_mode & 0o777 == 0o640)
        #expect(lstat(folder.path + "/link.txt", &status) == 0 && status.st_mode & S_IFMT == S_IFLNK)
    }

    @Test("to a folder, in the order and under the names of the files")
    func outputFolder() throws {
        let folder = try WorkFolder()
        let files = try (1...9).map { try folder.write("file \($0): jane@example.com", to: "f\($0).txt") }
        let outcome = try Tool.run(["--output", folder.path + "/clean", "--jobs", "4"] + files)
        #expect(outcome.status == 0)
        for number in 1...9 {
            #expect(try folder.read("clean/f\(number).txt") == "file \(number): [REDACTED]")
            #expect(try folder.read("f\(number).txt") == "file \(number): jane@example.com")
        }
        let joined = try Tool.run(files)
        #expect(joined.text == (1...9).map { "file \($0): [REDACTED]" }.joined())
    }

    @Test("what cannot be read is told, and the others go on")
    func unreadableInputs() throws {
        let folder = try WorkFolder()
        let good = try folder.write("jane@example.com", to: "good.txt")
        let binary = try folder.write([1, 0, 2], to: "binary")
        let outcome = try Tool.run([folder.path + "/missing", folder.path, binary, good])
        #expect(outcome.status == 2)
        #expect(outcome.text == "[REDACTED]")
        #expect(
            outcome.errors == """
                pii-scrub: \(folder.path)/missing: cannot be opened: no such file or directory
                pii-scrub: \(folder.path): is a directory
                pii-scrub: \(binary): looks like a binary file; --binary takes it as text all the same

                """
        )
        #expect(try Tool.run(["--binary", binary]).output == [1, 0, 2])
        let inPlace = try Tool.run(["--in-place", folder.path, good])
        #expect(inPlace.status == 2)
        #expect(inPlace.errors.contains("is no regular file"))
        #expect(try folder.read("good.txt") == "[REDACTED]")
    }

    private static let evil = "eval: {pii: {custom_patterns: {evil: '(a+)+$'}, limits: {match_limit: 1000}}}\n"
    private static let hostile = "jane@example.com " + String(repeating: "a", count: 5000) + "!\n"

    @Test("a limit leaves the file as it was, unless asked to replace")
    func limits() throws {
        let folder = try WorkFolder()
        let config = try folder.write(Self.evil, to: "botanu.yaml")
        let file = try folder.write(Self.hostile, to: "a.txt")
        for arguments in [["--in-place", file], ["--output", folder.path + "/out", file], [file]] {
            let outcome = try Tool.run(["--config", config] + arguments)
            #expect(outcome.status == 2)
            #expect(outcome.output.isEmpty)
            #expect(
                outcome.errors.contains("a.txt: cannot be scanned to its end: match limit reached by pattern 'evil'")
            )
            #expect(try folder.read("a.txt") == Self.hostile)
        }
        #expect(folder.names == ["a.txt", "botanu.yaml", "out"])
        let replaced = try Tool.run(["--config", config, "--on-limit", "replace", "--in-place", file])
        #expect(replaced.status == 0)
        #expect(try folder.read("a.txt") == "[REDACTED]")
    }

    @Test("a limit in a record of JSON Lines")
    func recordLimit() throws {
        let folder = try WorkFolder()
        let config = try folder.write(Self.evil, to: "botanu.yaml")
        let record = "{\"a\":\"\(Self.hostile.dropLast())\",\"b\":\"clean\"}\n"
        let failed = try Tool.run(["--config", config, "--input", "jsonl"], input: "{\"a\":\"x\"}\n" + record)
        #expect(failed.status == 2)
        #expect(failed.errors.contains("standard input:2: cannot be scanned to its end"))
        #expect(!failed.text.contains("jane"))
        let replaced = try Tool.run(["--config", config, "--input", "jsonl", "--on-limit", "replace"], input: record)
        #expect(replaced.text == "{\"a\":\"[REDACTED]\",\"b\":\"[REDACTED]\"}\n")
    }

    @Test(
        "a line that is no JSON object is told with its place, and nothing is written",
        arguments: [
            "[1]", "{\"a\":}", "{\"a\":1", "{\"a\":\"x}", "{\"a\":\"\\x\"}", "{} {}", "{\"a\":tru}",
            "nonsense secret-text",
        ]
    )
    func malformedRecord(line: String) throws {
        let folder = try WorkFolder()
        let file = try folder.write("{\"a\":\"10.0.0.1\"}\n\(line)\n", to: "a.jsonl")
        let outcome = try Tool.run(["--input", "jsonl", "--in-place", file])
        #expect(outcome.status == 2)
        #expect(outcome.errors.hasPrefix("pii-scrub: \(file):2: not a JSON object: column "))
        #expect(!outcome.errors.contains("secret-text"))
        #expect(try folder.read("a.jsonl").hasPrefix("{\"a\":\"10.0.0.1\"}"))
        #expect(folder.names == ["a.jsonl"])
    }

    @Test("settings of the environment and of the file hold, options go first")
    func settings() throws {
        let folder = try WorkFolder()
        let config = try folder.write("eval: {pii: {replacement: FILE, disable_patterns: [ipv4]}}\n", to: "c.yaml")
        let text = "jane@example.com 10.0.0.1"
        #expect(try Tool.run(["--config", config], input: text).text == "FILE 10.0.0.1")
        let environment = ["BOTANU_PII_SCRUB_REPLACEMENT": "ENV"]
        #expect(try Tool.run(["--config", config], input: text, environment: environment).text == "ENV 10.0.0.1")
        let arguments = ["--config", config, "--replacement", "OPT"]
        #expect(try Tool.run(arguments, input: text, environment: environment).text == "OPT 10.0.0.1")
        let off = try Tool.run([], input: text, environment: ["BOTANU_PII_SCRUB_ENABLED": "false"])
        #expect(off.text == text)
        #expect(off.errors.contains("scrubbing is switched off"))
    }

    @Test(
        "what makes no sense is refused with status 2",
        arguments: [
            ["--in-place"], ["--in-place", "-"], ["--in-place", "--output", "x", "f"], ["--fields", "a"],
            ["--jobs", "0"],
            ["--output", "x", "a/f", "b/f"], ["--on-limit", "ignore"], ["--bogus"], ["--config", "missing.yaml"],
            ["--enable", "no_such_pattern"], ["--replacement", "x@example.com"], ["--patterns", "missing.yaml"],
        ]
    )
    func refused(arguments: [String]) throws {
        let outcome = try Tool.run(arguments, input: "jane@example.com")
        #expect(outcome.status == 2)
        #expect(outcome.output.isEmpty)
        #expect(!outcome.errors.isEmpty)
    }

    @Test("counts on standard error")
    func stats() throws {
        let outcome = try Tool.run(["--stats"], input: "jane@example.com joe@example.com 10.0.0.1")
        #expect(outcome.errors.hasPrefix("2\tEMAIL_ADDRESS\n1\tIP_ADDRESS\n41 bytes in "))
    }

    @Test("a reader that goes away ends the tool quietly")
    func brokenPipe() throws {
        let folder = try WorkFolder()
        let file = try folder.write(String(repeating: "jane@example.com\n", count: 300_000), to: "long.txt")
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/bin/sh")
        let errors = Pipe()
        process.standardError = errors
        process.arguments = ["-c", "{ \"$0\" \"$1\"; echo \"status $?\" >&2; } | head -c 10", Tool.path, file]
        process.standardOutput = FileHandle.nullDevice
        try process.run()
        let text = String(decoding: errors.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
        process.waitUntilExit()
        #expect(text == "status 0\n")
    }
}

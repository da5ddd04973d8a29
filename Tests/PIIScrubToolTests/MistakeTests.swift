import Foundation
import Testing

/// What somebody gets wrong is told by the name that was typed, and never passes in silence.
@Suite("Tool: mistakes")
struct MistakeTests {
    struct Case: Sendable, CustomTestStringConvertible {
        let arguments: [String]
        var environment: [String: String] = [:]
        let status: Int32
        let says: String

        var testDescription: String { (environment.map { "\($0)=\($1)" } + arguments).joined(separator: " ") }
    }

    @Test(
        "options and variables are named as they were typed",
        arguments: [
            Case(
                arguments: ["--replacement", "x@example.com"],
                status: 2,
                says: "pii-scrub: --replacement: the pattern 'email' finds something"
            ),
            Case(
                arguments: ["--enable", "nothing_like_it"],
                status: 2,
                says: "pii-scrub: --enable: there is no pattern 'nothing_like_it'; 'pii-scrub patterns list'"
            ),
            Case(
                arguments: ["--disable", "ipv4, emial"],
                status: 2,
                says: "pii-scrub: --disable: there is no pattern 'emial'; did you mean 'email'? 'pii-scrub"
            ),
            Case(
                arguments: ["--disable", "PHONE_NUMBER"],
                status: 2,
                says: "--disable: there is no pattern 'PHONE_NUMBER'; it is an entity: disable phone_e164, phone_us"
            ),
            Case(arguments: ["--disable", ","], status: 2, says: "--disable names no pattern"),
            Case(arguments: ["patterns", "show", "emial"], status: 2, says: "did you mean 'email'?"),
            Case(arguments: ["patterns", "show", "EMAIL_ADDRESS"], status: 2, says: "it is an entity: show email"),
            Case(
                arguments: [],
                environment: ["BOTANU_PII_SCRUB_REPLACEMENT": "x@example.com"],
                status: 0,
                says: "warning: BOTANU_PII_SCRUB_REPLACEMENT is ignored: the pattern 'email' finds something in it;"
            ),
            Case(
                arguments: [],
                environment: ["BOTANU_PII_SCRUB_DISABLE_PATTERNS": "EMAIL_ADDRESS"],
                status: 0,
                says: "BOTANU_PII_SCRUB_DISABLE_PATTERNS: there is no pattern 'EMAIL_ADDRESS', ignored; it is an entity"
            ),
            Case(
                arguments: [],
                environment: ["BOTANU_PII_SCRUB_ENABLE": "0"],
                status: 0,
                says: "did you mean 'BOTANU_PII_SCRUB_ENABLED'?"
            ),
            Case(arguments: ["--fields", " , ", "--input", "jsonl"], status: 2, says: "--fields names no field"),
            Case(arguments: ["sacn", "a.txt"], status: 2, says: "the command 'scan' comes first: pii-scrub scan"),
            Case(arguments: ["--config", "/"], status: 2, says: "pii-scrub: /: is a directory"),
            Case(arguments: ["scan", "--binary", "--skip-binary"], status: 2, says: "exclude each other"),
        ]
    )
    func named(test: Case) throws {
        let outcome = try Tool.run(test.arguments, input: "jane@example.com", environment: test.environment)
        #expect(outcome.status == test.status)
        #expect(outcome.errors.contains(test.says), "\(outcome.errors)")
        #expect(!outcome.errors.contains("eval.pii"))
        #expect(outcome.text == (test.status == 0 ? "[REDACTED]" : ""))
    }

    @Test("lists of names, and an option in place of an unusable variable")
    func lists() throws {
        let text = "jane@example.com 10.0.0.1"
        #expect(try Tool.run(["--disable", "email, ipv4"], input: text).text == text)
        let environment = ["BOTANU_PII_SCRUB_REPLACEMENT": "x@example.com"]
        let outcome = try Tool.run(["--replacement", "***"], input: text, environment: environment)
        #expect(outcome.text == "*** ***")
        #expect(outcome.errors.isEmpty)
    }

    @Test("an unusable variable leaves the replacement of the file")
    func replacementOfFile() throws {
        let folder = try WorkFolder()
        let config = try folder.write("eval: {pii: {replacement: FILE}}\n", to: "c.yaml")
        let environment = ["BOTANU_PII_SCRUB_REPLACEMENT": "x@example.com"]
        #expect(try Tool.run(["--config", config], input: "10.0.0.1", environment: environment).text == "FILE")
    }

    @Test("a configuration whose section is elsewhere is refused; one with an entity that nobody finds gives a warning")
    func configurations() throws {
        let folder = try WorkFolder()
        let empty = try folder.write("pii: {enabled: true}\n", to: "empty.yaml")
        let outcome = try Tool.run(["--config", empty], input: "10.0.0.1")
        #expect(outcome.status == 2)
        #expect(outcome.errors == "pii-scrub: \(empty):1: pii: put 'pii' under 'eval'\n")
        let person = try folder.write("eval:\n  pii:\n    redaction:\n      PERSON: mask\n", to: "person.yaml")
        let warned = try Tool.run(["--config", person], input: "10.0.0.1")
        #expect(warned.status == 0)
        #expect(warned.errors.contains("warning: \(person):4: eval.pii.redaction.PERSON: no pattern finds this entity"))
        let misspelt = try folder.write("eval:\n  pii:\n    redaction:\n      EMAIL_ADRESS: mask\n", to: "bad.yaml")
        let refused = try Tool.run(["--config", misspelt], input: "10.0.0.1")
        #expect(refused.status == 2)
        #expect(refused.errors.contains("\(misspelt):4: eval.pii.redaction.EMAIL_ADRESS: "))
        #expect(refused.errors.contains("did you mean 'EMAIL_ADDRESS'?"))
    }

    // MARK: Fields

    private static let records = "{\"prompt\":\"10.0.0.1\",\"n\":5}\n{\"prompt\":null}\n"

    @Test("a field that no record has is told; where no record has any, nothing is written")
    func fields() throws {
        let folder = try WorkFolder()
        let good = try folder.write(Self.records, to: "good.jsonl")
        let bad = try folder.write("{\"secret-key\":\"10.0.0.1\"}\n", to: "bad.jsonl")
        let options = ["--input", "jsonl", "--fields", "prompt,answer"]
        let warning =
            "pii-scrub: warning: --fields: no record has the field 'answer'; check its name (a.b for nested ones)\n"

        let single = try Tool.run(options + [good])
        #expect(single.status == 0)
        #expect(single.errors == warning)

        for arguments in [["--output", folder.path + "/out"], ["--in-place"], []] {
            let outcome = try Tool.run(options + arguments + [bad, good])
            #expect(outcome.status == 2)
            #expect(
                outcome.errors.hasPrefix(
                    "\(warning)pii-scrub: \(bad): no record has any of the fields 'prompt', 'answer': nothing is scrubbed"
                )
            )
            #expect(!outcome.errors.contains("secret"))
            #expect(!outcome.text.contains("secret"))
            #expect(try folder.read("bad.jsonl") == "{\"secret-key\":\"10.0.0.1\"}\n")
        }
        #expect(try folder.read("good.jsonl") == Self.records.replacing("10.0.0.1", with: "[REDACTED]"))
        #expect(folder.names == ["bad.jsonl", "good.jsonl", "out"])
        #expect(!FileManager.default.fileExists(atPath: folder.path + "/out/bad.jsonl"))
    }

    @Test("from a pipe nothing passes before a record has one of the fields")
    func fieldsOfPipe() throws {
        let options = ["--input", "jsonl", "--fields", "promt"]
        let misspelt = try Tool.run(options, input: Self.records)
        #expect(misspelt.status == 2)
        #expect(misspelt.output.isEmpty)
        #expect(misspelt.errors.hasPrefix("pii-scrub: standard input: no record has the field 'promt': "))
        let long = try Tool.run(
            options,
            input: String(repeating: "{\"a\":\"\(String(repeating: "x", count: 1 << 20))\"}\n", count: 17)
        )
        #expect(long.status == 2)
        #expect(long.output.isEmpty)
        #expect(long.errors.contains("none of the first "))
        let late = "{\"a\":1}\n\n{\"a\":2}\n{\"promt\":\"10.0.0.1\"}\n{\"a\":3}\n"
        let outcome = try Tool.run(options, input: late)
        #expect(outcome.status == 0)
        #expect(outcome.text == late.replacing("10.0.0.1", with: "[REDACTED]"))
        #expect(try Tool.run(options, input: "\n").status == 0)
    }

    @Test("fields that are no texts, that are empty, whose keys hold dots")
    func kindsOfFields() throws {
        let options = ["--input", "jsonl", "--fields"]
        let number = try Tool.run(options + ["prompt,n"], input: Self.records)
        #expect(number.errors.contains("the field 'n' is nowhere a text"))
        let empty = try Tool.run(options + ["a"], input: "{\"a\":null}\n{\"a\":[]}\n")
        #expect(empty.status == 0 && empty.errors.isEmpty)
        let record = """
            {"gen.prompt":"10.0.0.1","gen":{"prompt.first":"10.0.0.1","prompt":["10.0.0.1"]},"x":"","gen.prompts":"10.0.0.2"}
            """
        let dots = try Tool.run(options + [" gen.prompt , x"], input: record)
        #expect(dots.text == record.replacing("10.0.0.1", with: "[REDACTED]"))
        #expect(dots.errors.isEmpty)
    }

    // MARK: Files

    @Test("an input is never its own output")
    func ownOutput() throws {
        let folder = try WorkFolder()
        let file = try folder.write("10.0.0.1\n", to: "a.txt")
        let outcome = try Tool.run(["--output", folder.path, file])
        #expect(outcome.status == 2)
        #expect(outcome.errors.contains("would be replaced by its own clean text"))
        let shell = try Tool.shell("\"$0\" \"$1\" >> \"$1\"", file)
        #expect(shell.status == 2)
        #expect(shell.errors.contains("standard output goes to this very file"))
        #expect(try folder.read("a.txt") == "10.0.0.1\n")
        #expect(try Tool.run(["--output", file, file]).errors.contains("is a file; --output names a folder"))
    }

    @Test("closed standard streams are errors, and no file takes their place")
    func closedStreams() throws {
        let folder = try WorkFolder()
        let file = try folder.write("10.0.0.1\n", to: "a.txt")
        #expect(try Tool.shell("\"$0\" \"$1\" >&-", file).status == 2)
        #expect(try Tool.shell("\"$0\" <&-", file).status == 2)
        #expect(try Tool.shell("\"$0\" --stats --disable nothing --in-place \"$1\" 2>&-", file).status == 2)
        #expect(try Tool.shell("\"$0\" --stats --in-place \"$1\" 2>&-", file).status == 0)
        #expect(try folder.read("a.txt") == "[REDACTED]\n")
    }

    @Test("a reader that goes away does not hide what was found or went wrong")
    func closedPipe() throws {
        let folder = try WorkFolder()
        let file = try folder.write(String(repeating: "10.0.0.1\n", count: 50_000), to: "long.txt")
        let scan = try Tool.shell("{ \"$0\" scan \"$1\"; echo \"status $?\" >&2; } | head -n 1", file)
        #expect(scan.errors == "status 1\n")
        let redact = try Tool.shell("{ \"$0\" /nowhere \"$1\"; echo \"status $?\" >&2; } | head -n 1", file)
        #expect(redact.errors.hasSuffix("status 2\n"))
    }

    @Test("a signal takes temporary files with it and ends the tool", arguments: [SIGINT, SIGTERM, SIGHUP])
    func signals(number: Int32) throws {
        let folder = try WorkFolder()
        let text = String(repeating: "10.0.0.1 and some words\n", count: 400_000)
        let file = try folder.write(text, to: "long.txt")
        let process = Process()
        process.executableURL = URL(fileURLWithPath: Tool.path)
        process.arguments = ["--in-place", file]
        process.standardError = FileHandle.nullDevice
        try process.run()
        let deadline = Date(timeIntervalSinceNow: 240)
        while folder.names.count < 2, process.isRunning, Date() < deadline {
            usleep(1000)
        }
        #expect(folder.names.count == 2)
        kill(process.processIdentifier, number)
        process.waitUntilExit()
        #expect(process.terminationReason == .uncaughtSignal)
        #expect(process.terminationStatus == number)
        #expect(folder.names == ["long.txt"])
        #expect(try folder.read("long.txt") == text)
    }
}

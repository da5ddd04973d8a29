import Foundation
import Testing

@Suite("Tool: one large text on several threads")
struct JobsToolTests {
    /// More than a megabyte, with things to find everywhere and no line like the other.
    private static let text: [UInt8] = {
        var text = ""
        for number in 0..<20_000 {
            text += "\(number): jane.\(number)@example.com wrote from 10.0.\(number % 250).1 é🙂 on some day"
            text += number % 7 == 0 ? "\n" : ", "
        }
        return Array(text.utf8)
    }()

    @Test(
        "the output is the same for any number of threads, from a file and from a pipe",
        arguments: [
            [], ["scan"], ["scan", "--show-matches", "--offsets", "scalar"],
            ["scan", "--format", "jsonl", "--offsets", "utf16"], ["scan", "--format", "sarif"],
        ]
    )
    func sameOutput(arguments: [String]) throws {
        let folder = try WorkFolder()
        let file = try folder.write(Self.text, to: "large.txt")
        let one = try Tool.run(arguments + ["--jobs", "1", file])
        #expect(one.errors.isEmpty)
        let several = try Tool.run(arguments + ["--jobs", "3", file])
        #expect(several.output == one.output && several.status == one.status && several.errors.isEmpty)
        // The input has another name there.
        let piped = try Tool.run(arguments + ["--jobs", "1"], input: Self.text)
        let pipedToSeveral = try Tool.run(arguments + ["--jobs", "3"], input: Self.text)
        #expect(pipedToSeveral.output == piped.output)
        if arguments.isEmpty { #expect(piped.output == one.output) }
    }

    @Test("every line and column is where it would be counted")
    func places() throws {
        let folder = try WorkFolder()
        let file = try folder.write(Self.text, to: "large.txt")
        let outcome = try Tool.run(["scan", "--jobs", "4", "--format", "jsonl", "--show-matches", file])
        let lines = String(decoding: Self.text, as: UTF8.self).split(separator: "\n").map { Array($0.unicodeScalars) }
        let reports = outcome.text.split(separator: "\n")
        #expect(reports.count == 40_000)
        for report in stride(from: 0, to: reports.count, by: 397).map({ reports[$0] }) {
            let fields = try JSONSerialization.jsonObject(with: Data(report.utf8)) as? [String: Any]
            let line = try #require(fields?["line"] as? Int)
            let column = try #require(fields?["column"] as? Int)
            let match = try #require(fields?["match"] as? String)
            #expect(lines[line - 1].dropFirst(column - 1).starts(with: match.unicodeScalars))
        }
    }

    @Test("in place and to a folder, beside small files")
    func files() throws {
        let folder = try WorkFolder()
        let expected = try Tool.run(["--jobs", "1"], input: Self.text).text
        let large = try folder.write(Self.text + Self.text, to: "large.txt")
        let small = try (0..<5).map { try folder.write("\($0) jane@example.com", to: "small\($0).txt") }
        let arguments = ["--jobs", "3", small[0], small[1], large, small[2], small[3], small[4]]
        let outcome = try Tool.run(["--stats", "--output", folder.path + "/out"] + arguments)
        #expect(outcome.status == 0)
        #expect(outcome.errors.hasPrefix("40005\tEMAIL_ADDRESS\n40000\tIP_ADDRESS\n"))
        #expect(try Tool.run(["--in-place"] + arguments).status == 0)
        for name in ["large.txt", "out/large.txt"] {
            #expect(try folder.read(name) == expected + expected)
        }
        for number in 0..<5 {
            #expect(try folder.read("small\(number).txt") == "\(number) [REDACTED]")
            #expect(try folder.read("out/small\(number).txt") == "\(number) [REDACTED]")
        }
    }

    @Test("a limit far behind: the file stays, or the same is replaced with any number of threads")
    func limits() throws {
        let folder = try WorkFolder()
        let config = try folder.write(
            "eval: {pii: {custom_patterns: {evil: '(a+)+$'}, limits: {match_limit: 1000}}}\n",
            to: "c.yaml"
        )
        let hostile = Array((String(repeating: "a", count: 5000) + "!\n").utf8)
        let file = try folder.write(Self.text + hostile + Self.text, to: "large.txt")
        let failed = try Tool.run(["--config", config, "--jobs", "3", "--in-place", file])
        #expect(failed.status == 2)
        #expect(
            failed.errors.contains("large.txt: cannot be scanned to its end: match limit reached by pattern 'evil'")
        )
        #expect(try folder.read("large.txt").hasPrefix("0: jane.0@example.com"))
        #expect(folder.names == ["c.yaml", "large.txt"])
        let arguments = ["--config", config, "--on-limit", "replace", file]
        let one = try Tool.run(arguments + ["--jobs", "1"])
        let several = try Tool.run(arguments + ["--jobs", "3"])
        #expect(one.status == 0 && several.output == one.output)
        #expect(try Tool.run(["scan"] + arguments + ["--jobs", "3"]).status == 2)
    }

    @Test("what comes slowly is passed on without waiting for more")
    func slowPipe() throws {
        let outcome = try Tool.shell(
            """
            { i=0; while [ $i -lt 200 ]; do echo "jane@example.com and some words"; i=$((i+1)); done; sleep 5; } \
            | "$0" --jobs 2 | { head -c 1000; echo "at $(date +%s)"; } ; date +%s
            """
        )
        let lines = outcome.text.split(separator: "\n")
        let times = lines.suffix(2).compactMap { $0.split(separator: " ").last.flatMap { Int($0) } }
        #expect(lines.first == "[REDACTED] and some words")
        #expect(times.count == 2 && times[1] - times[0] >= 3)
    }
}

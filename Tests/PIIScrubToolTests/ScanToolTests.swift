import Foundation
import Testing

@Suite("Tool: scan and patterns")
struct ScanToolTests {
    @Test("exit status tells whether something was found")
    func exitStatus() throws {
        #expect(try Tool.run(["scan"], input: "clean").status == 0)
        #expect(try Tool.run(["scan"], input: "jane@example.com").status == 1)
        #expect(try Tool.run(["scan", "/nowhere"]).status == 2)
    }

    @Test("a table with places, without the text found")
    func table() throws {
        let folder = try WorkFolder()
        let file = try folder.write("é\nhost 10.0.0.1\n", to: "a.txt")
        let outcome = try Tool.run(["scan", file])
        let words = outcome.text.split(whereSeparator: \.isWhitespace).map(String.init)
        #expect(words == ["\(file):2:6", "IP_ADDRESS", "ipv4", "8-16"])
        let shown = try Tool.run(["scan", "--show-matches", file])
        #expect(shown.text.contains("\"10.0.0.1\""))
    }

    @Test("findings of a text as JSON Lines, in the unit asked for", arguments: ["utf8", "scalar", "utf16"])
    func jsonLines(unit: String) throws {
        let outcome = try Tool.run(["scan", "--format", "jsonl", "--offsets", unit], input: "🙂é\n🙂 10.0.0.1")
        let range = ["utf8": (12, 20), "scalar": (5, 13), "utf16": (7, 15)][unit] ?? (0, 0)
        #expect(
            outcome.text == """
                {"file":"standard input","line":2,"column":3,"entity":"IP_ADDRESS","pattern":"ipv4",\
                "start":\(range.0),"end":\(range.1)}

                """
        )
    }

    @Test("each record gives a line with its id as it was, in order")
    func records() throws {
        let records = """
            {"id": 1, "text": "🙂 jane@example.com"}
            {"id": "a\\u0041", "text": "clean"}
            {"text": "10.0.0.1"}
            {"id": {"x": [1, 2.50]}, "text": "a\\n10.0.0.1"}
            """
        let outcome = try Tool.run(["scan", "--input", "jsonl", "--offsets", "scalar", "--jobs", "2"], input: records)
        #expect(outcome.status == 1)
        #expect(
            outcome.text == """
                {"id":1,"findings":[{"entity":"EMAIL_ADDRESS","pattern":"email","start":2,"end":18}]}
                {"id":"a\\u0041","findings":[]}
                {"id":null,"findings":[{"entity":"IP_ADDRESS","pattern":"ipv4","start":0,"end":8}]}
                {"id":{"x": [1, 2.50]},"findings":[{"entity":"IP_ADDRESS","pattern":"ipv4","start":2,"end":10}]}

                """
        )
    }

    @Test("many records keep their order")
    func manyRecords() throws {
        let records = (0..<3000).map { "{\"id\":\($0),\"text\":\"10.0.0.\($0 % 250)\"}" }.joined(separator: "\n")
        let outcome = try Tool.run(["scan", "--input", "jsonl", "--jobs", "4"], input: records)
        let lines = outcome.text.split(separator: "\n")
        #expect(lines.count == 3000)
        #expect(lines.enumerated().allSatisfy { $1.hasPrefix("{\"id\":\($0),\"findings\":[{") })
    }

    @Test("a record without the field is an error with its place")
    func missingField() throws {
        let outcome = try Tool.run(["scan", "--input", "jsonl"], input: "{\"id\":1}\n")
        #expect(outcome.status == 2)
        #expect(outcome.errors.contains("standard input:1: the record has no text 'text'"))
        let other = try Tool.run(
            ["scan", "--input", "jsonl", "--fields", "body.t"],
            input: "{\"body\":{\"t\":\"10.0.0.1\"}}"
        )
        #expect(other.text.contains("\"start\":0,\"end\":8"))
    }

    @Test("SARIF 2.1.0 with regions in UTF-16, without the text found")
    func sarif() throws {
        let folder = try WorkFolder()
        let file = try folder.write("🙂 jane@example.com\n10.0.0.1\n", to: "a b.txt")
        let outcome = try Tool.run(["scan", "--format", "sarif", file])
        #expect(outcome.status == 1)
        #expect(!outcome.text.contains("jane") && !outcome.text.contains("10.0.0"))
        let log = try #require(JSONSerialization.jsonObject(with: Data(outcome.output)) as? [String: Any])
        #expect(log["version"] as? String == "2.1.0")
        let run = try #require((log["runs"] as? [[String: Any]])?.first)
        #expect(run["columnKind"] as? String == "utf16CodeUnits")
        let results = try #require(run["results"] as? [[String: Any]])
        #expect(results.map { $0["ruleId"] as? String } == ["email", "ipv4"])
        let location = (results[0]["locations"] as? [[String: Any]])?.first?["physicalLocation"] as? [String: Any]
        let region = try #require(location?["region"] as? [String: Int])
        #expect(
            region == [
                "startLine": 1, "startColumn": 4, "endLine": 1, "endColumn": 20, "byteOffset": 5, "byteLength": 16,
            ]
        )
        let uri = (location?["artifactLocation"] as? [String: String])?["uri"]
        #expect(uri == "file://\(folder.path)/a%20b.txt")
        #expect(try Tool.run(["scan", "--format", "sarif"], input: "clean").text.contains("\"results\" : ["))
    }

    @Test("what is skipped is noted and has a status of its own, unless something was found or went wrong")
    func skipped() throws {
        let folder = try WorkFolder()
        let binary = try folder.write([0] + Array("jane@example.com".utf8), to: "binary")
        let wide = try folder.write([0xFF, 0xFE, 0x61, 0x62], to: "wide.txt")
        let clean = try folder.write("clean", to: "clean.txt")
        let found = try folder.write("10.0.0.1", to: "found.txt")
        let outcome = try Tool.run(["scan", clean, binary])
        #expect(outcome.status == 3)
        #expect(outcome.errors.contains("note: \(binary) is skipped"))
        #expect(try Tool.run(["scan", "--skip-binary", clean, binary]).status == 0)
        #expect(try !Tool.run(["scan", "--skip-binary", binary]).errors.contains("--skip-binary"))
        #expect(try Tool.run(["scan", "--binary", wide]).errors.contains("it looks like UTF-16"))
        let utf16 = try Tool.run(["scan", "--skip-binary", wide])
        #expect(utf16.status == 3)
        #expect(utf16.errors.contains("it looks like UTF-16 (convert it first"))
        #expect(try Tool.run(["scan", binary, found]).status == 1)
        #expect(try Tool.run(["scan", binary, "/nowhere"]).status == 2)
        #expect(try Tool.run(["scan", "--binary", binary]).status == 1)
        #expect(try Tool.run([wide]).status == 2)
    }

    @Test("a scan that looks for nothing says so and does not pass for clean")
    func idle() throws {
        let folder = try WorkFolder()
        let config = try folder.write("eval:\n  pii:\n    enabled: false\n", to: "c.yaml")
        let text = "jane@example.com"
        let byVariable = try Tool.run(["scan"], input: text, environment: ["BOTANU_PII_SCRUB_ENABLED": "no"])
        #expect(byVariable.status == 3)
        #expect(byVariable.errors.contains("switched off by BOTANU_PII_SCRUB_ENABLED: nothing was scanned"))
        let byFile = try Tool.run(["scan", "--config", config], input: text)
        #expect(byFile.status == 3)
        #expect(byFile.errors.contains("switched off by \(config):3: eval.pii.enabled"))
        let list = try Tool.run(["patterns", "list"]).text.split(separator: "\n").dropFirst()
        let names = list.compactMap { $0.split(separator: " ").first }.joined(separator: ",")
        let allOff = try Tool.run(["scan", "--disable", names], input: text)
        #expect(allOff.status == 3)
        #expect(allOff.errors == "pii-scrub: no pattern is on: nothing was scanned\n")
        #expect(try Tool.run(["--disable", names], input: text).errors.contains("no pattern is on; text is passed on"))
    }

    @Test("a limit is an error; with --on-limit replace the rest is scanned all the same")
    func limits() throws {
        let folder = try WorkFolder()
        let config = try folder.write(
            "eval: {pii: {custom_patterns: {evil: '(a+)+$'}, limits: {match_limit: 1000}}}\n",
            to: "c.yaml"
        )
        let hostile = String(repeating: "a", count: 5000) + "!"
        #expect(try Tool.run(["scan", "--config", config], input: hostile).status == 2)
        let records = "{\"id\":1,\"text\":\"\(hostile)\"}\n{\"id\":2,\"text\":\"10.0.0.1\"}\n"
        let outcome = try Tool.run(
            ["scan", "--config", config, "--input", "jsonl", "--on-limit", "replace"],
            input: records
        )
        #expect(outcome.status == 2)
        #expect(outcome.text.split(separator: "\n").count == 2)
        #expect(outcome.text.hasPrefix("{\"id\":1,\"findings\":[],\"error\":\"cannot be scanned"))
    }

    // MARK: Patterns

    @Test("lists what is on and where it comes from")
    func list() throws {
        let folder = try WorkFolder()
        let own = try folder.write("version: 1\npatterns: [{name: badge, regex: 'B-[0-9]+'}]\n", to: "own.yaml")
        let outcome = try Tool.run(["patterns", "list", "--patterns", own, "--disable", "ipv4"])
        let rows = outcome.text.split(separator: "\n").map { $0.split(separator: " ").map(String.init) }
        #expect(rows.contains(["badge", "BADGE", "on", "-", "\(own):2"]))
        #expect(rows.contains(["ipv4", "IP_ADDRESS", "off", "-", "built-in", "(network.yaml)"]))
    }

    @Test("shows one")
    func show() throws {
        let outcome = try Tool.run(["patterns", "show", "email"])
        for part in ["EMAIL_ADDRESS", "personal.yaml", "email_domain:", "at '@'", "precedence"] {
            #expect(outcome.text.contains(part))
        }
        #expect(try Tool.run(["patterns", "show", "nothing"]).status == 2)
        #expect(!outcome.text.contains("matches"))
    }

    @Test("shows the examples of a pattern of a file")
    func showExamples() throws {
        let folder = try WorkFolder()
        let own = try folder.write(
            """
            version: 1
            patterns:
              - name: badge
                regex: 'B-[0-9]+'
                allow: ['B-0']
                context: {words: [x], before: 1, required: false}
                examples: {match: [['B-', '1'], B-2], ignore: ["a\\n"]}

            """,
            to: "own.yaml"
        )
        let lines = try Tool.run(["patterns", "show", "--patterns", own, "badge"]).text.split(separator: "\n")
        #expect(lines.suffix(3) == ["matches     \"B-1\"", "matches     \"B-2\"", "ignores     \"a\\n\""])
        #expect(lines.contains("allowed     1 value"))
        #expect(lines.contains("context     x (up to 1 byte before), raises the rank"))
    }

    @Test("the version is that of the changelog")
    func version() throws {
        let outcome = try Tool.run(["--version"])
        #expect(outcome.status == 0)
        let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent()
        let changelog = try String(contentsOf: root.appendingPathComponent("CHANGELOG.md"), encoding: .utf8)
        let heading = try #require(changelog.split(separator: "\n").first { $0.hasPrefix("## ") })
        #expect(outcome.text == "pii-scrub \(heading.split(separator: " ")[1])\n")
    }

    @Test("checks files with their examples and lists every mistake")
    func check() throws {
        let folder = try WorkFolder()
        let good = try folder.write(
            "version: 1\npatterns: [{name: badge, regex: 'B-[0-9]+', examples: {match: [B-1], ignore: [B]}}]\n",
            to: "good.yaml"
        )
        let bad = try folder.write("version: 1\npatterns: [{name: bad, regex: '['}]\n", to: "bad.yaml")
        let worse = try folder.write(
            "version: 1\npatterns: [{name: worse, regex: a, examples: {match: [b]}}]\n",
            to: "worse.yaml"
        )
        let outcome = try Tool.run(["patterns", "check", bad, good, worse])
        #expect(outcome.status == 2)
        #expect(outcome.text == "\(good): 1 pattern, 2 examples, all right\n")
        #expect(outcome.errors.contains("\(bad):2: bad.regex: not a valid PCRE2 regex"))
        #expect(outcome.errors.contains("\(worse):2: worse.examples.match[0]: the pattern does not match"))
        #expect(try Tool.run(["patterns", "check", good]).status == 0)
        let same = try folder.write(try folder.read("good.yaml"), to: "same.yaml")
        let clash = try Tool.run(["patterns", "check", good, same])
        #expect(clash.status == 2)
        #expect(clash.errors.contains("'badge' is already defined by \(good):2"))
    }
}

import Foundation
import Testing

@testable import PIIScrubbing

/// `patterns/schema.json` and `patterns/README.md` say what the reader of pattern files does.
@Suite("Description of the pattern format")
struct SchemaTests {
    let schema: JSON
    let readme: String

    init() throws {
        let data = try Data(contentsOf: URL(fileURLWithPath: Repository.patterns + "/schema.json"))
        schema = JSON(try JSONSerialization.jsonObject(with: data))
        readme = try String(contentsOfFile: Repository.patterns + "/README.md", encoding: .utf8)
    }

    // MARK: The schema

    @Test("the schema has the keys of the reader, and no others")
    func keysAreThoseOfReader() {
        #expect(schema["properties"].keys == PatternReader.fileKeys.sorted())
        #expect(schema["$defs", "pattern", "properties"].keys == PatternReader.patternKeys.sorted())
        #expect(schema["properties", "version", "const"].int == PatternReader.version)
        #expect(schema["required"].strings == ["version", "patterns"])
        #expect(schema["$defs", "pattern", "required"].strings == ["name", "regex"])
    }

    @Test(
        "the schema has the keys of mappings inside a pattern",
        arguments: [
            ("context: {zzz: 1}", ["$defs", "pattern", "properties", "context"]),
            ("exclude_context: {zzz: 1}", ["$defs", "pattern", "properties", "exclude_context"]),
            ("examples: {zzz: 1}", ["$defs", "pattern", "properties", "examples"]),
            (
                "anchor: {digit_run: {zzz: 1}}",
                ["$defs", "anchor", "oneOf", "1", "properties", "digit_run"]
            ),
            ("redaction: {mask: {zzz: 1}}", ["$defs", "redaction", "oneOf", "2", "properties", "mask"]),
        ]
    )
    func keysOfMappingsAreThoseOfReader(field: String, path: [String]) throws {
        let known = try #require(Self.knownKeys(field))
        #expect(schema[path]["properties"].keys == known.sorted())
    }

    @Test("the schema has the keys of the forms of an anchor and of a redaction")
    func formsAreThoseOfReader() throws {
        let anchors = try #require(Self.knownKeys("anchor: {zzz: 1}"))
        let anchorForms = schema["$defs", "anchor", "oneOf"].elements.flatMap { $0["properties"].keys }
        #expect(anchorForms.sorted() == anchors.sorted())
        let redactions = try #require(Self.knownKeys("redaction: {zzz: 1}"))
        let redactionForms = schema["$defs", "redaction", "oneOf"].elements.flatMap { $0["properties"].keys }
        #expect(redactionForms.sorted() == redactions.sorted())
    }

    @Test("no mapping of the schema takes keys that it does not name")
    func schemaIsStrict() {
        for mapping in schema.all where mapping["type"].string == "object" {
            #expect(mapping["additionalProperties"].bool == false, "\(mapping["description"].string ?? "a mapping")")
        }
    }

    @Test("validators, defaults and ranges of the schema are those of the reader")
    func valuesAreThoseOfReader() {
        #expect(schema["$defs", "validator", "enum"].strings == Validator.allCases.map(\.name))
        let precedence = schema["$defs", "pattern", "properties", "precedence"]
        #expect(precedence["default"].int == PatternDefinition.defaultPrecedence)
        #expect(precedence["minimum"].int == PatternDefinition.precedences.lowerBound)
        #expect(precedence["maximum"].int == PatternDefinition.precedences.upperBound)
        let rule = ContextRule(words: [])
        #expect(schema["$defs", "before", "default"].int == rule.before)
        #expect(schema["$defs", "after", "default"].int == rule.after)
        #expect(schema["$defs", "before", "maximum"].int == ContextRule.maximumDistance)
        #expect(schema["$defs", "after", "maximum"].int == ContextRule.maximumDistance)
    }

    /// PyYAML and jsonschema, by which editors and others read these files.
    private static let validate = """
        import json, sys, yaml, jsonschema
        schema = json.load(open(sys.argv[1]))
        jsonschema.Draft202012Validator.check_schema(schema)
        for path in sys.argv[2:]:
            jsonschema.validate(yaml.safe_load(open(path, encoding="utf-8")), schema, jsonschema.Draft202012Validator)
        """

    @Test(
        "the built-in files are valid by the schema",
        .enabled(
            if: Python.runs("import yaml, jsonschema"),
            "python3 with yaml and jsonschema is not installed: THE FILES WERE NOT VALIDATED BY THE SCHEMA"
        )
    )
    func builtinFilesAreValid() {
        let files = BuiltinPatternFiles.names.map { "\(Repository.patterns)/\($0)" }
        #expect(Python.runs(Self.validate, arguments: ["\(Repository.patterns)/schema.json"] + files))
    }

    // MARK: The README

    @Test("the complete example is right")
    func exampleFileIsRight() throws {
        let start = try #require(readme.range(of: "```yaml\n")).upperBound
        let end = try #require(readme.range(of: "```", range: start..<readme.endIndex)).lowerBound
        let patterns = try PatternReader.patterns(in: String(readme[start..<end]), file: "README.md") {
            .file(path: "README.md", line: $0)
        }
        #expect(!patterns.isEmpty)
        try PatternExampleCheck.check(patterns)
    }

    @Test("the tables list the keys, the validators and the built-in patterns")
    func tablesAreComplete() throws {
        #expect(try table("## The keys of a pattern").map { $0[0] } == PatternReader.patternKeys.map { "`\($0)`" })
        #expect(
            try table("### Validators").map { [$0[0], $0[1]] }
                == Validator.allCases.map { ["`\($0.name)`", $0.summary] }
        )
        #expect(
            try table("## The built-in patterns").map { [$0[0], $0[1]] }
                == PatternCatalog.builtin.map { ["`\($0.name)`", "`\($0.entity)`"] }
        )
    }

    /// The rows of the table in a section of the README.
    private func table(_ heading: String) throws -> [[String]] {
        let start = try #require(readme.range(of: heading + "\n")).upperBound
        let lines = readme[start...].split(separator: "\n").prefix { !$0.hasPrefix("#") }
        return lines.filter { $0.hasPrefix("|") }.dropFirst(2).map { row in
            row.split(separator: "|", omittingEmptySubsequences: false).dropFirst().map {
                $0.trimmingCharacters(in: .whitespaces)
            }
        }
    }

    /// The keys that the reader knows where a pattern has the field given, by its own error message.
    private static func knownKeys(_ field: String) -> [String]? {
        let file = "version: 1\npatterns:\n  - {name: a, regex: b, \(field)}\n"
        do {
            _ = try PatternReader.patterns(in: file, file: "a.yaml") { .file(path: "a.yaml", line: $0) }
            return nil
        } catch {
            guard let list = error.reason.range(of: "known keys: ") else { return nil }
            return error.reason[list.upperBound...].split(separator: ", ").map(String.init)
        }
    }
}

/// A value of a JSON text, with what is not there as `null`.
struct JSON {
    private let value: Any?

    init(_ value: Any?) {
        self.value = value
    }

    subscript(path: String...) -> JSON { self[path] }

    subscript(path: [String]) -> JSON {
        path.reduce(self) { value, key in
            if let index = Int(key), let array = value.value as? [Any], array.indices.contains(index) {
                return JSON(array[index])
            }
            return JSON((value.value as? [String: Any])?[key])
        }
    }

    /// Sorted, as JSON has no order of keys.
    var keys: [String] { (value as? [String: Any])?.keys.sorted() ?? [] }
    var elements: [JSON] { (value as? [Any])?.map { JSON($0) } ?? [] }
    var strings: [String]? { value as? [String] }
    var string: String? { value as? String }
    var int: Int? { value as? Int }
    var bool: Bool? { value as? Bool }

    /// The value and everything in it.
    var all: [JSON] {
        let children = elements + keys.map { self[$0] }
        return [self] + children.flatMap(\.all)
    }
}

/// The machine's Python, where it has one.
enum Python {
    /// Whether the program ends without an error, which goes to standard error.
    static func runs(_ program: String, arguments: [String] = []) -> Bool {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        process.arguments = ["python3", "-c", program] + arguments
        guard (try? process.run()) != nil else { return false }
        process.waitUntilExit()
        return process.terminationStatus == 0
    }
}

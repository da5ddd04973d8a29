import Foundation
import PIIScrubbing
import Testing

/// Each mistake is told with its file, its line, its key and what to do.
@Suite("Mistakes in configurations and pattern files")
struct ConfigurationErrorTests {
    struct Mistake: Sendable, CustomTestStringConvertible {
        let name: String
        let yaml: String
        let code: ConfigurationError.Code
        let line: Int?
        let key: String?
        let says: String

        init(
            _ name: String,
            _ code: ConfigurationError.Code,
            line: Int?,
            key: String?,
            says: String,
            _ yaml: String
        ) {
            self.name = name
            self.yaml = yaml
            self.code = code
            self.line = line
            self.key = key
            self.says = says
        }

        var testDescription: String { name }
    }

    static let inConfigurations: [Mistake] = [
        Mistake(
            "unknown key",
            .unknownKey,
            line: 3,
            key: "eval.pii.enable",
            says: "did you mean 'enabled'?",
            "eval:\n  pii:\n    enable: true\n"
        ),
        Mistake(
            "misspelt pattern",
            .unknownName,
            line: 3,
            key: "eval.pii.disable_patterns",
            says: "did you mean 'ipv4'?",
            "eval:\n  pii:\n    disable_patterns: [ip4]\n"
        ),
        Mistake(
            "text for a flag",
            .wrongType,
            line: 3,
            key: "eval.pii.enabled",
            says: "must be true or false, not a text",
            "eval:\n  pii:\n    enabled: 'yes please'\n"
        ),
        Mistake(
            "number for a text",
            .wrongType,
            line: 4,
            key: "eval.pii.replacement",
            says: "put it in quotes",
            "eval:\n  pii:\n    enabled: true\n    replacement: 5\n"
        ),
        Mistake(
            "text for a list",
            .wrongType,
            line: 3,
            key: "eval.pii.disable_patterns",
            says: "must be a list, not a text",
            "eval:\n  pii:\n    disable_patterns: ipv4\n"
        ),
        Mistake(
            "bad regex",
            .invalidRegex,
            line: 5,
            key: "eval.pii.custom_patterns.bad",
            says: "not a valid PCRE2 regex at byte",
            "eval:\n  pii:\n    custom_patterns:\n      good: 'a'\n      bad: 'x(y'\n"
        ),
        Mistake(
            "Unicode switch in a regex",
            .invalidRegex,
            line: 4,
            key: "eval.pii.custom_patterns.bad",
            says: "not a valid",
            "eval:\n  pii:\n    custom_patterns:\n      bad: '(*UTF)a'\n"
        ),
        Mistake(
            "built-in name",
            .duplicateName,
            line: 4,
            key: "eval.pii.custom_patterns.email",
            says: "already defined by built-in",
            "eval:\n  pii:\n    custom_patterns:\n      email: 'a'\n"
        ),
        Mistake(
            "name with a blank",
            .invalidValue,
            line: 4,
            key: "eval.pii.custom_patterns.my id",
            says: "starts with a letter",
            "eval:\n  pii:\n    custom_patterns:\n      my id: 'a'\n"
        ),
        Mistake(
            "regex is a list",
            .wrongType,
            line: 4,
            key: "eval.pii.custom_patterns.id",
            says: "must be a text, not a list",
            "eval:\n  pii:\n    custom_patterns:\n      id: [a]\n"
        ),
        Mistake(
            "key twice",
            .duplicateName,
            line: nil,
            key: nil,
            says: "twice",
            "eval:\n  pii:\n    enabled: true\n    enabled: false\n"
        ),
        Mistake(
            "no YAML",
            .malformedYAML,
            line: 3,
            key: nil,
            says: "not valid YAML",
            "eval:\n  pii: [\n"
        ),
        Mistake(
            "section is a list",
            .wrongType,
            line: nil,
            key: "eval.pii",
            says: "must be a mapping",
            "eval:\n  pii: [a]\n"
        ),
        Mistake(
            "replacement that a pattern finds",
            .unusableReplacement,
            line: 3,
            key: "eval.pii.replacement",
            says: "'email' finds something",
            "eval:\n  pii:\n    replacement: 'hidden@example.com'\n"
        ),
        Mistake(
            "replacement that an own pattern finds",
            .unusableReplacement,
            line: nil,
            key: "eval.pii.replacement",
            says: "'caps' finds something",
            "eval:\n  pii:\n    custom_patterns:\n      caps: '[A-Z]{6,}'\n"
        ),
        Mistake(
            "replacement of one entity that a pattern finds",
            .unusableReplacement,
            line: 5,
            key: "eval.pii.redaction.PHONE_NUMBER",
            says: "'email' finds something",
            "eval:\n  pii:\n    redaction:\n      email: {replace: '***'}\n"
                + "      PHONE_NUMBER: {replace: hidden@example.com}\n"
        ),
        Mistake(
            "misspelt entity",
            .unknownName,
            line: 4,
            key: "eval.pii.redaction.EMAIL_ADRESS",
            says: "did you mean 'EMAIL_ADDRESS'?",
            "eval:\n  pii:\n    redaction:\n      EMAIL_ADRESS: mask\n"
        ),
        Mistake(
            "operator",
            .invalidValue,
            line: 4,
            key: "eval.pii.redaction.email",
            says: "replace, placeholder",
            "eval:\n  pii:\n    redaction:\n      email: hide\n"
        ),
        Mistake(
            "operator of nothing",
            .unknownName,
            line: 4,
            key: "eval.pii.redaction.e-mail",
            says: "did you mean 'email'?",
            "eval:\n  pii:\n    redaction:\n      e-mail: mask\n"
        ),
        Mistake(
            "limit",
            .invalidValue,
            line: 4,
            key: "eval.pii.limits.match_limit",
            says: "must be from 1",
            "eval:\n  pii:\n    limits:\n      match_limit: 0\n"
        ),
        Mistake(
            "missing pattern file",
            .unreadableFile,
            line: 3,
            key: "eval.pii.pattern_files[0]",
            says: "no such file or directory",
            "eval:\n  pii:\n    pattern_files: [nowhere.yaml]\n"
        ),
    ]

    @Test("in a configuration", arguments: inConfigurations)
    func configuration(mistake: Mistake) throws {
        let folder = try TemporaryFolder()
        let file = try folder.write(mistake.yaml, to: "botanu.yaml")
        let error = try #require(throws: ConfigurationError.self) {
            try Scrubber(ScrubberConfiguration(contentsOfFile: file))
        }
        check(error, mistake, folder: folder.path)
    }

    private static let head = "version: 1\npatterns:\n"

    static let inPatternFiles: [Mistake] = [
        Mistake("empty file", .missingKey, line: nil, key: nil, says: "'version: 1'", ""),
        Mistake("no version", .missingKey, line: 1, key: nil, says: "'version' is missing", "patterns: []\n"),
        Mistake(
            "version of tomorrow",
            .unsupportedVersion,
            line: 1,
            key: "version",
            says: "version 1",
            "version: 2\npatterns: []\n"
        ),
        Mistake(
            "unknown key",
            .unknownKey,
            line: 5,
            key: "patterns[0].regexp",
            says: "did you mean 'regex'?",
            head + "  - name: a\n    regex: b\n    regexp: b\n"
        ),
        Mistake(
            "no regex",
            .missingKey,
            line: 3,
            key: "patterns[0]",
            says: "'regex' is missing",
            head + "  - name: a\n"
        ),
        Mistake(
            "empty regex",
            .invalidValue,
            line: 4,
            key: "patterns[0].regex",
            says: "must not be empty",
            head + "  - name: a\n    regex: ''\n"
        ),
        Mistake(
            "bad regex",
            .invalidRegex,
            line: 4,
            key: "a.regex",
            says: "not a valid PCRE2 regex at byte 1",
            head + "  - name: a\n    regex: '['\n"
        ),
        Mistake(
            "no such group",
            .invalidValue,
            line: 5,
            key: "a.group",
            says: "0 capture groups, not 1",
            head + "  - name: a\n    regex: b\n    group: 1\n"
        ),
        Mistake(
            "entity",
            .invalidValue,
            line: 4,
            key: "patterns[0].entity",
            says: "EMAIL_ADDRESS",
            head + "  - name: a\n    entity: e-mail\n    regex: b\n"
        ),
        Mistake(
            "validator",
            .unknownName,
            line: 5,
            key: "patterns[0].validators[0]",
            says: "did you mean 'luhn'?",
            head + "  - name: a\n    regex: b\n    validators: [lun]\n"
        ),
        Mistake(
            "anchor",
            .invalidValue,
            line: 5,
            key: "patterns[0].anchor",
            says: "at_sign",
            head + "  - name: a\n    regex: b\n    anchor: dot\n"
        ),
        Mistake(
            "context without reach",
            .invalidValue,
            line: nil,
            key: "patterns[0].context",
            says: "no word is ever near enough",
            head + "  - name: a\n    regex: b\n    context: {words: [w], before: 0}\n"
        ),
        Mistake(
            "context word",
            .invalidValue,
            line: 5,
            key: "patterns[0].context.words",
            says: "ASCII letters",
            head + "  - name: a\n    regex: b\n    context: {words: ['schön']}\n"
        ),
        Mistake(
            "example that does not match",
            .failingExample,
            line: 6,
            key: "a.examples.match[0]",
            says: "does not match",
            head + "  - name: a\n    regex: b\n    examples:\n      match: [secret-text]\n"
        ),
        Mistake(
            "anchor that an example does not have",
            .failingExample,
            line: 7,
            key: "a.examples.match[0]",
            says: "what 'anchor' promises",
            head + "  - name: a\n    regex: '[a-z@]+'\n    anchor: at_sign\n    examples:\n      match: [abc]\n"
        ),
        Mistake(
            "example that matches",
            .failingExample,
            line: nil,
            key: "a.examples.ignore[1]",
            says: "matches this example",
            head + "  - name: a\n    regex: b\n    examples:\n      ignore: [c, secret-b]\n"
        ),
        Mistake(
            "name twice",
            .duplicateName,
            line: nil,
            key: "patterns[1]",
            says: "'a' stands twice",
            head + "  - name: a\n    regex: b\n  - name: a\n    regex: c\n"
        ),
        Mistake(
            "built-in name",
            .duplicateName,
            line: 3,
            key: "email.name",
            says: "disable 'email' to replace it",
            head + "  - name: email\n    regex: b\n"
        ),
        Mistake(
            "part of nothing",
            .unknownName,
            line: 5,
            key: "a.part_of",
            says: "no other pattern 'b'",
            head + "  - name: a\n    regex: b\n    part_of: b\n"
        ),
        Mistake(
            "precedence",
            .invalidValue,
            line: 5,
            key: "patterns[0].precedence",
            says: "from 0 to 1000",
            head + "  - name: a\n    regex: b\n    precedence: 5000\n"
        ),
        Mistake(
            "mask",
            .invalidValue,
            line: nil,
            key: "patterns[0].redaction.mask.character",
            says: "single character",
            head + "  - name: a\n    regex: b\n    redaction: {mask: {character: xx}}\n"
        ),
    ]

    @Test("in a pattern file", arguments: inPatternFiles)
    func patternFile(mistake: Mistake) throws {
        let folder = try TemporaryFolder()
        var configuration = ScrubberConfiguration()
        configuration.patternFiles = [try folder.write(mistake.yaml, to: "own.yaml")]
        let error = try #require(throws: ConfigurationError.self) { try Scrubber(configuration) }
        check(error, mistake, folder: folder.path)
    }

    private func check(_ error: ConfigurationError, _ mistake: Mistake, folder: String) {
        #expect(error.code == mistake.code)
        #expect(error.key == mistake.key)
        if let line = mistake.line {
            #expect(error.line == line)
        }
        #expect(error.description.contains(mistake.says), "\(error)")
        #expect(!error.description.contains("secret-"), "an error must not quote examples")
        if let file = error.file, let line = error.line {
            #expect(error.description.hasPrefix("\(file):\(line): "))
        }
    }

    @Test("a pattern file that is a directory without patterns, unreadable or no text")
    func unreadableFiles() throws {
        let folder = try TemporaryFolder()
        var configuration = ScrubberConfiguration()
        configuration.patternFiles = [folder.path]
        let empty = try #require(throws: ConfigurationError.self) { try Scrubber(configuration) }
        #expect(empty.description.contains("no .yaml or .yml file"))

        let binary = folder.path + "/binary.yaml"
        try Data([0xFF, 0xFE, 0x00]).write(to: URL(fileURLWithPath: binary))
        configuration.patternFiles = [binary]
        let noText = try #require(throws: ConfigurationError.self) { try Scrubber(configuration) }
        #expect(noText.description == "\(binary): the file is not UTF-8 text")
    }
}

import PIIScrubbing
import Synchronization
import Testing

@Suite("Configuration")
struct ConfigurationTests {
    /// Collects warnings.
    final class Warnings: Sendable {
        private let list = Mutex<[String]>([])
        var all: [String] { list.withLock { $0 } }
        func add(_ warning: ScrubberWarning) { list.withLock { $0.append(warning.description) } }
    }

    private static let document = """
        service:
          name: shop
        eval:
          content_capture_rate: 0.2
          pii:
            enabled: true
            disable_patterns: [ipv4]
            custom_patterns:
              employee_id: 'EMP-\\d{6}'
            use_presidio: false
            replacement: "[GONE]"
        otlp: {endpoint: "http://localhost"}
        """

    @Test("reads the section of the document and leaves the others alone")
    func documentedSection() throws {
        let scrubber = try Scrubber(ScrubberConfiguration(yaml: Self.document, file: "botanu.yaml"))
        let text = "EMP-123456 at 10.0.0.1 wrote to jane@example.com"
        #expect(scrubber.scrub(text) == "[GONE] at 10.0.0.1 wrote to [GONE]")
        #expect(try scrubber.findings(in: text).map(\.entity.rawValue) == ["EMPLOYEE_ID", "EMAIL_ADDRESS"])
    }

    @Test(
        "a file without the section leaves the defaults, with a warning",
        arguments: [
            ("", "; it is empty"), ("a: 1\n", ""), ("eval:\n", ""), ("eval:\n  other: {}\n", ""),
        ]
    )
    func noSection(yaml: String, hint: String) throws {
        let warnings = Warnings()
        let scrubber = try Scrubber(ScrubberConfiguration(yaml: yaml, file: "f"), onWarning: warnings.add)
        #expect(scrubber.scrub("jane@example.com") == "[REDACTED]")
        #expect(warnings.all == ["f: there is no section 'eval.pii', so nothing of it is used\(hint)"])
    }

    @Test(
        "a section that is nearly called so, or stands elsewhere, is meant and refused",
        arguments: [
            ("eval:\n  pi: {}\n", "f:2: eval.pi: unknown key; did you mean 'pii'?"),
            ("evals: {}\n", "f:1: evals: unknown key; did you mean 'eval'?"),
            ("pii: {}\n", "f:1: pii: put 'pii' under 'eval'"),
        ]
    )
    func misplacedSection(yaml: String, message: String) {
        let error = #expect(throws: ConfigurationError.self) { try ScrubberConfiguration(yaml: yaml, file: "f") }
        #expect(error?.description == message)
    }

    @Test("a pattern file that is not there is told with the place that names it")
    func missingPatternFile() throws {
        let yaml = "eval:\n  pii:\n    pattern_files:\n      - missing.yaml\n"
        let configuration = try ScrubberConfiguration(yaml: yaml, file: "/nowhere/botanu.yaml")
        let error = #expect(throws: ConfigurationError.self) { try Scrubber(configuration) }
        #expect(
            error?.description
                == "/nowhere/botanu.yaml:4: eval.pii.pattern_files[0]: /nowhere/missing.yaml: no such file or directory"
        )
    }

    @Test(
        "an anchor that no match can have is refused without an example, in its own line",
        arguments: [
            ("'[A-Z]{2}[0-9]{7}'", "at_sign"), ("'[A-Z]{2}[0-9]{7}'", "{literals: [AKIA-]}"),
            ("'[A-Z]{2}[0-9]{7}'", "{digit_run: {min: 10, max: 12, separators: ' '}}"), ("'EMP[0-9]+'", "hex_colon"),
        ]
    )
    func impossibleAnchor(regex: String, anchor: String) throws {
        let folder = try TemporaryFolder()
        let yaml = "version: 1\npatterns:\n  - name: a\n    regex: \(regex)\n    anchor: \(anchor)\n"
        var configuration = ScrubberConfiguration()
        configuration.patternFiles = [try folder.write(yaml, to: "p.yaml")]
        let error = #expect(throws: ConfigurationError.self) { try Scrubber(configuration) }
        #expect(error?.line == 5)
        #expect(error?.key == "a.anchor")
    }

    @Test("an empty section is a section")
    func emptySection() throws {
        let warnings = Warnings()
        _ = try Scrubber(ScrubberConfiguration(yaml: "eval:\n  pii:\n", file: "f"), onWarning: warnings.add)
        #expect(warnings.all.isEmpty)
    }

    /// Finds nothing.
    struct Idle: Recognizer {
        let name = "idle"
        func recognize(_ request: RecognitionRequest) -> RecognitionOutcome { .findings([]) }
    }

    @Test("an entity that no pattern finds may be that of a recognizer", arguments: ["PERSON", "URL", "JWX_ID"])
    func unknownEntity(name: String) throws {
        let warnings = Warnings()
        var configuration = ScrubberConfiguration()
        configuration.redaction = [name: .placeholder]
        _ = try Scrubber(configuration, recognizers: [Idle()], onWarning: warnings.add)
        #expect(warnings.all.isEmpty)
        #expect(try Scrubber(configuration, onWarning: warnings.add).scrub("10.0.0.1") == "[REDACTED]")
        #expect(
            warnings.all == [
                "eval.pii.redaction.\(name): no pattern finds this entity, so it does nothing without a recognizer"
            ]
        )
    }

    @Test("an unusable replacement of the environment is reported and ignored, with pattern files too")
    func unusableReplacement() throws {
        let folder = try TemporaryFolder()
        let file = try folder.write("version: 1\npatterns: [{name: own, regex: QQQ}]\n", to: "own.yaml")
        let warnings = Warnings()
        var configuration = ScrubberConfiguration()
        configuration.patternFiles = [file]
        configuration.apply(environment: [
            "BOTANU_PII_SCRUB_REPLACEMENT": "a QQQ", "BOTANU_PII_SCRUB_DISABLE_PATTERNS": "ow,ipv4",
        ])
        let scrubber = try Scrubber(configuration, onWarning: warnings.add)
        #expect(scrubber.scrub("jane@example.com 10.0.0.1") == "[REDACTED] 10.0.0.1")
        #expect(
            warnings.all == [
                "BOTANU_PII_SCRUB_DISABLE_PATTERNS: there is no pattern 'ow', ignored; did you mean 'own'?",
                "BOTANU_PII_SCRUB_REPLACEMENT is ignored: the pattern 'own' finds something in it; choose another text",
            ]
        )
        configuration.replacement = "***"
        #expect(try Scrubber(configuration).scrub("QQQ") == "***")
    }

    @Test("the environment goes before the file")
    func environment() throws {
        var configuration = try ScrubberConfiguration(yaml: Self.document, file: "botanu.yaml")
        configuration.apply(environment: [
            "BOTANU_PII_SCRUB_REPLACEMENT": "***", "BOTANU_PII_SCRUB_DISABLE_PATTERNS": " email , ,phone_us ",
        ])
        #expect(try Scrubber(configuration).scrub("jane@example.com 10.0.0.1") == "jane@example.com ***")
        configuration.apply(environment: ["BOTANU_PII_SCRUB_ENABLED": "False"])
        #expect(try Scrubber(configuration).scrub("10.0.0.1") == "10.0.0.1")
    }

    @Test("what the environment says wrong is reported and ignored")
    func badEnvironment() throws {
        let warnings = Warnings()
        var configuration = ScrubberConfiguration()
        configuration.apply(environment: [
            "BOTANU_PII_SCRUB_ENABLED": "perhaps", "BOTANU_PII_SCRUB_DISABLE_PATTERNS": "emial,ipv4",
        ])
        let scrubber = try Scrubber(configuration, onWarning: warnings.add)
        #expect(scrubber.scrub("jane@example.com 10.0.0.1") == "[REDACTED] 10.0.0.1")
        #expect(
            warnings.all == [
                "BOTANU_PII_SCRUB_ENABLED is ignored: it must be true or false",
                "BOTANU_PII_SCRUB_DISABLE_PATTERNS: there is no pattern 'emial', ignored; did you mean 'email'?",
            ]
        )
    }

    @Test("use_presidio without a recognizer does nothing but warn once")
    func presidioMissing() throws {
        let warnings = Warnings()
        var configuration = ScrubberConfiguration()
        configuration.apply(environment: ["BOTANU_PII_SCRUB_USE_PRESIDIO": "true"])
        let scrubber = try Scrubber(configuration, onWarning: warnings.add)
        #expect(scrubber.scrub("jane@example.com") == "[REDACTED]")
        #expect(scrubber.scrub("jane@example.com") == "[REDACTED]")
        #expect(warnings.all.count == 1)
    }

    @Test("switching a pattern switches its parts")
    func parts() throws {
        var configuration = ScrubberConfiguration()
        configuration.disable("ssn_us")
        #expect(try Scrubber(configuration).scrub("ssn 078051121 and 123-45-6789") == "ssn 078051121 and 123-45-6789")
        configuration.enable("ssn_us_bare")
        #expect(try Scrubber(configuration).scrub("ssn 078051121") == "ssn [REDACTED]")
    }

    @Test("patterns come from files and folders")
    func patternFiles() throws {
        let folder = try TemporaryFolder()
        _ = try folder.write(
            """
            version: 1
            patterns:
              - name: badge
                entity: BADGE
                regex: 'B-([0-9]{4})'
                group: 1
                allow: ['0000']
                redaction: {mask: {keep_last: 1}}
                examples: {match: [['B-', '1234']], ignore: ['B-12', 'B-0000']}
            """,
            to: "b.yaml"
        )
        _ = try folder.write("version: 1\npatterns: [{name: dormant, regex: zzz, enabled: false}]\n", to: "a.yml")
        _ = try folder.write("not a pattern file", to: "notes.txt")
        var configuration = ScrubberConfiguration()
        configuration.patternFiles = [folder.path]
        let scrubber = try Scrubber(configuration)
        #expect(scrubber.scrub("B-1234 B-0000 zzz") == "B-***4 B-0000 zzz")
        let catalog = try PatternCatalog(configuration)
        #expect(catalog.entries.suffix(2).map(\.definition.name) == ["dormant", "badge"])
        #expect(catalog.entries.suffix(2).map(\.isActive) == [false, true])
        #expect(catalog.entries.last?.definition.source.description == folder.path + "/b.yaml:3")
    }

    @Test("paths of pattern files start at the configuration's folder")
    func relativePaths() throws {
        let folder = try TemporaryFolder()
        _ = try folder.write("version: 1\npatterns: [{name: own, regex: QQQ}]\n", to: "own.yaml")
        let file = try folder.write("eval: {pii: {pattern_files: [own.yaml]}}\n", to: "botanu.yaml")
        #expect(try Scrubber(ScrubberConfiguration(contentsOfFile: file)).scrub("a QQQ") == "a [REDACTED]")
    }

    @Test("descriptions show no regex")
    func descriptions() throws {
        var configuration = ScrubberConfiguration()
        configuration.addPattern("own", regex: "hush-[0-9]+")
        for text in [
            "\(configuration)", String(reflecting: configuration),
            "\(Mirror(reflecting: configuration).children.map(\.value))",
        ] {
            #expect(!text.contains("hush"))
        }
        var dumped = ""
        dump(configuration, to: &dumped)
        #expect(!dumped.contains("hush"))
        dumped = ""
        dump(try Scrubber(configuration), to: &dumped)
        #expect(!dumped.contains("hush"))
    }
}

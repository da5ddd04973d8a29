import PIIScrubbing
import Testing

@Suite("eval.pii.presidio")
struct PresidioConfigurationTests {
    private func configuration(_ lines: String) throws -> ScrubberConfiguration {
        let folder = try TemporaryFolder()
        let indented = lines.split(separator: "\n").map { "    " + $0 }.joined(separator: "\n")
        return try ScrubberConfiguration(
            contentsOfFile: folder.write("eval:\n  pii:\n\(indented)\n", to: "botanu.yaml")
        )
    }

    @Test("every setting is read")
    func settings() throws {
        let configuration = try configuration(
            """
            use_presidio: true
            recognizer_failure: patterns_only
            presidio:
              python: /opt/presidio
              entities: [PERSON, ORGANIZATION]
              score_threshold: 0.5
              model: en_core_web_lg
              allow_list: [Acme]
              deny_list: {PERSON: [Bluebird], CODENAME: [Falcon]}
              workers: 2
              batch_size: 16
              queue_limit: 64
              timeout_ms: 1500
            """
        )
        #expect(configuration.usesPresidio && configuration.recognizerFailure == .patternsOnly)
        var expected = PresidioConfiguration()
        expected.python = "/opt/presidio"
        expected.entities = [.person, try #require(Entity(rawValue: "ORGANIZATION"))]
        expected.scoreThreshold = 0.5
        expected.model = "en_core_web_lg"
        expected.allowList = ["Acme"]
        expected.denyList = ["Bluebird": .person, "Falcon": try #require(Entity(rawValue: "CODENAME"))]
        (expected.workers, expected.batchSize, expected.queueLimit) = (2, 16, 64)
        expected.timeout = .milliseconds(1500)
        #expect(configuration.presidio == expected)
        #expect(try self.configuration("presidio:").presidio == PresidioConfiguration())
    }

    @Test(
        "what is not understood is told with its place",
        arguments: [
            ("presidio:\n  entity: [PERSON]", 4, "eval.pii.presidio.entity", "unknown key"),
            ("presidio:\n  entities: [person]", 4, "eval.pii.presidio.entities[0]", "PERSON or LOCATION"),
            ("presidio:\n  entities: []", 4, "eval.pii.presidio.entities", "use_presidio: false"),
            ("presidio:\n  score_threshold: 4", 4, "eval.pii.presidio.score_threshold", "from 0.0 to 1.0"),
            ("presidio:\n  workers: -1", 4, "eval.pii.presidio.workers", "from 0 to 64"),
            ("presidio:\n  deny_list: {person: [x]}", 4, "eval.pii.presidio.deny_list.person", "upper case"),
            ("presidio: true", 3, "eval.pii.presidio", "must be"),
            ("recognizer_failure: pass", 3, "eval.pii.recognizer_failure", "'drop' or 'patterns_only'"),
        ]
    )
    func mistakes(lines: String, line: Int, key: String, says: String) throws {
        let error = #expect(throws: ConfigurationError.self) { try configuration(lines) }
        #expect(error?.key == key && error?.line == line, "\(String(describing: error))")
        #expect(error?.description.contains(says) == true, "\(String(describing: error))")
    }
}

import Foundation
import PIIScrubbing
import Testing

@testable import PIIPresidio

extension WorkerTests {
    @Suite("what workers find")
    struct Findings {
        private static let texts = [
            "", " ", "nothing of interest", Workers.sample, "é \(Workers.sample)", "🙂🏽 日本語 \(Workers.sample)",
            "\0\0 \(Workers.sample)", "\r\n\t\(Workers.sample)", "[REDACTED] John Smith of [REDACTED] and London",
            "Angela Merkel met Barack Obama in Berlin, then flew to Paris.", "Please call Mary-Jane O'Neill tomorrow.",
            String(repeating: "The parcel left on a cold day. ", count: 900) + Workers.sample,
            String(repeating: "Ich heiße Jürgen Müller und wohne in Köln. ", count: 40),
        ]

        @Test("the same as this process does, each text its own")
        func same() async throws {
            guard try await Workers.arePossible() else { return }
            let workers = try await Workers.recognizer(2)
            for text in Self.texts {
                let expected = try #require(await Workers.outcome(PresidioTests.shared, text).spans)
                #expect(await Workers.outcome(workers, text).spans == expected, "\(text.prefix(60))")
            }
            let many = (0..<200).map { $0 % 2 == 0 ? "\($0) \(Workers.sample)" : "\($0) nothing of interest" }
            for (text, outcome) in zip(many, await Workers.outcomes(workers, many)) {
                #expect(
                    outcome.spans?.map(\.entity) == (text.hasSuffix("London.") ? [.person, .location] : []),
                    "\(text)"
                )
            }
            let synchronously = {
                workers.recognize(RecognitionRequest(text: Workers.sample, deadline: .now + .seconds(60)))
            }
            #expect(synchronously().spans?.count == 2)
            #expect(workers.counts.analyzed == Self.texts.count + many.count + 1)
            #expect(workers.counts.failed + workers.counts.late + workers.counts.refused + workers.counts.restarts == 0)
        }

        @Test("what is missing is told by all as by one")
        func missing() async throws {
            guard try await Workers.arePossible() else { return }
            var configuration = PresidioConfiguration()
            (configuration.workers, configuration.model) = (2, "no_such_model")
            let recognizer = PresidioRecognizer(configuration)
            let status: PresidioRecognizer.Status = await recognizer.start()
            #expect("\(status)".contains("there is no model 'no_such_model'; installed: "), "\(status)")
            guard case .unavailable = await Workers.outcome(recognizer) else {
                Issue.record("a text was not told of it")
                return
            }
            #expect(recognizer.counts == PresidioRecognizer.Counts())
        }

        @Test("without Python nothing is started")
        func noPython() async {
            var configuration = PresidioConfiguration()
            (configuration.workers, configuration.python) = (2, "none")
            let status = await PresidioRecognizer(configuration).start()
            #expect(status == .isMissing(reason: "Python is switched off (presidio.python)"))
        }
    }
}

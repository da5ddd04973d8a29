import Foundation
import PIIScrubbing
import Testing

@testable import PIIPresidio

@Suite("Presidio", .timeLimit(.minutes(3)))
struct PresidioTests {
    static let recognizer = PresidioRecognizer()

    @Test("names and places go, in any script, with offsets right")
    func names() async throws {
        let status = await Self.recognizer.start()
        guard status == .isReady else {
            print("SKIPPED: \(status)")
            return
        }
        let scrubber = try Scrubber(ScrubberConfiguration(), recognizers: [Self.recognizer])
        for text in [
            "My name is John Smith and I live in London.",
            "🙂 é 日本 My name is John Smith and I live in London. \u{0} end",
        ] {
            let scrubbed = scrubber.scrub(text)
            #expect(!scrubbed.contains("Smith") && !scrubbed.contains("London"), "\(scrubbed)")
            #expect(scrubbed.contains("My name is [REDACTED] and I live in [REDACTED]."))
        }
    }
}

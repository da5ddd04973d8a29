import Foundation

@testable import PIIScrubbing

/// What must hold for every text.
struct TextTest {
    static let builtin = TextTest(ScrubberConfiguration(), isIdempotent: true)
    static let many = TextTest(ManyPatterns.configuration(), isIdempotent: false)
    static let reference = TextTest(ReferenceRegexes.configuration(), isIdempotent: false)

    private let fast: Engine
    private let plain: Engine
    /// Whether scrubbing twice changes nothing: so with the built-in patterns, which know of redaction.
    private let isIdempotent: Bool

    private init(_ configuration: ScrubberConfiguration, isIdempotent: Bool) {
        do {
            fast = try Engine(configuration)
            plain = try Engine(configuration, scanning: .plain)
        } catch {
            fatalError("\(error)")
        }
        self.isIdempotent = isIdempotent
    }

    func run(_ text: [UInt8]) {
        let scrubber = Scrubber(fast)
        let found = scrubber.result(of: text)
        let expected = Scrubber(plain).result(of: text)
        guard found.status == .complete, expected.status == .complete else { return }
        Fuzz.require(found.findings == expected.findings, "plain \(expected.findings), fast \(found.findings)")
        if let string = String(validating: text, as: UTF8.self) {
            let output = scrubber.scrub(string)
            Fuzz.require(Array(output.utf8) == found.output, "a string and its bytes differ")
            Fuzz.require(!isIdempotent || scrubber.scrub(output) == output, "twice: \(output.debugDescription)")
        }
        inPieces(text, found.findings)
    }

    private func inPieces(_ text: [UInt8], _ expected: [Finding]) {
        var chunked = ChunkedScrubber(fast)
        // As random as the text is, and the same each time.
        var random = SeededGenerator(seed: text.reduce(5381) { $0 &* 33 &+ UInt64($1) })
        var outputs: [ChunkedScrubber.Output] = []
        var position = 0
        while position < text.count {
            let end = min(text.count, position + Int.random(in: 1...1200, using: &random))
            outputs.append(chunked.append(text[position..<end]))
            position = end
        }
        outputs.append(chunked.finish())
        // A deployment's patterns may run out of time on a busy machine.
        guard outputs.allSatisfy({ $0.failure == nil }) else { return }
        let findings = outputs.flatMap(\.findings)
        Fuzz.require(findings == expected, "whole \(expected), in pieces \(findings)")
    }
}

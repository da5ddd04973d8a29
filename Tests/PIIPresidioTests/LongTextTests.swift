import PIIScrubbing
import Synchronization
import Testing

@testable import PIIPresidio

@Suite("long texts")
struct LongTextTests {
    @Test(
        "pieces cover a text, overlap, and cut no character",
        arguments: [
            "", "a", "Jane. ", "Yes. No! ", "a b ", "ä", "🙂🏽", "日本語。", "\n", "no end of it ", "x\n",
        ]
    )
    func pieces(unit: String) {
        for count in [0, 1, 100, 3000, 20_000] {
            let text = String(repeating: unit, count: count)
            var covered = 0
            var pieces = 0
            for (piece, offset) in TextPieces(text) {
                #expect(offset <= covered && piece.utf8.count <= TextPieces.longest)
                #expect(offset == 0 || covered - offset >= min(TextPieces.overlap, covered))
                #expect(Array(text.utf8)[offset...].starts(with: piece.utf8))
                covered = offset + piece.utf8.count
                pieces += 1
            }
            #expect(covered == text.utf8.count)
            #expect(pieces <= 1 + 3 * text.utf8.count / TextPieces.longest)
        }
    }

    @Test("findings of pieces are at their places in the text, each once")
    func places() async {
        let maker = StandInMaker()
        let recognizer = PresidioRecognizer(PresidioConfiguration(), maker)
        let text = String(repeating: "Nobody is here. ", count: 3000)
        let outcome = await Workers.outcome(recognizer, text)
        #expect(outcome.spans?.isEmpty == true)
        let pieces = maker.asked.withLock { $0 }.flatMap(\.self).filter { $0 != Workers.sample }
        #expect(pieces.count > 5 && pieces.allSatisfy { $0.utf8.count <= TextPieces.longest })
        #expect(recognizer.counts.analyzed == 1)
    }

    @Test("a text of which a piece fails has failed")
    func failure() async {
        let maker = StandInMaker()
        let recognizer = PresidioRecognizer(PresidioConfiguration(), maker)
        // The stand-in fails for a text that is this word alone.
        let text = String(repeating: "Nobody is here. ", count: 3000) + "\n" + String(repeating: " ", count: 9000)
        #expect(await Workers.outcome(recognizer, text).spans?.isEmpty == true)
        let late = await Workers.outcome(recognizer, text, within: .milliseconds(-1))
        #expect(late.failure == "Presidio took too long")
    }

    @Test("a name far inside a long text is found where it stands")
    func real() async throws {
        guard try await Workers.arePossible() else { return }
        let sentence = "The parcel left the warehouse on a cold and rainy day, and nobody has seen it since. "
        let filler = String(repeating: sentence, count: 400)
        let text = "é" + filler + Workers.sample + filler
        let outcome = await Workers.outcome(PresidioTests.shared, text)
        let found = outcome.spans?.map { String(decoding: Array(text.utf8)[$0.range], as: UTF8.self) }
        #expect(found == ["John Smith", "London"])
    }
}

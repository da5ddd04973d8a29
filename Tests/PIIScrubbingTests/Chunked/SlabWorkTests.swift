import PIIScrubbing
import Testing

@Suite("Slabs of a text, scrubbed ahead of their turn")
struct SlabWorkTests {
    let engine: Engine

    init() throws {
        engine = try Engine(ScrubberConfiguration())
    }

    /// Slabs so small that much happens at their borders.
    private static let sizes = SlabCutter.Sizes(first: 300, others: 9000, least: 8000, lead: 3000)

    private static func slabs(_ text: [UInt8], _ sizes: SlabCutter.Sizes = sizes) -> [Slab] {
        var cutter = SlabCutter(sizes)
        var position = 0
        var slabs: [Slab] = []
        while let slab = cutter.next({ count in
            let end = min(text.count, position + count)
            defer { position = end }
            return (Array(text[position..<end]), end == text.count)
        }) {
            slabs.append(slab)
        }
        return slabs
    }

    /// A scrubber that tells where it began.
    private struct TracedPass: TextPass {
        var scrubber: ChunkedScrubber
        var beginning: Int

        func isInStep(with other: TracedPass) -> Bool { scrubber.isInStep(with: other.scrubber) }

        mutating func append(_ piece: ArraySlice<UInt8>, isLast: Bool) -> ChunkedScrubber.Output {
            scrubber.append(piece, isLast: isLast)
        }
    }

    private struct Outcome: Equatable {
        var bytes: [UInt8] = []
        var findings: [Finding] = []
        var failures: [ScanFailure] = []
        /// Whether each part begins where the one before ends.
        var isSeamless = true
    }

    /// - Parameter isAhead: whether slabs are worked on before the ones before them; else each waits for its turn.
    /// - Returns: what comes of them, and how many counted that were worked on ahead.
    private static func scrub(
        _ slabs: [Slab],
        _ engine: Engine,
        content: ChunkedScrubber.Content = .redacted,
        holdBack: Int = 64 << 10,
        isAhead: Bool
    ) -> (outcome: Outcome, ahead: Int) {
        let fresh = ChunkedScrubber(engine, content: content, holdBack: holdBack)
        let works = slabs.reversed().map { slab in
            let beginning = TracedPass(scrubber: fresh.begun(with: slab), beginning: slab.offset)
            return SlabWork(slab, beginning: isAhead ? beginning : nil)
        }
        var pass = TracedPass(scrubber: fresh, beginning: -1)
        var ahead = 0
        var outcome = Outcome()
        var end = 0
        for (slab, work) in zip(slabs, works.reversed()) {
            for output in work.products(continuing: &pass) {
                outcome.isSeamless = outcome.isSeamless && output.decided.lowerBound == end
                end = output.decided.upperBound
                outcome.bytes += output.bytes
                outcome.findings += output.findings
                if let failure = output.failure { outcome.failures.append(failure) }
            }
            ahead += pass.beginning == slab.offset ? 1 : 0
        }
        return (outcome, ahead)
    }

    /// Random text of at least so many bytes, with items across the borders of slabs.
    private static func text(_ texts: inout TextGenerator, count: Int) -> [UInt8] {
        var bytes: [UInt8] = []
        while bytes.count < count { bytes += texts.bytes(pieces: 200) }
        for border in stride(from: sizes.first, to: count, by: sizes.others) {
            let item = Array((TextGenerator.items[texts.int(in: 0...TextGenerator.items.count - 1)]).utf8)
            let start = border - texts.int(in: 0...item.count)
            bytes.replaceSubrange(start..<min(bytes.count, start + item.count), with: item)
        }
        return bytes
    }

    @Test("they come out as the whole text does", arguments: [21, 22, 23] as [UInt64])
    func likeTheWhole(seed: UInt64) throws {
        var texts = TextGenerator(seed: seed)
        for _ in 0..<max(1, ScrubbingPropertyTests.rounds / 100) {
            let text = Self.text(&texts, count: 40_000)
            let whole = Scrubber(engine).result(of: text)
            let slabs = Self.slabs(text)
            let ahead = Self.scrub(slabs, engine, isAhead: true).outcome
            try #require(ahead.findings == whole.findings)
            try #require(ahead.bytes == whole.output)
            try #require(ahead.isSeamless)
            try #require(Self.scrub(slabs, engine, isAhead: false).outcome == ahead)
            let original = Self.scrub(slabs, engine, content: .original, isAhead: true).outcome
            try #require(original.bytes == text && original.findings == whole.findings && original.isSeamless)
        }
    }

    @Test("items at every place around a border")
    func aroundBorder() throws {
        let padding = "Plain words fill the room between. "
        let items = [
            "jane.doe@example.com", "+1 (415) 555-0132 ext. 42", "4111 1111 1111 1111 12/26",
            "john@acme.com123-45-6789", "[REDACTED]", "Bearer " + "mF_9.B5f-4.1JqM", "é電🙂@example.com",
        ]
        for item in items.map({ Array($0.utf8) }) {
            for shift in 0...(item.count + 1) {
                var text = Array(String(repeating: padding, count: 600).utf8)
                let start = Self.sizes.first + Self.sizes.others - shift
                text.replaceSubrange(start..<(start + item.count), with: item)
                let whole = Scrubber(engine).result(of: text)
                let ahead = Self.scrub(Self.slabs(text), engine, isAhead: true)
                try #require(ahead.outcome.findings == whole.findings, "\(shift)")
                try #require(ahead.outcome.bytes == whole.output, "\(shift)")
            }
        }
    }

    @Test("in plain text all of them count but the first, which is too short")
    func staysAhead() throws {
        let text = Array(String(repeating: "Plain words, jane@example.com between. ", count: 3000).utf8)
        let slabs = Self.slabs(text)
        let (outcome, ahead) = Self.scrub(slabs, engine, isAhead: true)
        #expect(outcome.bytes == Scrubber(engine).scrub(text))
        #expect(slabs.count == 14 && ahead == 13)
    }

    @Test("an item that goes on over several slabs is followed to its end")
    func overlongItem() throws {
        let token = "Bearer " + String(repeating: "aB3", count: 20_000)
        let padding = String(repeating: "Plain words fill the room. ", count: 200)
        let text = Array((padding + token + " then jane@example.com " + padding).utf8)
        let slabs = Self.slabs(text)
        let (outcome, ahead) = Self.scrub(slabs, engine, holdBack: 4096, isAhead: true)
        #expect(String(decoding: outcome.bytes, as: UTF8.self) == padding + "[REDACTED] then [REDACTED] " + padding)
        #expect(outcome == Self.scrub(slabs, engine, holdBack: 4096, isAhead: false).outcome)
        #expect(ahead < slabs.count / 2)
    }

    @Test("matches that overlap in an endless chain, and limits, come out the same in turn and ahead")
    func endlessChain() throws {
        var configuration = ScrubberConfiguration()
        configuration.addPattern("tens", regex: "[a-z ]{10}")
        configuration.addPattern("sevens", regex: "[a-z ]{7}")
        configuration.addPattern("evil", regex: "(0+)+$")
        configuration.limits.matchLimit = 1000
        let engine = try Engine(configuration)
        let words = String(repeating: "plain words ", count: 3000)
        let zeros = String(repeating: "0", count: 3000) + "! "
        let slabs = Self.slabs(Array((words + zeros + words).utf8))
        let (outcome, _) = Self.scrub(slabs, engine, holdBack: 4096, isAhead: true)
        #expect(!outcome.failures.isEmpty)
        #expect(outcome == Self.scrub(slabs, engine, holdBack: 4096, isAhead: false).outcome)
    }
}

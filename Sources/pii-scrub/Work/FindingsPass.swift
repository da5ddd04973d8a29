import PIIScrubbing

/// Finds things in a text piece by piece, and writes down what and where.
struct FindingsPass: TextPass {
    struct Product: Sendable {
        /// Bytes of the text that are decided with it.
        let bytes: Int
        let report: [UInt8]
        let findings: FindingCounts
        let failure: ScanFailure?
    }

    private let engine: Engine
    private let renderer: ReportRenderer
    private var scrubber: ChunkedScrubber
    /// Up to where the text is decided.
    private var position: TextPosition

    /// - Parameter position: that of the slab.
    init(_ engine: Engine, _ renderer: ReportRenderer, beginning slab: Slab, at position: TextPosition) {
        self.engine = engine
        self.renderer = renderer
        self.position = position
        scrubber = ChunkedScrubber(engine, content: .original).begun(with: slab)
    }

    func isInStep(with other: FindingsPass) -> Bool {
        scrubber.isInStep(with: other.scrubber)
    }

    mutating func append(_ piece: ArraySlice<UInt8>, isLast: Bool) -> Product {
        let output = scrubber.append(piece, isLast: isLast)
        var report: [UInt8] = []
        output.bytes.withUnsafeBufferPointer { text in
            func part(_ range: Range<Int>) -> UnsafeBufferPointer<UInt8> {
                let first = output.decided.lowerBound
                return UnsafeBufferPointer(rebasing: text[(range.lowerBound - first)..<(range.upperBound - first)])
            }
            for match in output.matches {
                position.advance(over: part(position.utf8..<match.lowerBound))
                let start = position
                position.advance(over: part(match.range))
                renderer.add(match, from: start, to: position, text: part(match.range), to: &report)
            }
            position.advance(over: part(position.utf8..<output.decided.upperBound))
        }
        let counts = FindingCounts(output.matches, engine)
        return Product(bytes: output.decided.count, report: report, findings: counts, failure: output.failure)
    }
}

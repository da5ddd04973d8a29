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

    private let kinds: FindingKinds
    private let renderer: ReportRenderer
    private var scrubber: ChunkedScrubber
    /// Up to where the text is decided.
    private var position: TextPosition

    /// - Parameter position: that of the slab.
    init(
        _ engine: Engine,
        _ kinds: FindingKinds,
        _ renderer: ReportRenderer,
        beginning slab: Slab,
        at position: TextPosition
    ) {
        self.kinds = kinds
        self.renderer = renderer
        self.position = position
        scrubber = ChunkedScrubber(engine, content: .original).begun(with: slab)
    }

    func isInStep(with other: FindingsPass) -> Bool {
        scrubber.isInStep(with: other.scrubber)
    }

    mutating func append(_ piece: ArraySlice<UInt8>, isLast: Bool) -> Product {
        let output = scrubber.append(piece, isLast: isLast)
        let report = renderer.report(output.matches, in: output.bytes, of: output.decided, from: &position)
        let counts = FindingCounts(output.matches, kinds)
        return Product(bytes: output.decided.count, report: report, findings: counts, failure: output.failure)
    }
}

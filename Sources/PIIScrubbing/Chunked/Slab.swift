/// A stretch of a long text, cut where it happens to be.
package struct Slab: Sendable {
    /// Where it starts in the text, in bytes.
    package let offset: Int
    package let bytes: [UInt8]
    /// Whether the text ends with it.
    package let isLast: Bool
    /// What stands just before it.
    let context: [UInt8]
    /// How many of its bytes are taken first; 0 where it is taken as a whole.
    let leadBytes: Int

    /// The pieces in which it is taken, whoever takes it: results do not depend on how many threads there are, not even
    /// where they depend on cuts, as with items longer than the hold-back.
    var pieces: [ArraySlice<UInt8>] {
        leadBytes > 0 ? [bytes[..<leadBytes], bytes[leadBytes...]] : [bytes[...]]
    }
}

/// Cuts a text into slabs as it is read.
package struct SlabCutter: Sendable {
    package struct Sizes: Sendable {
        /// The first slab, which keeps the output waiting.
        package var first: Int
        package var others: Int
        /// A shorter slab, as pipes give them, is not worth working ahead on.
        package var least: Int
        /// What is scrubbed twice of each slab, so that who comes from before and who began with it fall into step.
        package var lead: Int

        package init(first: Int, others: Int, least: Int, lead: Int) {
            self.first = first
            self.others = others
            self.least = max(least, lead + 1)
            self.lead = lead
        }

        package static let standard = Sizes(first: 32 << 10, others: 512 << 10, least: 96 << 10, lead: 8 << 10)
    }

    private let sizes: Sizes
    private var offset = 0
    private var context: [UInt8] = []
    private var hasEnded = false

    package init(_ sizes: Sizes = .standard) {
        self.sizes = sizes
    }

    /// The next slab; nil behind the last one.
    ///
    /// - Parameter read: gives so many bytes or fewer, and tells whether these are the last.
    package mutating func next(_ read: (Int) throws -> (bytes: [UInt8], isLast: Bool)) rethrows -> Slab? {
        guard !hasEnded else { return nil }
        let (bytes, isLast) = try read(offset == 0 ? sizes.first : sizes.others)
        let lead = bytes.count >= sizes.least ? sizes.lead : 0
        let slab = Slab(offset: offset, bytes: bytes, isLast: isLast, context: context, leadBytes: lead)
        offset += bytes.count
        context = Array((context + bytes.suffix(ChunkedScrubber.contextBytes)).suffix(ChunkedScrubber.contextBytes))
        hasEnded = isLast
        return slab
    }
}

/// Messages of one size, cut out of a corpus: all with something in them for the yardstick to find, or all without.
struct Samples {
    let corpus: String
    let size: Int
    let hasItems: Bool
    let texts: [String]

    var name: String { hasItems ? "with items" : "clean" }

    /// - Parameter count: how many messages at most.
    init?(of corpus: Corpus, size: Int, hasItems: Bool, count: Int) throws {
        self.corpus = corpus.name
        self.size = size
        self.hasItems = hasItems
        let yardstick = try Yardstick()
        let whole = corpus.whole ?? corpus.documents.joined()
        var source = Self.slices(of: Array(whole.utf8), size: size)
        if !hasItems, size > Self.cleanPiece {
            // Long messages without any item are rare or there are none: they are put together from short ones.
            let clean = Self.slices(of: Array(whole.utf8), size: Self.cleanPiece).filter { yardstick.find($0) == 0 }
            source = Self.slices(of: Array(clean.joined().utf8), size: size)
        }
        texts = Array(source.filter { (yardstick.find($0) > 0) == hasItems }.prefix(count))
        if texts.isEmpty {
            Report.note("\(corpus.name) has no message of \(size) bytes that is \(hasItems ? "not " : "")clean")
            return nil
        }
    }

    private static let cleanPiece = 256

    /// A little is left out between two, so that a cut does not always fall at the same place of a record.
    private static func slices(of bytes: [UInt8], size: Int) -> [String] {
        stride(from: 0, to: max(0, bytes.count - size), by: size + 37).map {
            String(decoding: bytes[$0..<$0 + size], as: UTF8.self)
        }
    }

    static let sizes = [256, 1024, 4096]

    static func all(of corpora: [Corpus], count: Int) throws -> [Samples] {
        try corpora.flatMap { corpus in
            try sizes.flatMap { size in
                try [false, true].compactMap { try Samples(of: corpus, size: size, hasItems: $0, count: count) }
            }
        }
    }
}

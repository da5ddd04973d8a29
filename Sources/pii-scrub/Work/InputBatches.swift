/// Shares all threads out to inputs: small files are worked on several at once, each by one thread; another input has
/// all threads for itself.
struct InputBatches: Sequence, IteratorProtocol {
    /// Up to here a file is small, in bytes.
    private static let smallBytes = 4 << 20

    private var rest: ArraySlice<InputSource>

    init(_ sources: [InputSource]) {
        rest = sources[...]
    }

    mutating func next() -> [InputSource]? {
        guard !rest.isEmpty else { return nil }
        let small = rest.prefix { $0.size.map { $0 <= Self.smallBytes } ?? false }
        let batch = small.isEmpty ? rest.prefix(1) : small
        rest = rest.dropFirst(batch.count)
        return Array(batch)
    }
}

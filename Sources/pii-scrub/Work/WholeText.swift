import PIIScrubbing

/// A text that is read as a whole, since recognizers need it so.
struct WholeText {
    let source: InputSource
    let takesBinary: Bool

    /// - Parameter limit: the longest text that is taken, in bytes.
    func read(upTo limit: Int) throws -> [UInt8] {
        let reader = try InputReader(source)
        var text: [UInt8] = []
        while true {
            let (bytes, isLast) = try reader.read(1 << 20)
            if text.isEmpty { try source.refuseBinary(bytes, takesBinary: takesBinary) }
            text += bytes
            guard text.count <= limit else {
                throw InputError(
                    input: source.name,
                    reason: "is longer than \(limit) bytes, and names are looked for in whole texts: split it, "
                        + "or leave Presidio out"
                )
            }
            guard !isLast else { return text }
        }
    }
}

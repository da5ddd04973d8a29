import PIIScrubbing

/// What was found in several texts, read from what Python packed: for each text a count, and for each finding the
/// entity's index, start and end in UTF-8 bytes; unsigned 32-bit numbers, little-endian.
struct RecognizedSpans {
    let all: [[RecognizedSpan]]

    /// - Returns: nil for what cannot be.
    init?(_ packed: [UInt8], texts: [String], _ entities: [Entity]) {
        var place = 0
        func number() -> Int? {
            guard place + 4 <= packed.count else { return nil }
            defer { place += 4 }
            return (0..<4).reduce(0) { $0 | Int(packed[place + $1]) << ($1 * 8) }
        }
        var all: [[RecognizedSpan]] = []
        for text in texts {
            guard let count = number(), count <= packed.count else { return nil }
            var spans: [RecognizedSpan] = []
            for _ in 0..<count {
                guard let entity = number(), let start = number(), let end = number(),
                    entity < entities.count, start < end, end <= text.utf8.count
                else { return nil }
                spans.append(RecognizedSpan(entity: entities[entity], range: start..<end))
            }
            all.append(spans)
        }
        guard place == packed.count else { return nil }
        self.all = all
    }
}

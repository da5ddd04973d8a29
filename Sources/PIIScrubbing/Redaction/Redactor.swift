/// Writes texts in which findings are redacted.
struct Redactor: Sendable {
    /// What to write in place of a finding, by the index of its pattern.
    private let renderings: [Rendering]
    /// What to write in place of a text that could not be scanned.
    let replacement: [UInt8]

    private enum Rendering: Sendable {
        case text([UInt8])
        case mask(RedactionOperator.Mask)
    }

    /// - Parameter operators: one for each pattern of the set, with its entity.
    init(_ operators: [(operator: RedactionOperator, entity: Entity)], replacement: String) {
        self.replacement = Array(replacement.utf8)
        renderings = operators.map { entry in
            switch entry.operator.kind {
            case .replace(let text): .text(Array((text ?? replacement).utf8))
            case .placeholder: .text(Array("<\(entry.entity)>".utf8))
            case .mask(let mask): .mask(mask)
            }
        }
    }

    /// The bytes of `text[range]` with the findings in it redacted.
    func redact(_ text: UnsafeBufferPointer<UInt8>, in range: Range<Int>, findings: some Collection<Match>) -> [UInt8] {
        let pieces = pieces(of: text, in: range, findings: findings)
        return [UInt8](unsafeUninitializedCapacity: pieces.size) { buffer, count in
            count = Self.fill(buffer, with: pieces.list, from: text)
        }
    }

    func redact(_ text: UnsafeBufferPointer<UInt8>, findings: [Match]) -> String {
        let pieces = pieces(of: text, in: text.indices, findings: findings)
        return String(unsafeUninitializedCapacity: pieces.size) { buffer in
            Self.fill(buffer, with: pieces.list, from: text)
        }
    }

    private enum Piece {
        case original(Range<Int>)
        case rendered([UInt8])
    }

    private func pieces(
        of text: UnsafeBufferPointer<UInt8>,
        in range: Range<Int>,
        findings: some Collection<Match>
    ) -> (list: [Piece], size: Int) {
        var list: [Piece] = []
        list.reserveCapacity(2 * findings.count + 1)
        var size = 0
        var position = range.lowerBound
        for finding in findings {
            let rendered = render(finding, in: text)
            list.append(.original(position..<finding.range.lowerBound))
            list.append(.rendered(rendered))
            size += finding.range.lowerBound - position + rendered.count
            position = finding.range.upperBound
        }
        list.append(.original(position..<range.upperBound))
        return (list, size + range.upperBound - position)
    }

    private static func fill(
        _ buffer: UnsafeMutableBufferPointer<UInt8>,
        with pieces: [Piece],
        from text: UnsafeBufferPointer<UInt8>
    ) -> Int {
        var position = 0
        for piece in pieces {
            switch piece {
            case .original(let range):
                position = buffer[position...].update(fromContentsOf: text[range])
            case .rendered(let bytes):
                position = buffer[position...].update(fromContentsOf: bytes)
            }
        }
        return position
    }

    private func render(_ finding: Match, in text: UnsafeBufferPointer<UInt8>) -> [UInt8] {
        switch renderings[finding.pattern] {
        case .text(let bytes): bytes
        case .mask(let mask): Self.masked(text[finding.range], mask)
        }
    }

    private static func masked(_ bytes: Slice<UnsafeBufferPointer<UInt8>>, _ mask: RedactionOperator.Mask) -> [UInt8] {
        let characters = Array(String(decoding: bytes, as: UTF8.self))
        let isHideable = characters.map { !mask.keepsSeparators || $0.isLetter || $0.isNumber }
        let hideable = isHideable.count { $0 }
        // What would keep all of it keeps nothing.
        let keeps = mask.keepFirst + mask.keepLast < hideable
        var seen = 0
        var output = ""
        for (character, hides) in zip(characters, isHideable) {
            guard hides else {
                output.append(character)
                continue
            }
            let isKept = keeps && (seen < mask.keepFirst || seen >= hideable - mask.keepLast)
            output.append(isKept ? character : mask.character)
            seen += 1
        }
        return Array(output.utf8)
    }
}

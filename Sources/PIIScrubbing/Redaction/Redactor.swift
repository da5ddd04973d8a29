/// Writes texts in which findings are redacted. Immutable.
final class Redactor: @unchecked Sendable {
    /// By the index of the pattern. Raw memory: it is read at every finding.
    private let renderings: UnsafeMutablePointer<Rendering>
    private let masks: [RedactionOperator.Mask?]
    private let hasMasks: Bool
    /// Whether what is written in place of findings is ASCII.
    private let writesASCII: Bool
    /// What to write in place of a text that could not be scanned.
    let replacement: [UInt8]

    /// - Parameter operators: one for each pattern of the set, with its entity.
    init(_ operators: [(operator: RedactionOperator, entity: Entity)], replacement: String) {
        self.replacement = Array(replacement.utf8)
        renderings = .allocate(capacity: max(1, operators.count))
        var masks: [RedactionOperator.Mask?] = []
        var texts: [String] = []
        for (index, entry) in operators.enumerated() {
            let text: String?
            switch entry.operator.kind {
            case .replace(let own): text = own ?? replacement
            case .placeholder: text = "<\(entry.entity)>"
            case .mask: text = nil
            }
            if let text { texts.append(text) }
            (renderings + index).initialize(to: Rendering(text.map { Array($0.utf8) }))
            if case .mask(let mask) = entry.operator.kind { masks.append(mask) } else { masks.append(nil) }
        }
        self.masks = masks
        hasMasks = masks.contains { $0 != nil }
        writesASCII = !hasMasks && texts.allSatisfy { $0.utf8.allSatisfy { $0 < 0x80 } }
    }

    deinit {
        for index in masks.indices { renderings[index].deallocate() }
        renderings.deallocate()
    }

    /// The bytes of `text[range]` with the findings in it redacted.
    func redact(
        _ text: UnsafeBufferPointer<UInt8>,
        in range: Range<Int>,
        findings: some Collection<Match>
    ) -> [UInt8] {
        let masked = maskedTexts(of: findings, in: text)
        let size = size(of: range, findings: findings, masked: masked)
        return [UInt8](unsafeUninitializedCapacity: size) { buffer, count in
            count = write(text, in: range, findings: findings, masked: masked, to: buffer)
        }
    }

    /// The text with the findings in it redacted. Its bytes are valid UTF-8, and findings cut no character.
    func redact(
        _ text: UnsafeBufferPointer<UInt8>,
        findings: UnsafeBufferPointer<Match>,
        isASCII: Bool,
        scratch: ScanScratch
    ) -> String {
        let masked = maskedTexts(of: findings, in: text)
        let size = size(of: text.indices, findings: findings, masked: masked)
        if size > Self.copiedBytes, isASCII {
            return String(unsafeUninitializedCapacity: size) { buffer in
                write(text, in: text.indices, findings: findings, masked: masked, to: buffer)
            }
        }
        let buffer = UnsafeMutableBufferPointer(rebasing: scratch.outputBuffer(size)[..<size])
        let written = write(text, in: text.indices, findings: findings, masked: masked, to: buffer)
        let output = UnsafeBufferPointer(rebasing: UnsafeBufferPointer(buffer)[..<written])
        if #available(macOS 26, *) {
            // Pieces of valid UTF-8 that were cut between characters, and texts that are valid: checking that again
            // would cost more than finding.
            let span = UTF8Span(unchecked: Span(_unsafeElements: output), isKnownASCII: isASCII && writesASCII)
            return String(copying: span)
        }
        return String(decoding: output, as: UTF8.self)
    }

    /// Up to here a second copy costs less than checking UTF-8 does.
    private static let copiedBytes = 128 << 10

    private func size(of range: Range<Int>, findings: some Collection<Match>, masked: [[UInt8]]) -> Int {
        var size = range.count + masked.reduce(0) { $0 + $1.count }
        for finding in findings {
            size += renderings[finding.pattern].count - (finding.upperBound - finding.lowerBound)
        }
        return size
    }

    private func write(
        _ text: UnsafeBufferPointer<UInt8>,
        in range: Range<Int>,
        findings: some Collection<Match>,
        masked: [[UInt8]],
        to buffer: UnsafeMutableBufferPointer<UInt8>
    ) -> Int {
        guard let base = text.baseAddress, let output = buffer.baseAddress else { return 0 }
        var position = range.lowerBound
        var written = 0
        var maskedIndex = 0
        for finding in findings {
            let length = finding.lowerBound &- position
            let room = min(text.count &- position, buffer.count &- written)
            Self.copy(base + position, count: length, to: output + written, room: room)
            written &+= length
            let rendering = renderings[finding.pattern]
            if let rendered = rendering.text {
                let room = min(rendering.room, buffer.count &- written)
                Self.copy(rendered, count: rendering.count, to: output + written, room: room)
                written &+= rendering.count
            } else {
                written = buffer[written...].update(fromContentsOf: masked[maskedIndex])
                maskedIndex += 1
            }
            position = finding.upperBound
        }
        (output + written).update(from: base + position, count: range.upperBound &- position)
        return written &+ range.upperBound &- position
    }

    /// Copies bytes. A few are copied as a block, which is more than count: all of the output is written in order, so
    /// that what is too much is overwritten.
    ///
    /// - Parameter room: how many bytes can be read and written.
    @inline(__always)
    private static func copy(
        _ bytes: UnsafePointer<UInt8>,
        count: Int,
        to output: UnsafeMutablePointer<UInt8>,
        room: Int
    ) {
        typealias Block = SIMD64<UInt8>
        if UInt(bitPattern: count) <= Block.scalarCount, Block.scalarCount <= room {
            let block = UnsafeRawPointer(bytes).loadUnaligned(as: Block.self)
            UnsafeMutableRawPointer(output).storeBytes(of: block, as: Block.self)
        } else {
            output.update(from: bytes, count: count)
        }
    }

    // MARK: Masks

    /// What stands in place of the findings whose patterns are masked, in their order.
    private func maskedTexts(of findings: some Collection<Match>, in text: UnsafeBufferPointer<UInt8>) -> [[UInt8]] {
        guard hasMasks else { return [] }
        var texts: [[UInt8]] = []
        for finding in findings where renderings[finding.pattern].text == nil {
            guard let mask = masks[finding.pattern] else { continue }
            texts.append(Self.masked(text[finding.range], mask))
        }
        return texts
    }

    private static func masked(_ bytes: Slice<UnsafeBufferPointer<UInt8>>, _ mask: RedactionOperator.Mask) -> [UInt8] {
        let characters = Array(String(decoding: bytes, as: UTF8.self))
        let isHideable = characters.map { !mask.keepsSeparators || $0.isLetter || $0.isNumber }
        let hideable = isHideable.count { $0 }
        // What would keep all of it keeps nothing.
        let keeps = mask.keepFirst < hideable && mask.keepLast < hideable - mask.keepFirst
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

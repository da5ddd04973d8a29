import CByteScan

/// What offsets into a text count.
public enum OffsetUnit: String, Sendable, CaseIterable {
    /// Bytes of UTF-8.
    case utf8
    /// Unicode scalars, as Python counts.
    case scalar
    /// UTF-16 code units, as JavaScript, Java and the Language Server Protocol count.
    case utf16

    /// The ranges of findings in this unit. Linear in the text.
    ///
    /// - Parameters:
    ///   - findings: sorted and disjoint, as a ``Scrubber`` returns them for the text.
    ///   - text: the text they were found in.
    public func ranges(of findings: [Finding], in text: String) -> [Range<Int>] {
        guard self != .utf8 else { return findings.map(\.range) }
        var text = text
        return text.withUTF8 { bytes in
            var position = (bytes: 0, units: 0)
            func advance(to offset: Int) -> Int {
                let end = min(max(offset, position.bytes), bytes.count)
                if let base = bytes.baseAddress {
                    let count = end - position.bytes
                    position.units +=
                        self == .scalar
                        ? bytescan_count_scalars(base + position.bytes, count)
                        : bytescan_count_utf16(base + position.bytes, count)
                }
                position.bytes = end
                return position.units
            }
            return findings.map { finding in
                let start = advance(to: finding.range.lowerBound)
                return start..<advance(to: finding.range.upperBound)
            }
        }
    }
}

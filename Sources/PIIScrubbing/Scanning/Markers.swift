import CByteScan

/// Where redaction markers stand in a text.
enum Markers {
    /// Sorted, disjoint ranges of the markers in `text`.
    static func ranges(of markers: [[UInt8]], in text: UnsafeBufferPointer<UInt8>, from start: Int) -> [Range<Int>] {
        var ranges: [Range<Int>] = []
        for marker in markers {
            var offset = start
            while offset < text.count, let base = text.baseAddress {
                let found = bytescan_find(base + offset, text.count - offset, marker, marker.count)
                guard found < text.count - offset else { break }
                ranges.append((offset + found)..<(offset + found + marker.count))
                offset += found + marker.count
            }
        }
        return ranges.count < 2 ? ranges : union(ranges)
    }

    /// A copy of the text in which the ranges are overwritten.
    static func masked(_ text: UnsafeBufferPointer<UInt8>, _ ranges: [Range<Int>]) -> [UInt8] {
        [UInt8](unsafeUninitializedCapacity: text.count) { copy, count in
            count = copy.update(fromContentsOf: text)
            for range in ranges {
                copy[range].update(repeating: ContextMatcher.mask)
            }
        }
    }

    /// The ranges sorted, with those that overlap made one.
    static func union(_ ranges: [Range<Int>]) -> [Range<Int>] {
        var union: [Range<Int>] = []
        for range in ranges.sorted(by: { $0.lowerBound < $1.lowerBound }) {
            if let last = union.last, last.upperBound > range.lowerBound {
                union[union.count - 1] = last.lowerBound..<max(last.upperBound, range.upperBound)
            } else {
                union.append(range)
            }
        }
        return union
    }
}

import Foundation

/// Values as JSON in which every string is scrubbed by itself: an escape like `\n` before a number would hide it from
/// patterns that see the whole.
enum ScrubbedJSON {
    /// The value as JSON with sorted keys; its description where it cannot be encoded. What is made of it must be
    /// scrubbed once more: what is split over two values may be an address only together.
    static func text(of value: some Encodable, _ scrubber: TelemetryScrubber) -> String {
        let encoder = JSONEncoder()
        encoder.dateEncodingStrategy = .iso8601
        encoder.nonConformingFloatEncodingStrategy = .convertToString(
            positiveInfinity: "inf",
            negativeInfinity: "-inf",
            nan: "nan"
        )
        // Base64 would hide what it holds.
        encoder.dataEncodingStrategy = .custom { data, encoder in
            var container = encoder.singleValueContainer()
            try container.encode(String(validating: data, as: UTF8.self) ?? "\(data.count) bytes")
        }
        guard let data = try? encoder.encode(value),
            let tree = try? JSONSerialization.jsonObject(with: data, options: .fragmentsAllowed),
            let scrubbed = try? JSONSerialization.data(
                withJSONObject: scrubbed(tree, scrubber),
                options: [.fragmentsAllowed, .sortedKeys, .withoutEscapingSlashes]
            )
        else {
            return scrubber.seenThrough(String(describing: value))
        }
        return String(decoding: scrubbed, as: UTF8.self)
    }

    private static func scrubbed(_ tree: Any, _ scrubber: TelemetryScrubber) -> Any {
        switch tree {
        case let text as String: scrubber.part(text)
        case let list as [Any]: list.map { scrubbed($0, scrubber) }
        case let object as [String: Any]:
            Dictionary(
                object.map { (scrubber.partKey($0.key), scrubbed($0.value, scrubber)) },
                uniquingKeysWith: { first, _ in first }
            )
        default: tree
        }
    }
}

import Foundation

/// Values as JSON in which every string is scrubbed by itself: an escape like `\n` before a number would hide it from
/// patterns that see the whole.
enum ScrubbedJSON {
    /// The value as JSON with sorted keys, scrubbed and cut; nil where it cannot be scrubbed.
    static func text(of value: some Encodable, _ runtime: Runtime) -> String? {
        let encoder = JSONEncoder()
        encoder.dateEncodingStrategy = .iso8601
        guard let data = try? encoder.encode(value),
            let tree = try? JSONSerialization.jsonObject(with: data, options: .fragmentsAllowed),
            let scrubbed = try? JSONSerialization.data(
                withJSONObject: scrubbed(tree, runtime),
                options: [.fragmentsAllowed, .sortedKeys, .withoutEscapingSlashes]
            )
        else {
            return runtime.content(String(describing: value))
        }
        // Once more as a whole: what is split over two values may be an address only together.
        return runtime.content(String(decoding: scrubbed, as: UTF8.self))
    }

    private static func scrubbed(_ tree: Any, _ runtime: Runtime) -> Any {
        switch tree {
        case let text as String: runtime.clean(text)
        case let list as [Any]: list.map { scrubbed($0, runtime) }
        case let object as [String: Any]:
            Dictionary(
                object.map { (runtime.clean($0.key), scrubbed($0.value, runtime)) },
                uniquingKeysWith: { first, _ in first }
            )
        default: tree
        }
    }
}

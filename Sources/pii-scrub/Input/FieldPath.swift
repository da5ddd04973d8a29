/// A field that `--fields` names, as in `meta.user`.
struct FieldPath: Sendable, Hashable, CustomStringConvertible {
    let description: String
    private let keys: [String]

    /// - Returns: nil where the name holds no key.
    init?(_ name: String) {
        keys = name.split(separator: ".").map(String.init)
        description = keys.joined(separator: ".")
        guard !keys.isEmpty else { return nil }
    }

    /// Whether the keys lead to this field. A key may itself hold dots, as in `{"meta.user": …}`.
    func isReached(by path: [String]) -> Bool {
        path == keys || Self.hasDots(path) && path.joined(separator: ".") == description
    }

    /// Whether the keys lead to this field or into it.
    func covers(_ path: [String]) -> Bool {
        if path.starts(with: keys) { return true }
        guard Self.hasDots(path) else { return false }
        return (path.joined(separator: ".") + ".").utf8.starts(with: (description + ".").utf8)
    }

    private static func hasDots(_ path: [String]) -> Bool {
        path.contains { $0.utf8.contains(UInt8(ascii: ".")) }
    }
}

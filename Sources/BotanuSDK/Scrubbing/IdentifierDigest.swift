import Crypto

/// Keyed digests of identifiers: HMAC-SHA-256 (RFC 2104), cut to 128 bits.
struct IdentifierDigest: Sendable {
    private let key: SymmetricKey

    /// - Parameter key: what makes digests the same over restarts and processes; without it they are the same in one
    ///   process only.
    init(key: String?) {
        let key = key.flatMap { $0.isEmpty ? nil : $0 }
        self.key = key.map { SymmetricKey(data: Array($0.utf8)) } ?? Self.ofProcess
    }

    private static let ofProcess = SymmetricKey(size: .bits256)

    /// The same for the same identifier, and for what is a digest already. It has letters only: digits might be taken for
    /// a number to redact later.
    func of(_ identifier: String) -> String {
        guard !Self.isDigest(identifier) else { return identifier }
        let code = HMAC<SHA256>.authenticationCode(for: Array(identifier.utf8), using: key)
        var text = Self.prefix
        for byte in code.prefix(16) {
            for half in [byte >> 4, byte & 15] { text.unicodeScalars.append(UnicodeScalar(UInt8(ascii: "a") + half)) }
        }
        return text
    }

    private static let prefix = "id_"

    private static func isDigest(_ text: String) -> Bool {
        let letters = UInt8(ascii: "a")...UInt8(ascii: "p")
        return text.utf8.count == prefix.utf8.count + 32 && text.hasPrefix(prefix)
            && text.utf8.dropFirst(prefix.utf8.count).allSatisfy { letters.contains($0) }
    }
}

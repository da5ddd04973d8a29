import Crypto

/// Keyed digests of identifiers: HMAC-SHA-256 (RFC 2104), cut to 128 bits.
struct IdentifierDigest: Sendable {
    private let key: SymmetricKey

    /// - Parameter key: what makes digests the same over restarts and processes; without it they are the same in one
    ///   process only.
    init(key: String?) {
        self.key = key.map { SymmetricKey(data: Array($0.utf8)) } ?? Self.ofProcess
    }

    private static let ofProcess = SymmetricKey(size: .bits256)

    /// The same for the same identifier. It has letters only: digits might be taken for a number to redact later.
    func of(_ identifier: String) -> String {
        let code = HMAC<SHA256>.authenticationCode(for: Array(identifier.utf8), using: key)
        var text = "id_"
        for byte in code.prefix(16) {
            for half in [byte >> 4, byte & 15] { text.unicodeScalars.append(UnicodeScalar(UInt8(ascii: "a") + half)) }
        }
        return text
    }
}

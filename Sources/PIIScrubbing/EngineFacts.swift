import CByteScan
import CPCRE2

/// What this build runs on, for reports.
package enum EngineFacts {
    /// The version of the package; `CHANGELOG.md` begins with the same one, which a test holds.
    package static let version = "0.1.0"

    /// The version of PCRE2, with its date.
    package static var pcre2: String {
        let length = Int(pcre2_config_8(UInt32(PCRE2_CONFIG_VERSION), nil))
        guard length > 0 else { return "unknown" }
        var bytes = [UInt8](repeating: 0, count: length)
        pcre2_config_8(UInt32(PCRE2_CONFIG_VERSION), &bytes)
        return String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self)
    }

    /// Whether PCRE2 was built with its JIT, and the system lets it make code.
    package static var hasJIT: Bool {
        (try? Regex("a"))?.isJITCompiled ?? false
    }

    /// The widest instruction set that texts are scanned with here.
    package static var scanVariant: String {
        let variants = [
            (bytescan_avx512, "AVX-512"), (bytescan_avx2, "AVX2"), (bytescan_sse2, "SSE2"), (bytescan_neon, "NEON"),
        ]
        return variants.first { bytescan_supports($0.0) != 0 }?.1 ?? "portable"
    }
}

import Foundation

extension ReferenceDifference {
    static let secrets = [bearerWord, recordSeparator, tokenWithoutHeader]

    private static let bearerWord = ReferenceDifference(
        "word behind 'Bearer'",
        reason: "a word, or a single character, is no token",
        patterns: ["bearer_token"],
        examples: ["Bearer of bad news", "Bearer authentication is required", "a Bearer accessToken", "Bearer X"]
    ) { match in
        guard let token = match.value.split(whereSeparator: \.isWhitespace).last else { return false }
        let trimmed = Probe(#"[.-]*\z"#).first(in: String(token)).map { token.utf8.prefix($0.lowerBound) }
        guard let trimmed, trimmed.count > 1 else { return true }
        return Probe(
            #"\A(?:[A-Za-z]?[a-z]*[A-Z]?[a-z]*|[A-Z]{1,11})(?:-(?:[A-Za-z]?[a-z]*[A-Z]?[a-z]*|[A-Z]{1,11}))*\z"#
        )
        .occurs(in: String(Substring(trimmed)))
            && trimmed.split(separator: UInt8(ascii: "-")).allSatisfy { $0.count <= 24 }
    }

    private static let recordSeparator = ReferenceDifference(
        "separator of records for a blank",
        reason: "Python's `\\s` takes U+001C to U+001F; nobody writes them into a header or a phone number",
        patterns: ["bearer_token", "phone_us"],
        examples: ["Bearer\u{1F}" + "mF_9.B5f-4.1JqM", "(415)\u{1F}555-0132"]
    ) { match in
        match.value.utf8.contains { (0x1C...0x1F).contains($0) }
    }

    private static let tokenWithoutHeader = ReferenceDifference(
        "three parts without the header of a token",
        reason: "the first part does not decode to JSON with 'alg', nor do two parts open like JSON",
        patterns: ["jwt"],
        examples: ["eyJust.a.sentence", "eyJ0eXAiOiJKV1QifQ" + ".eyJub3Rl.aGVyZQ"]
    ) { match in
        let parts = match.value.split(separator: ".")
        let opensLikeJSON =
            parts[0].utf8.count >= 17 && parts[1].utf8.count >= 17 && parts[1].hasPrefix("ey")
            && parts[0].utf8.allSatisfy { $0 != UInt8(ascii: "-") && $0 != UInt8(ascii: "_") }
        return !opensLikeJSON && !hasAlgorithm(String(parts[0]))
    }

    private static func hasAlgorithm(_ header: String) -> Bool {
        var base64 = header.replacingOccurrences(of: "-", with: "+").replacingOccurrences(of: "_", with: "/")
        base64 += String(repeating: "=", count: (4 - base64.utf8.count % 4) % 4)
        guard let data = Data(base64Encoded: base64) else { return false }
        return (try? JSONSerialization.jsonObject(with: data) as? [String: Any])?["alg"] != nil
    }
}

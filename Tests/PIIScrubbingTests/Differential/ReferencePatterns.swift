import PIIScrubbing

/// A pattern of the Python SDK, transcribed.
struct ReferencePattern: Sendable {
    let name: String
    let regex: Regex
    /// What the SDK asks of a match besides.
    let accepts: @Sendable ([UInt8]) -> Bool

    init(_ name: String, _ source: String, accepts: @escaping @Sendable ([UInt8]) -> Bool = { _ in true }) {
        self.name = name
        self.accepts = accepts
        do {
            regex = try Regex(source)
        } catch {
            fatalError("\(name): \(error.message)")
        }
    }
}

/// The 15 patterns of the Python SDK, for texts in ASCII.
///
/// On such texts Python's `re` and PCRE2 agree on all that stands in these regexes but `\s`, which in Python takes
/// U+001C to U+001F too. Beyond ASCII they differ (Python's `\d` takes the digits of every script, its `\b` knows
/// every letter), and that is out of scope here. The SDK runs the patterns in turn, each on what the one before left;
/// here each has the original text, which redacts no less.
enum ReferencePatterns {
    static let all: [ReferencePattern] = [
        ReferencePattern("bearer_token", #"Bearer[\s\x1C-\x1F]+[A-Za-z0-9._\-]+"#),
        ReferencePattern("jwt", #"\beyJ[A-Za-z0-9_\-]+\.[A-Za-z0-9_\-]+\.[A-Za-z0-9_\-]+\b"#),
        ReferencePattern("aws_access_key", #"\bAKIA[0-9A-Z]{16}\b"#),
        ReferencePattern("github_token", #"\bgh[pousr]_[A-Za-z0-9]{36,}\b"#),
        ReferencePattern("stripe_key", #"\b(?:sk|rk)_live_[A-Za-z0-9]{24,}\b"#),
        ReferencePattern("slack_token", #"\bxox[baprs]-[A-Za-z0-9-]+\b"#),
        ReferencePattern("anthropic_key", #"\bsk-ant-[A-Za-z0-9\-_]{20,}\b"#),
        ReferencePattern("openai_key", #"\bsk-(?:proj-)?[A-Za-z0-9]{20,}\b"#),
        ReferencePattern("credit_card", #"\b(?:\d[ -]?){12,18}\d\b"#, accepts: isCardNumber),
        ReferencePattern("ssn_us", #"\b\d{3}-\d{2}-\d{4}\b"#),
        ReferencePattern("email", #"\b[A-Za-z0-9._%+\-]+@[A-Za-z0-9.\-]+\.[A-Za-z]{2,}\b"#),
        ReferencePattern("phone_e164", #"\+[1-9]\d{6,14}\b"#),
        ReferencePattern("phone_us", #"(?:\(\d{3}\)[\s\x1C-\x1F]?\d{3}[-.]\d{4}|\b\d{3}[-.]\d{3}[-.]\d{4}\b)"#),
        ReferencePattern("ipv6", #"\b(?:[A-Fa-f0-9]{1,4}:){7}[A-Fa-f0-9]{1,4}\b"#),
        ReferencePattern(
            "ipv4",
            #"\b(?:(?:25[0-5]|2[0-4]\d|[01]?\d\d?)\.){3}(?:25[0-5]|2[0-4]\d|[01]?\d\d?)\b"#
        ),
    ]

    /// 13 to 19 digits with a right Luhn check digit.
    private static func isCardNumber(_ match: [UInt8]) -> Bool {
        let digits = ReferenceMatch.digits(of: match[...])
        return (13...19).contains(digits.count) && hasLuhnCheckDigit(digits)
    }

    static func hasLuhnCheckDigit(_ digits: [Int]) -> Bool {
        let sum = digits.reversed().enumerated().reduce(0) { sum, entry in
            let weighted = entry.offset.isMultiple(of: 2) ? entry.element : 2 * entry.element
            return sum + (weighted > 9 ? weighted - 9 : weighted)
        }
        return sum.isMultiple(of: 10)
    }
}

import PIIScrubbing

extension ReferenceDifference {
    static let cards = [
        cardOfNoIssuer, cardInOtherGroups, digitsBesideCard, cardInFraction, cardInIBAN, cardInTrackingNumber,
        cardBesideWord,
    ]

    private static let cardOfNoIssuer = ReferenceDifference(
        "card number of no issuer",
        reason: "one in ten numbers has a right check digit; no issuer has this range, or not with so many digits",
        patterns: ["credit_card"],
        examples: ["1111111111111117", "9149996762582262", "5145042251233093902", "5100 0000 0000 3"]
    ) { match in
        !isCard(match.digits) && !leavesDigitsBesideCard(match)
    }

    private static let cardInOtherGroups = ReferenceDifference(
        "card digits in groups that no issuer prints",
        reason: "issuers print groups of four to six digits, or two halves, with one separator throughout",
        patterns: ["credit_card"],
        examples: ["411 111 111 111 1111", "41-11 1111 1111 1111"]
    ) { match in
        isCard(match.digits) && !isPrinted(match)
    }

    private static let digitsBesideCard = ReferenceDifference(
        "digits beside a card number",
        reason: "a card number is redacted; what stands beside it is not part of it",
        patterns: ["credit_card"],
        examples: ["5500 0000 0000 0004 105"]
    ) { match in
        leavesDigitsBesideCard(match)
    }

    private static let cardInFraction = ReferenceDifference(
        "digits behind a decimal point",
        reason: "a fraction is no card number",
        patterns: ["credit_card"],
        examples: ["p = 0.4111111111111111"]
    ) { match in
        Probe(#"[0-9]\.\z"#).occurs(in: match.before) && Probe(#"\A[0-9]+\z"#).occurs(in: match.value)
    }

    private static let cardInIBAN = ReferenceDifference(
        "digits of an IBAN",
        reason: "a bank account number with right check digits is no card number",
        patterns: ["credit_card"],
        examples: ["DE31 629007128430886091"]
    ) { match in
        let opener = Probe(#"(?:(?<![A-Za-z0-9])|(?<=\\[A-Za-z0-9]))[A-Z]{2}[0-9]{2}(?= ?[A-Z0-9])"#)
        let text = match.string(match.text.indices)
        var start = max(0, match.range.lowerBound - 68)
        while let found = opener.first(in: text, from: start), found.lowerBound <= match.range.lowerBound {
            if reaches(match, from: found.lowerBound) { return true }
            start = found.lowerBound + 1
        }
        return false
    }

    private static let cardInTrackingNumber = ReferenceDifference(
        "digits of a parcel's tracking number",
        reason: "numbers of the US Postal Service start with a group from 9200 to 9599",
        patterns: ["credit_card"],
        examples: ["USPS9405 5500 0000 0000 0004"]
    ) { match in
        Probe(#"(?<![0-9])9[2-5][0-9]{2} \z"#).occurs(in: match.before)
    }

    private static let cardBesideWord = ReferenceDifference(
        "card number behind an excluding word",
        reason:
            "IMEI, EAN, ISBN and the like have the same check digit; `exclude_context` of `credit_card` lists the words",
        patterns: ["credit_card"],
        examples: ["EAN 4006381000002", "imeisv: 3539180800000006"]
    ) { match in
        excludingWords("credit_card").occurs(in: match.context)
    }

    // MARK: What the classes ask

    private static func leavesDigitsBesideCard(_ match: ReferenceMatch) -> Bool {
        match.uncovered.contains { part in
            let before = runOfDigits(match.text[..<part.lowerBound].reversed()).reversed()
            let behind = runOfDigits(match.text[part.upperBound...])
            return (12...19).contains { isCard(before.suffix($0)) || isCard(behind.prefix($0)) }
        }
    }

    /// The digits at the start of a text, whatever separates them in a card number.
    private static func runOfDigits(_ text: some Sequence<UInt8>) -> [Int] {
        ReferenceMatch.digits(of: text.prefix { (48...57).contains($0) || " -.".utf8.contains($0) })
    }

    /// Whether an issuer has numbers of this range and length, and the check digit is right.
    private static func isCard(_ digits: some Collection<Int>) -> Bool {
        guard digits.count >= 12, ReferencePatterns.hasLuhnCheckDigit(Array(digits)) else { return false }
        let number = digits.map(String.init).joined()
        return issuers.contains { $0.lengths.contains(digits.count) && $0.prefix.occurs(in: number) }
    }

    /// Whether the digits stand in groups as issuers print them, and the last is no month of an expiry.
    private static func isPrinted(_ match: ReferenceMatch) -> Bool {
        let groups = match.value.split { " -".contains($0) }.map(\.utf8.count)
        let separators = Set(match.value.filter { " -".contains($0) })
        switch groups.count {
        case 1: return true
        case _ where groups == [4, 4, 4, 4] || groups.allSatisfy { $0 == 1 }: return true
        case 2: return groups == [8, 8] || groups[0] == 6 && groups[1] >= 9
        case _ where separators.count > 1: return false
        case _ where groups == [4, 3, 3, 3]: return true
        default:
            let isExpiry = groups.last == 2 && Probe(#"\A/[0-9]"#).occurs(in: match.after)
            return groups.dropLast().allSatisfy { (4...6).contains($0) } && groups.last ?? 7 <= 6 && !isExpiry
        }
    }

    private static let issuers: [(prefix: Probe, lengths: Set<Int>)] = [
        (Probe(#"\A4"#), [13, 16, 19]),
        (Probe(#"\A(?:5[1-5]|222[1-9]|22[3-9]|2[3-6]|27[01]|2720)"#), [16]),
        (Probe(#"\A3[47]"#), [15]),
        (Probe(#"\A(?:30[0-5]|3095|36|3[89])"#), [14, 16]),
        (Probe(#"\A3[689]"#), [19]),
        (Probe(#"\A(?:2131|1800)"#), [15]),
        (Probe(#"\A35(?:2[89]|[3-8])"#), [16, 17, 18, 19]),
        (Probe(#"\A(?:6011|64[4-9]|65|62|8[12]|636|220[0-4])"#), [16, 17, 18, 19]),
        (Probe(#"\A(?:5018|5020|5038|5612|5893|6304|6390|6759|676[1-9]|677[01])"#), [12, 13, 14, 15, 16, 17, 18, 19]),
        (Probe(#"\A670[6-9]"#), [16, 17, 18, 19]),
        (Probe(#"\A633[34]"#), [16, 18, 19]),
        (Probe(#"\A(?:5041|50(?:6[6-9]|[789])|5019|5061|606282|2205|8600|9792|9860)"#), [16]),
    ]

    /// Whether an IBAN with right check digits starts at `start` and reaches into the match.
    private static func reaches(_ match: ReferenceMatch, from start: Int) -> Bool {
        var number: [UInt8] = []
        for offset in start..<match.text.count {
            switch match.text[offset] {
            case UInt8(ascii: " "): continue
            case 48...57, 65...90: number.append(match.text[offset])
            default: return false
            }
            guard number.count <= 34 else { return false }
            if number.count >= 15, offset >= match.range.lowerBound, remainder(number) == 1 {
                return true
            }
        }
        return false
    }

    /// The remainder modulo 97 of an IBAN read as ISO 13616-1 says.
    private static func remainder(_ number: [UInt8]) -> Int {
        (number.dropFirst(4) + number.prefix(4)).reduce(0) { remainder, byte in
            byte < 65 ? (remainder * 10 + Int(byte) - 48) % 97 : (remainder * 100 + Int(byte) - 55) % 97
        }
    }
}

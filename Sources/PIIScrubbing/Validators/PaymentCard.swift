extension Validator {
    /// The longest window that starts with the candidate, ends at the end of a group of digits, has a length that its
    /// issuer uses, and a right check digit. `4111 1111 1111 1111 12/26` is a card and its expiry, not 18 digits.
    static func checkPaymentCard(_ candidate: Candidate) -> Range<Int>? {
        let lengths = PaymentCardIssuer.lengths(for: candidate)
        guard !lengths.isEmpty else { return nil }
        return candidate.withDigits(in: candidate.range, limit: 19) { digits in
            guard digits.count >= 12 else { return nil }
            var isChecked = false
            for count in stride(from: digits.count, through: 12, by: -1) where lengths.contains(count) {
                let end = digits.offsets[count - 1] + 1
                guard !ASCII.isDigit(candidate[end]), digits.hasLuhnCheckDigit(count), isVaried(digits, count),
                    isGroupedLikeCard(digits, count, candidate)
                else { continue }
                if !isChecked {
                    guard !isPartOfIdentifier(candidate) else { return nil }
                    isChecked = true
                }
                return candidate.range.lowerBound..<end
            }
            return nil
        }
    }

    private static func isVaried(_ digits: Digits, _ count: Int) -> Bool {
        (1..<count).contains { digits[$0] != digits[0] }
    }

    /// Groups of digits, up to 19 of them.
    private struct Groups {
        /// Five bits for each.
        private var lengths: UInt128 = 0
        private(set) var count = 1
        /// Whether one separator stands between all of them.
        private(set) var isUniform = true

        init(_ digits: Digits, _ digitCount: Int, _ candidate: Candidate) {
            var separator: UInt8?
            for position in 0..<digitCount {
                let offset = digits.offsets[position]
                if position > 0, offset != digits.offsets[position - 1] + 1 {
                    count += 1
                    let between = candidate[offset - 1]
                    isUniform = isUniform && between == separator ?? between
                    separator = between
                }
                lengths &+= 1 &<< UInt128(5 &* (count &- 1))
            }
        }

        subscript(index: Int) -> Int { Int(truncatingIfNeeded: lengths &>> UInt128(5 &* index)) & 31 }

        var last: Int { self[count - 1] }

        func areAll(_ range: ClosedRange<Int>, upTo end: Int) -> Bool {
            (0..<end).allSatisfy { range.contains(self[$0]) }
        }
    }

    /// Issuers print numbers in groups of four to six digits, some in two halves, with one separator throughout; four
    /// groups of four are a card with any separators, and people dictate digit by digit.
    /// `456 389 8350 809-65-8948` is a phone number and something else; `5018 9782 5744 12/27` ends before the expiry.
    private static func isGroupedLikeCard(_ digits: Digits, _ count: Int, _ candidate: Candidate) -> Bool {
        let groups = Groups(digits, count, candidate)
        let last = groups.last
        if groups.count == 1 || groups.count == 4 && groups.areAll(4...4, upTo: 4)
            || groups.areAll(1...1, upTo: groups.count)
        {
            return true
        }
        guard groups.isUniform else { return false }
        if groups.count == 2 {
            return groups[0] == 8 && last == 8 || groups[0] == 6 && last >= 9
        }
        let end = digits.offsets[count - 1] + 1
        let isExpiry =
            last == 2 && candidate[end] == UInt8(ascii: "/") && ASCII.isDigit(candidate[end + 1])
            && candidate[end + 3] != UInt8(ascii: "/")
        if groups.count == 4, groups[0] == 4, groups[1] == 3, groups[2] == 3, last == 3 {
            return true
        }
        return groups.areAll(4...6, upTo: groups.count - 1) && last <= 6 && !isExpiry
    }

    /// A decimal fraction, a group of a UUID or of a parcel's tracking number or the digits of an IBAN are no card.
    private static func isPartOfIdentifier(_ candidate: Candidate) -> Bool {
        let start = candidate.range.lowerBound
        let firstSeparator = candidate.bytes.first { !ASCII.isDigit($0) } ?? UInt8(ascii: ".")
        if candidate[start - 1] == UInt8(ascii: "."), ASCII.isDigit(candidate[start - 2]),
            firstSeparator == UInt8(ascii: ".")
        {
            return true
        }
        return UUIDShape.covers(candidate) || IBAN.covers(candidate) || isPartOfTrackingNumber(candidate)
    }

    /// Numbers of the US Postal Service have 22 digits, of which the first four are 92 to 95 and two more.
    private static func isPartOfTrackingNumber(_ candidate: Candidate) -> Bool {
        let start = candidate.range.lowerBound
        return candidate[start - 1] == UInt8(ascii: " ") && candidate[start - 5] == UInt8(ascii: "9")
            && (UInt8(ascii: "2")...UInt8(ascii: "5")).contains(candidate[start - 4])
            && ASCII.isDigit(candidate[start - 3]) && ASCII.isDigit(candidate[start - 2])
            && !ASCII.isDigit(candidate[start - 6])
    }
}

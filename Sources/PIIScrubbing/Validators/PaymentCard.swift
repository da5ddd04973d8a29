extension Validator {
    /// The longest window that starts with the candidate, ends at the end of a group of digits, has a length that its
    /// issuer uses, and a right check digit. `4111 1111 1111 1111 12/26` is a card and its expiry, not 18 digits.
    static let paymentCard = Validator(
        name: "payment_card",
        summary: "digits in an issuer's range, of that issuer's length, with a right Luhn check digit",
        precheck: .longest
    ) { candidate in
        let offsets = Array(candidate.digitOffsets(in: candidate.range).prefix(19))
        let digits = offsets.map { candidate.digit(at: $0) }
        guard digits.count >= 12, !isPartOfIdentifier(candidate) else { return nil }
        let lengths = PaymentCardIssuer.lengths(for: digits)
        for count in lengths.reversed() where count <= digits.count {
            let end = offsets[count - 1] + 1
            guard !ASCII.isDigit(candidate[end]), Luhn.isValid(digits[..<count]), Set(digits[..<count]).count > 1,
                isGroupedLikeCard(offsets[..<count], candidate)
            else { continue }
            return candidate.range.lowerBound..<end
        }
        return nil
    }

    /// Issuers print numbers in groups of four to six digits, some in two halves, with one separator throughout; four
    /// groups of four are a card with any separators, and people dictate digit by digit.
    /// `456 389 8350 809-65-8948` is a phone number and something else; `5018 9782 5744 12/27` ends before the expiry.
    private static func isGroupedLikeCard(_ offsets: ArraySlice<Int>, _ candidate: Candidate) -> Bool {
        var groups: [Int] = []
        var separators: Set<UInt8> = []
        for (position, offset) in offsets.enumerated() {
            if position == 0 || offset != offsets[position - 1] + 1 {
                groups.append(0)
                if position > 0 { separators.insert(candidate[offset - 1]) }
            }
            groups[groups.count - 1] += 1
        }
        guard groups.count > 1, let last = groups.last else { return true }
        if groups == [4, 4, 4, 4] || groups.allSatisfy({ $0 == 1 }) {
            return true
        }
        guard separators.count == 1 else { return false }
        if groups.count == 2 {
            return groups == [8, 8] || groups[0] == 6 && last >= 9
        }
        let end = offsets[offsets.endIndex - 1] + 1
        let isExpiry =
            last == 2 && candidate[end] == UInt8(ascii: "/") && ASCII.isDigit(candidate[end + 1])
            && candidate[end + 3] != UInt8(ascii: "/")
        if groups == [4, 3, 3, 3] {
            return true
        }
        return groups.dropLast().allSatisfy { (4...6).contains($0) } && last <= 6 && !isExpiry
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

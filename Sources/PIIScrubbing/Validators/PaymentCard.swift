extension Validator {
    /// The longest window that starts with the candidate, ends at the end of a group of digits, has a length that its
    /// issuer uses, and a right check digit. `4111 1111 1111 1111 12/26` is a card and its expiry, not 18 digits.
    static let paymentCard = Validator(
        name: "payment_card",
        summary: "digits in an issuer's range, of that issuer's length, with a right Luhn check digit"
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

    /// Dots separate the groups of a number only where no group is shorter than two digits or starts the number with
    /// fewer than three: `3.689147645185829` is a fraction.
    private static func isGroupedLikeCard(_ offsets: ArraySlice<Int>, _ candidate: Candidate) -> Bool {
        var groups: [Int] = []
        var hasDots = false
        for (position, offset) in offsets.enumerated() {
            if position == 0 || offset != offsets[position - 1] + 1 {
                groups.append(0)
                hasDots = hasDots || position > 0 && candidate[offset - 1] == UInt8(ascii: ".")
            }
            groups[groups.count - 1] += 1
        }
        return !hasDots || groups[0] >= 3 && groups.allSatisfy { (2...6).contains($0) }
    }

    /// A decimal fraction, a group of a UUID or the digits of an IBAN are no card.
    private static func isPartOfIdentifier(_ candidate: Candidate) -> Bool {
        let start = candidate.range.lowerBound
        if candidate[start - 1] == UInt8(ascii: "."), ASCII.isDigit(candidate[start - 2]) {
            return true
        }
        return UUIDShape.covers(candidate) || IBAN.covers(candidate)
    }
}

/// Universally unique identifiers, RFC 9562, section 4: groups of 8, 4, 4, 4 and 12 hexadecimal digits.
enum UUIDShape {
    private static let groupEnds: Set<Int> = [8, 13, 18, 23]
    private static let length = 36

    /// Whether the candidate starts inside the text form of a UUID.
    static func covers(_ candidate: Candidate) -> Bool {
        let start = candidate.range.lowerBound
        // A candidate starts a group.
        return [0, 9, 14, 19, 24].contains { isUUID(at: start - $0, candidate) }
    }

    private static func isUUID(at start: Int, _ candidate: Candidate) -> Bool {
        guard start >= 0, !ASCII.isAlphanumeric(candidate[start - 1]),
            !ASCII.isAlphanumeric(candidate[start + length])
        else { return false }
        return (0..<length).allSatisfy { index in
            let byte = candidate[start + index]
            return groupEnds.contains(index) ? byte == UInt8(ascii: "-") : ASCII.isHexDigit(byte)
        }
    }
}

/// Issuers' ranges and lengths, after the issuer identification numbers of ISO/IEC 7812-1 as networks publish them.
enum PaymentCardIssuer {
    private struct Issuer {
        let prefixes: ClosedRange<Int>
        let lengths: [Int]

        init(_ prefixes: ClosedRange<Int>, _ lengths: [Int]) {
            self.prefixes = prefixes
            self.lengths = lengths
        }
    }

    private static let sixteenToNineteen = [16, 17, 18, 19]
    private static let maestro = [12, 13, 14, 15, 16, 17, 18, 19]

    /// Prefixes of six digits, inclusive; the first that fits decides.
    private static let issuers: [Issuer] = [
        Issuer(340000...349999, [15]),  // American Express
        Issuer(370000...379999, [15]),
        Issuer(300000...305999, [14, 16]),  // Diners Club
        Issuer(309500...309599, [14, 16]),
        Issuer(360000...369999, [14, 16, 19]),
        Issuer(380000...399999, [14, 16, 19]),
        Issuer(352800...358999, sixteenToNineteen),  // JCB
        Issuer(213100...213199, [15]),
        Issuer(180000...180099, [15]),
        Issuer(400000...499999, [13, 16, 19]),  // Visa, and the Elo and Switch ranges within
        Issuer(510000...559999, [16]),  // Mastercard
        Issuer(222100...272099, [16]),
        Issuer(220000...220499, sixteenToNineteen),  // Mir
        Issuer(220500...220599, [16]),  // BORICA
        Issuer(501800...501899, maestro),  // Maestro
        Issuer(502000...502099, maestro),
        Issuer(503800...503899, maestro),
        Issuer(561200...561299, maestro),
        Issuer(589300...589399, maestro),
        Issuer(630400...630499, maestro),
        Issuer(633300...633499, [16, 18, 19]),  // Solo, Switch
        Issuer(639000...639099, maestro),
        Issuer(670600...670999, sixteenToNineteen),  // Laser
        Issuer(675900...675999, maestro),
        Issuer(676100...677199, maestro),
        Issuer(504100...504199, [16]),  // Elo
        Issuer(506099...506198, [16, 18, 19]),  // Verve
        Issuer(506600...509999, [16]),  // Elo, RuPay
        Issuer(501900...501999, [16]),  // Dankort
        Issuer(564182...564182, [16, 18, 19]),  // Switch
        Issuer(606282...606282, [16]),  // Hipercard
        Issuer(601100...601199, sixteenToNineteen),  // Discover
        Issuer(620000...629999, sixteenToNineteen),  // UnionPay
        Issuer(636000...636999, sixteenToNineteen),  // InterPayment, Elo
        Issuer(644000...659999, sixteenToNineteen),  // Discover, Elo, RuPay, Troy, Verve
        Issuer(810000...829999, sixteenToNineteen),  // UnionPay, RuPay
        Issuer(860000...860099, [16]),  // Uzcard
        Issuer(979200...979299, [16]),  // Troy
        Issuer(986000...986099, [16]),  // Humo
    ]

    /// The lengths, in digits, of the issuer that the first six digits name; none where no issuer has them.
    static func lengths(for digits: [Int]) -> [Int] {
        guard digits.count >= 6 else { return [] }
        let prefix = digits.prefix(6).reduce(0) { $0 * 10 + $1 }
        return issuers.first { $0.prefixes.contains(prefix) }?.lengths ?? []
    }
}

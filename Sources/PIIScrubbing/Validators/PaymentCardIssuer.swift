/// Issuers' ranges and lengths, after the issuer identification numbers of ISO/IEC 7812-1 as networks publish them.
enum PaymentCardIssuer {
    /// Numbers of digits from 0 to 31, as bits.
    struct Lengths: Sendable {
        private let bits: UInt32

        static let none = Lengths([])

        init(_ lengths: [Int]) {
            bits = lengths.reduce(0) { $0 | 1 << UInt32($1) }
        }

        var isEmpty: Bool { bits == 0 }

        func contains(_ length: Int) -> Bool { bits >> UInt32(length) & 1 == 1 }
    }

    private struct Issuer {
        let prefixes: ClosedRange<Int>
        let lengths: Lengths

        init(_ prefixes: ClosedRange<Int>, _ lengths: [Int]) {
            self.prefixes = prefixes
            self.lengths = Lengths(lengths)
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

    /// Of the issuers above, as bits, those whose prefixes may start with two digits. Raw memory: it is read at every
    /// long number.
    nonisolated(unsafe) private static let byTwoDigits: UnsafePointer<UInt64> = {
        let table = UnsafeMutablePointer<UInt64>.allocate(capacity: 100)
        for two in 0..<100 {
            let bits = issuers.indices.reduce(UInt64(0)) { bits, index in
                let prefixes = issuers[index].prefixes
                return prefixes.overlaps((two * 10000)...(two * 10000 + 9999)) ? bits | 1 << UInt64(index) : bits
            }
            (table + two).initialize(to: bits)
        }
        return UnsafePointer(table)
    }()

    /// Whether an issuer has numbers that start with the first two digits.
    static func mayHaveIssued(_ candidate: Candidate) -> Bool {
        prefix(of: candidate, digits: 2).map { byTwoDigits[$0] != 0 } ?? false
    }

    /// The lengths of the issuer that the first six digits name; none where no issuer has them.
    static func lengths(for candidate: Candidate) -> Lengths {
        guard let prefix = prefix(of: candidate, digits: 6) else { return .none }
        var possible = byTwoDigits[prefix / 10000]
        while possible != 0 {
            let issuer = issuers[possible.trailingZeroBitCount]
            if issuer.prefixes.contains(prefix) { return issuer.lengths }
            possible &= possible &- 1
        }
        return .none
    }

    /// The first digits as a number; nil where there are fewer.
    @inline(__always)
    private static func prefix(of candidate: Candidate, digits: Int) -> Int? {
        var prefix = 0
        var count = 0
        for offset in candidate.range {
            let value = candidate.subject[offset] &- UInt8(ascii: "0")
            guard value < 10 else { continue }
            prefix = prefix &* 10 &+ Int(value)
            count &+= 1
            if count == digits { return prefix }
        }
        return nil
    }
}

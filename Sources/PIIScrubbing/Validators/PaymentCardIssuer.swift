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

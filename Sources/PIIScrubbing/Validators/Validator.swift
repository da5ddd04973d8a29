/// A named check that a regex cannot make: a checksum, a range, a grammar.
///
/// It may accept a part of the match only: a regex finds a run of digits, the validator the card number in it.
package enum Validator: UInt8, Sendable, Hashable, CaseIterable {
    case luhn
    case paymentCard
    case socialSecurityNumber
    case ipv6
    case jsonWebToken
    case bearerToken
    case emailAddress
    case emailDomain
    case phonePlan
    case phoneInternational
    case deaNumber

    /// What pattern files call it.
    package var name: String {
        switch self {
        case .luhn: "luhn"
        case .paymentCard: "payment_card"
        case .socialSecurityNumber: "ssn"
        case .ipv6: "ipv6"
        case .jsonWebToken: "jwt"
        case .bearerToken: "bearer_token"
        case .emailAddress: "email_address"
        case .emailDomain: "email_domain"
        case .phonePlan: "phone_plan"
        case .phoneInternational: "phone_international"
        case .deaNumber: "dea_number"
        }
    }

    /// How many bytes before a match it looks at.
    var lookBehindReach: Int {
        switch self {
        case .paymentCard: .max
        case .ipv6: 2
        case .emailAddress: 1
        case .luhn, .socialSecurityNumber, .jsonWebToken, .bearerToken, .emailDomain, .phonePlan, .phoneInternational,
            .deaNumber:
            0
        }
    }

    /// One line that says what it accepts.
    package var summary: String {
        switch self {
        case .luhn: "the digits have a right Luhn check digit"
        case .paymentCard: "digits in an issuer's range, of that issuer's length, with a right Luhn check digit"
        case .socialSecurityNumber:
            "nine digits whose area, group and serial the Social Security Administration assigns"
        case .ipv6: "an IPv6 address by the grammar of RFC 4291"
        case .jsonWebToken: "the header decodes to JSON with 'alg', or header and payload both open like JSON"
        case .bearerToken:
            "a part behind the first is no plain word: it has a digit, mixed case, or a character no word has"
        case .emailAddress: "the address without what wraps it: quotes, markup, 'key=' and the path of a link"
        case .emailDomain: "a domain of at most 255 bytes that is neither a file name nor a version number"
        case .phonePlan: "ten digits whose area and exchange codes the North American Numbering Plan knows"
        case .phoneInternational: "a country code of E.164 and as many digits as its numbers have"
        case .deaNumber:
            "two letters and seven digits whose last is the check digit of the Drug Enforcement Administration"
        }
    }

    package static func named(_ name: String) -> Validator? {
        allCases.first { $0.name == name }
    }

    /// The part of the candidate that holds, or nil where nothing does.
    func check(_ candidate: Candidate) -> Range<Int>? {
        switch self {
        case .luhn: Self.checkLuhn(candidate)
        case .paymentCard: Self.checkPaymentCard(candidate)
        case .socialSecurityNumber: Self.checkSocialSecurityNumber(candidate)
        case .ipv6: Self.checkIpv6(candidate)
        case .jsonWebToken: Self.checkJsonWebToken(candidate)
        case .bearerToken: Self.checkBearerToken(candidate)
        case .emailAddress: Self.checkEmailAddress(candidate)
        case .emailDomain: Self.checkEmailDomain(candidate)
        case .phonePlan: Self.checkPhonePlan(candidate)
        case .phoneInternational: Self.checkPhoneInternational(candidate)
        case .deaNumber: Self.checkDeaNumber(candidate)
        }
    }

    /// What can be asked before a regex runs, where that saves something.
    var precheck: Precheck {
        switch self {
        case .luhn: .luhn
        case .paymentCard: .paymentCard
        default: .none
        }
    }

    /// A check that a range of digits must pass.
    enum Precheck: UInt8 {
        case none, luhn, paymentCard

        /// Whether what is rejected at the longest match is rejected at every shorter one. Else the match must be the
        /// only possible one.
        var isForLongest: Bool { self == .paymentCard }

        @inline(__always)
        func mayAccept(_ candidate: Candidate) -> Bool {
            switch self {
            case .none: true
            case .luhn: Luhn.holds(for: candidate)
            // A number without separators ends where it does: no part of it is a card.
            case .paymentCard: PaymentCardIssuer.mayHaveIssued(candidate) && !Luhn.isRuledOut(candidate)
            }
        }
    }

    /// Runs the check on a text that is all candidate.
    package func accepts(_ text: String) -> Bool {
        accepted(in: text) != nil
    }

    /// The part of a text that the check accepts, where the text is all candidate.
    package func accepted(in text: String) -> String? {
        var text = text
        return text.withUTF8 { bytes in
            check(Candidate(subject: bytes, range: bytes.startIndex..<bytes.endIndex)).map {
                String(decoding: bytes[$0], as: UTF8.self)
            }
        }
    }
}

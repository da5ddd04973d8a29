/// A named check that a regex cannot make: a checksum, a range, a grammar.
///
/// It may accept a part of the match only: a regex finds a run of digits, the validator the card number in it.
package struct Validator: Sendable {
    package let name: String
    /// One line that says what it accepts.
    package let summary: String
    /// The part of the candidate that holds, or nil where nothing does.
    let check: @Sendable (Candidate) -> Range<Int>?

    /// Every validator that a pattern file can name.
    package static let all: [Validator] = [
        .luhn, .paymentCard, .socialSecurityNumber, .ipv6, .jsonWebToken, .bearerToken, .emailAddress, .emailDomain,
        .phonePlan, .phoneInternational,
    ]

    package static func named(_ name: String) -> Validator? {
        all.first { $0.name == name }
    }

    /// What can be asked before a regex runs, where that saves something.
    let precheck: Precheck

    /// A check that a range of digits must pass, called without counting references.
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
            case .paymentCard: PaymentCardIssuer.mayHaveIssued(candidate)
            }
        }
    }

    init(
        name: String,
        summary: String,
        precheck: Precheck = .none,
        check: @escaping @Sendable (Candidate) -> Range<Int>?
    ) {
        self.name = name
        self.summary = summary
        self.precheck = precheck
        self.check = check
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

extension Validator: Hashable {
    package static func == (left: Validator, right: Validator) -> Bool {
        left.name == right.name
    }

    package func hash(into hasher: inout Hasher) {
        hasher.combine(name)
    }
}

/// What a validator looks at: the match, and the text around it.
struct Candidate {
    let subject: UnsafeBufferPointer<UInt8>
    let range: Range<Int>

    /// The byte at an offset of the subject, or 0 outside it.
    subscript(offset: Int) -> UInt8 {
        subject.indices.contains(offset) ? subject[offset] : 0
    }

    var bytes: Slice<UnsafeBufferPointer<UInt8>> { subject[range] }

    /// Offsets of the digits in the candidate.
    func digitOffsets(in range: Range<Int>) -> [Int] {
        range.filter { ASCII.isDigit(subject[$0]) }
    }

    func digit(at offset: Int) -> Int {
        Int(subject[offset] &- UInt8(ascii: "0"))
    }

    func firstIndex(of byte: UInt8, in range: Range<Int>) -> Int? {
        range.first { subject[$0] == byte }
    }
}

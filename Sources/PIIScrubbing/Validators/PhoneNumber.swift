extension Validator {
    /// The North American Numbering Plan: area codes from 200 on that do not end in 11; exchange codes from 200 on.
    /// Numbers that were made up rarely keep to the second rule, so an exchange below 200 passes where the area code
    /// stands in parentheses or behind a country code, is 555, or the number ends in 123-4567.
    static func checkPhonePlan(_ candidate: Candidate) -> Range<Int>? {
        let end = PhoneNumber.extensionStart(in: candidate) ?? candidate.range.upperBound
        return candidate.withDigits(in: candidate.range.lowerBound..<end) { digits in
            let count = digits.count
            guard count >= 10 else { return nil }
            let area = digits.number((count - 10)..<(count - 7))
            guard area >= 200, area % 100 != 11 else { return nil }
            if digits[count - 7] >= 2 { return candidate.range }
            let isMarked = count > 10 || candidate.firstIndex(of: UInt8(ascii: "("), in: candidate.range) != nil
            let isFictional = area == 555 || digits.number((count - 7)..<count) == 1_234_567
            return isMarked || isFictional ? candidate.range : nil
        }
    }

    /// ITU-T E.164: a country code and as many digits behind it as numbers of that country have. Of a longer run the
    /// number is the part that fits; an extension belongs to it.
    static func checkPhoneInternational(_ candidate: Candidate) -> Range<Int>? {
        let extensionStart = PhoneNumber.extensionStart(in: candidate)
        let numberEnd = extensionStart ?? candidate.range.upperBound
        let end = candidate.withDigits(
            in: candidate.range.lowerBound..<numberEnd,
            limit: PhoneNumber.mostDigits,
            where: { !PhoneNumber.isTrunkPrefix($0, candidate) }
        ) { digits in
            PhoneNumber.internationalEnd(digits, in: candidate)
        }
        guard let end else { return nil }
        return extensionStart != nil && end.isWholeNumber
            ? candidate.range : candidate.range.lowerBound..<end.offset
    }
}

enum PhoneNumber {
    /// Where the extension of a number starts: at the first letter, `#` or `;`.
    static func extensionStart(in candidate: Candidate) -> Int? {
        candidate.range.first {
            let byte = candidate.subject[$0]
            return ASCII.isLetter(byte) || byte == UInt8(ascii: "#") || byte == UInt8(ascii: ";")
        }
    }

    /// More digits are no number.
    static let mostDigits = 32

    /// Where the part of a run of digits that is a number ends, and whether that is all of them.
    ///
    /// - Parameter digits: those that are dialled.
    static func internationalEnd(_ digits: Digits, in candidate: Candidate) -> (offset: Int, isWholeNumber: Bool)? {
        /// Whether a number may end with the digit: the next byte is none.
        func isEnd(_ index: Int) -> Bool { !ASCII.isDigit(candidate[digits.offsets[index] + 1]) }

        let count = digits.count
        if let country = CountryCode.of(digits), digits[0] != 1 || count > 1 && digits[1] >= 2 {
            let least = country.digits + country.lengths.lowerBound
            var last = min(count, country.digits + country.lengths.upperBound)
            while last >= least {
                if isEnd(last - 1) { return (digits.offsets[last - 1] + 1, last == count) }
                last -= 1
            }
        }
        var first = 0
        while first < count, !isEnd(first) { first += 1 }
        guard first < count, (7...15).contains(first + 1) else { return nil }
        return (digits.offsets[first] + 1, first == count - 1)
    }

    /// The `(0)` of `+44 (0)20` is not dialled.
    static func isTrunkPrefix(_ offset: Int, _ candidate: Candidate) -> Bool {
        candidate[offset] == UInt8(ascii: "0") && candidate[offset - 1] == UInt8(ascii: "(")
            && candidate[offset + 1] == UInt8(ascii: ")")
    }
}

/// Country calling codes of ITU-T E.164 and how many digits the numbers behind them have.
enum CountryCode {
    struct Country {
        /// Digits of the code itself.
        let digits: Int
        /// Digits behind the code.
        let lengths: ClosedRange<Int>
    }

    private static let anyLength = 5...12

    /// Codes whose numbers have a length worth checking; codes that are not here take any.
    private static let knownLengths: [Int: ClosedRange<Int>] = [
        1: 10...10, 7: 10...10, 20: 8...10, 27: 9...9, 30: 10...10, 31: 9...9, 32: 8...9, 33: 9...9, 34: 9...9,
        36: 8...9, 39: 6...11, 40: 9...9, 41: 9...9, 43: 6...13, 44: 9...10, 45: 8...8, 46: 7...10, 47: 8...8,
        48: 9...9, 49: 6...11, 51: 8...9, 52: 10...11, 53: 8...8, 54: 10...11, 55: 10...11, 56: 9...9, 57: 8...10,
        58: 10...10, 60: 8...10, 61: 9...9, 62: 8...12, 63: 8...10, 64: 8...10, 65: 8...8, 66: 8...9, 81: 9...10,
        82: 8...10, 84: 9...10, 86: 10...11, 90: 10...10, 91: 10...10, 92: 9...10, 93: 9...9, 94: 9...9, 95: 7...10,
        98: 10...10, 212: 9...9, 234: 8...10, 254: 9...9, 351: 9...9, 352: 6...9, 353: 7...9, 354: 7...9, 358: 6...11,
        370: 8...8, 371: 8...8, 372: 7...8, 380: 9...9, 385: 8...9, 386: 8...8, 420: 9...9, 421: 9...9, 852: 8...8,
        880: 8...10, 886: 8...9, 961: 7...8, 962: 8...9, 965: 8...8, 966: 8...9, 971: 8...9, 972: 8...9, 974: 8...8,
    ]

    /// First digits of the codes that have two digits; with 1 and 7 alone, all others have three.
    private static let twoDigitCodes: Set<Int> = [
        20, 27, 30, 31, 32, 33, 34, 36, 39, 40, 41, 43, 44, 45, 46, 47, 48, 49, 51, 52, 53, 54, 55, 56, 57, 58, 60, 61,
        62, 63, 64, 65, 66, 81, 82, 84, 86, 90, 91, 92, 93, 94, 95, 98,
    ]

    /// First two digits under which three-digit codes are assigned.
    private static let threeDigitBlocks: Set<Int> = [
        21, 22, 23, 24, 25, 26, 29, 35, 37, 38, 42, 50, 59, 67, 68, 69, 80, 85, 87, 88, 96, 97, 99,
    ]

    /// By the first three digits: how many of them are the code, and the lengths of its numbers; no digits where
    /// nobody has the code. Raw memory: it is read at every number.
    nonisolated(unsafe) private static let byThreeDigits: UnsafePointer<Country> = {
        let table = UnsafeMutablePointer<Country>.allocate(capacity: 1000)
        for three in 0..<1000 {
            let count =
                if three / 100 == 1 || three / 100 == 7 {
                    1
                } else if twoDigitCodes.contains(three / 10) {
                    2
                } else {
                    threeDigitBlocks.contains(three / 10) ? 3 : 0
                }
            let code = count == 1 ? three / 100 : count == 2 ? three / 10 : three
            (table + three).initialize(to: Country(digits: count, lengths: knownLengths[code] ?? anyLength))
        }
        return UnsafePointer(table)
    }()

    /// The country whose code the digits start with; nil where none has it.
    static func of(_ digits: Digits) -> Country? {
        guard digits.count > 3 else { return nil }
        let country = byThreeDigits[digits[0] * 100 + digits[1] * 10 + digits[2]]
        return country.digits > 0 ? country : nil
    }
}

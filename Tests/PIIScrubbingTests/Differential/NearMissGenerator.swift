/// Texts in ASCII made of what a reference regex matches or nearly matches, with random neighbours and random edits.
struct NearMissGenerator {
    private var generator: SeededGenerator

    init(seed: UInt64) {
        generator = SeededGenerator(seed: seed)
    }

    mutating func text() -> String {
        var text = ""
        for _ in 0..<int(1...3) {
            text += chance(3) ? neighbour() : ""
            var shape = shape()
            while chance(3) {
                shape = edited(shape)
            }
            text += shape
            text += chance(2) ? neighbour() : ""
            text += pick([" ", " ", "\n", ", ", "", "-", "."])
        }
        return text
    }

    // MARK: Shapes

    private mutating func shape() -> String {
        switch int(0...16) {
        case 0: pick(["Bearer", "Bearer", "bearer", "Bearer:"]) + blanks() + token()
        case 1: jwt()
        case 2: "AKIA" + run(of: Self.upper + Self.digits, 14...18)
        case 3: "gh" + pick(["p", "o", "u", "s", "r", "x"]) + "_" + run(of: Self.alphanumeric, 34...40)
        case 4: pick(["sk", "rk", "pk"]) + "_live_" + run(of: Self.alphanumeric, 22...30)
        case 5: "xox" + pick(["b", "a", "p", "r", "s", "e"]) + "-" + run(of: Self.alphanumeric + ["-"], 1...40)
        case 6: "sk-" + "ant-" + run(of: Self.alphanumeric + ["-", "_"], 18...40)
        case 7: "sk-" + pick(["", "proj-"]) + run(of: Self.alphanumeric, 18...50)
        case 8: card()
        case 9:
            digits(3) + pick(["-", "-", "-", "-", ".", " "]) + digits(2) + pick(["-", "-", "-", "-", "."]) + digits(4)
        case 10: email()
        case 11: "+" + (chance(2) ? pick(["1", "44", "49", "91", "39"]) : "") + digits(int(5...16))
        case 12: phone()
        case 13: colonGroups()
        case 14: identifierWithCard()
        case 15: addresses()
        default: dottedQuad()
        }
    }

    private mutating func jwt() -> String {
        // {"alg":"none"}, {"typ":"JWT"}, {"alg":"HS256","typ":"JWT"}
        let headers = [
            "eyJhbGciOiJub25lIn0", "eyJ0eXAiOiJKV1QifQ", "eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9",
            "eyJ" + run(of: Self.base64URL, 1...30),
        ]
        let payload = chance(2) ? "eyJ" + run(of: Self.base64URL, 4...30) : run(of: Self.base64URL, 1...30)
        return pick(headers) + "." + payload + "." + run(of: Self.base64URL, 1...43)
    }

    private mutating func card() -> String {
        let prefixes = ["4", "51", "34", "37", "6011", "36", "3530", "62", "2221", "6304", ""]
        var number = pick(prefixes)
        number += digits(max(1, int(12...18) - number.count))
        if !chance(4) {
            number += checkDigit(of: number)
        }
        let separator = pick(["", "", "", " ", "-", "mixed"])
        guard !separator.isEmpty else { return number }
        let size = chance(4) ? 1 : 4
        var grouped = ""
        for (index, digit) in number.enumerated() {
            if index > 0, index.isMultiple(of: size) {
                grouped += separator == "mixed" ? pick(["", " ", "-", "."]) : separator
            }
            grouped.append(digit)
        }
        return grouped
    }

    /// An IBAN or a tracking number in which a card number stands.
    private mutating func identifierWithCard() -> String {
        let number = "62" + digits(15)
        let account = number + checkDigit(of: number)
        guard chance(2) else {
            return pick(["x", "no"]) + pick(["92", "94", "97"]) + digits(2) + " " + account
        }
        // ISO/IEC 7064, MOD 97-10, of the account, `DE` and `00`.
        let remainder = (account + "131400").reduce(0) { ($0 * 10 + ($1.wholeNumberValue ?? 0)) % 97 }
        return "DE" + (remainder > 88 ? "0" : "") + String(98 - remainder) + " " + account
    }

    /// Addresses that run together, stand in markup, or have no end.
    private mutating func addresses() -> String {
        switch int(0...4) {
        case 0: "\"" + run(of: Self.lower, 1...5) + "\"@example.com" + email()
        case 1: "_" + email() + pick(["", "."]) + "au_"
        case 2: run(of: Self.lower, 1...5) + pick(["@..", "@.", "@-.", "@a.."]) + pick(["org", "com"])
        case 3: email() + pick(["", "'", "/", "}{", "|", "''", "\n"]) + email()
        default:
            run(of: Self.lower, 3...3) + "@" + String(repeating: run(of: Self.lower, 9...9) + ".", count: int(24...27))
                + "com"
        }
    }

    private mutating func email() -> String {
        let local =
            chance(3) ? pick(["git", "jane.doe", "a", "root", "info", "svn", "icon"]) : run(of: Self.local, 1...12)
        var domain = ""
        for _ in 0..<int(1...3) {
            domain += chance(8) ? digits(int(1...2)) : run(of: Self.lower + Self.digits + ["-"], 1...8)
            domain += "."
        }
        let endings = ["com", "org", "de", "png", "tar.gz", "js", "io", "py", "COM", "Json"]
        let ending = chance(3) ? run(of: Self.lower + Self.upper, 2...6) : pick(endings)
        return local + "@" + domain + ending + pick(["", "", "", ":", "/", "."])
    }

    private mutating func phone() -> String {
        let separator = pick(["-", "-", "."])
        let other = chance(5) ? pick(["-", ".", " ", ""]) : separator
        let area = chance(2) ? digits(3) : pick(["415", "555", "123", "212", "911", "800", "000"])
        let last = chance(6) ? "1234567" : digits(7)
        let tail = String(last.prefix(3)) + other + String(last.dropFirst(3))
        return chance(2)
            ? "(" + area + ")" + pick(["", " ", " ", "\n", "-", "\u{1E}"]) + tail : area + separator + tail
    }

    private mutating func colonGroups() -> String {
        let count = chance(3) ? int(6...10) : 8
        return (0..<count).map { _ in run(of: Self.hex, 1...(chance(12) ? 5 : 4)) }.joined(separator: ":")
    }

    private mutating func dottedQuad() -> String {
        let count = chance(5) ? int(3...6) : 4
        return (0..<count).map { _ in chance(8) ? digits(3) : String(int(0...255)) }.joined(separator: ".")
    }

    private mutating func token() -> String {
        switch int(0...3) {
        case 0: pick(["of", "token", "authentication", "shall", "bond", "accessToken", "is-required", "JWT", "HTTP"])
        case 1: run(of: Self.lower, 1...30)
        case 2: run(of: Self.lower + Self.upper + ["-", "."], 1...30)
        default: run(of: Self.base64URL + ["."], 1...30)
        }
    }

    private mutating func blanks() -> String {
        chance(4) ? run(of: [" ", "\t", "\n", "\r", "\u{B}", "\u{1F}"], 1...3) : " "
    }

    // MARK: Neighbours and edits

    private static let words = [
        "phone", "call me", "tel:", "fax", "ssn", "social security number", "tax id", "order", "invoice", "part number",
        "part no.", "account", "ticket", "version", "ver.", "v", "release", "build", "firmware", "section", "OID",
        "rev",
        "IMEI", "EAN", "isbn", "upc:", "barcode", "ICCID", "card", "visa", "id", "user_id", "case", "NPI", "nhs", "ref",
        "reference", "customerId", "epoch", "timestamp", "from", "to", "ip", "git@", "https://", "mailto:", "DE89",
        "GB29 NWBK", "0.", "$", "#", "key=", "token:", "uuid ", "x-", "-beta", "-rc1", "-alpha", "/24", "\\n", "\\t",
        "%20", "\\u0020", "::", "urn:", "_", "__", "e-", "tracking", "policy", "model", "serial", "contact", "text",
    ]

    private mutating func neighbour() -> String {
        switch int(0...7) {
        case 0, 1: pick(Self.words) + pick([" ", ": ", " ", "", "=", "-"])
        case 2: digits(int(1...6))
        case 3: pick([" ", "-", "."]) + digits(int(1...6))
        case 4: digits(int(1...6)) + pick([" ", "-", "."])
        case 5: run(of: Self.alphanumeric, 1...5)
        case 6: run(of: Self.hex, 4...8) + pick(["-", ":"]) + run(of: Self.hex, 4...4) + pick(["-", ":"])
        default: run(of: Self.printable, 1...3)
        }
    }

    private mutating func edited(_ text: String) -> String {
        var characters = Array(text)
        let index = int(0...max(0, characters.count - 1))
        switch int(0...3) {
        case 0 where characters.count > 1: characters.remove(at: index)
        case 1: characters.insert(pick(Self.printable), at: index)
        case 2: characters.insert(pick(["-", ".", " ", ":", "_", "0", "a"]), at: index)
        default: characters[index] = pick(Self.printable + Self.digits)
        }
        return String(characters)
    }

    // MARK: Dice

    private static let digits = Array("0123456789")
    private static let lower = Array("abcdefghijklmnopqrstuvwxyz")
    private static let upper = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZ")
    private static let hex = Array("0123456789abcdefABCDEF")
    private static let alphanumeric = lower + upper + digits
    private static let base64URL = alphanumeric + ["-", "_"]
    private static let local = alphanumeric + Array("._%+-")
    private static let printable = (32...126).map { Character(UnicodeScalar($0)) }

    private mutating func int(_ range: ClosedRange<Int>) -> Int {
        Int.random(in: range, using: &generator)
    }

    /// True once in `count` times.
    private mutating func chance(_ count: Int) -> Bool {
        int(1...count) == 1
    }

    private mutating func pick<Element>(_ elements: [Element]) -> Element {
        elements[int(0...(elements.count - 1))]
    }

    private mutating func run(of characters: [Character], _ lengths: ClosedRange<Int>) -> String {
        String((0..<int(lengths)).map { _ in pick(characters) })
    }

    private mutating func digits(_ count: Int) -> String {
        run(of: Self.digits, count...count)
    }

    /// The digit that gives a number a right Luhn checksum.
    private func checkDigit(of number: String) -> String {
        let sum = number.reversed().enumerated().reduce(0) { sum, entry in
            let digit = entry.element.wholeNumberValue ?? 0
            let weighted = entry.offset.isMultiple(of: 2) ? 2 * digit : digit
            return sum + (weighted > 9 ? weighted - 9 : weighted)
        }
        return String((10 - sum % 10) % 10)
    }
}

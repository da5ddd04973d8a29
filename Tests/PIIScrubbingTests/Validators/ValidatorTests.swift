import Foundation
import PIIScrubbing
import Testing

@Suite("Validators")
struct ValidatorTests {
    struct Case: Sendable, CustomTestStringConvertible {
        let validator: String
        let text: String
        /// What is accepted; nil for nothing.
        let accepted: String?

        var testDescription: String { "\(validator): \(text)" }
    }

    private static func whole(_ validator: String, _ texts: [String]) -> [Case] {
        texts.map { Case(validator: validator, text: $0, accepted: $0) }
    }

    private static func none(_ validator: String, _ texts: [String]) -> [Case] {
        texts.map { Case(validator: validator, text: $0, accepted: nil) }
    }

    private static func part(_ validator: String, _ text: String, _ accepted: String) -> [Case] {
        [Case(validator: validator, text: text, accepted: accepted)]
    }

    /// All but the last byte of the longest domain.
    private static let longDomain = String(repeating: "abcdefg.", count: 31) + "abcdef"

    static let cases: [Case] = [
        whole("luhn", ["4111111111111111", "79927398713", "4111-1111-1111-1111"]),
        none("luhn", ["4111111111111112", "79927398710", "0", ""]),
        whole(
            "payment_card",
            [
                "4111111111111111", "4222222222222", "378282246310005", "30569309025904", "6011111111111117",
                "3530111333300000", "5555 5555 5555 4444", "2223003122003222", "6759649826438453", "6304000000000000",
                "6205500000000000004", "4111.1111.1111.1111", "630400000000",
                "4 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1", "4111-1111 1111 1111",
            ]
        ),
        none(
            "payment_card",
            [
                "4111111111111112", "1111111111111117", "353918080000000", "41111111111111111", "9999999999999995",
                "3.689147645185829", "DE89370400440532013000", "4",
            ]
        ),
        part("payment_card", "4111 1111 1111 1111 12", "4111 1111 1111 1111"),
        part("payment_card", "3782 822463 10005 1234", "3782 822463 10005"),
        whole("ssn", ["123-45-6789", "001-01-0001", "899 99 9999", "987-65-4321", "078051120"]),
        none(
            "ssn",
            ["000-12-3456", "666-12-3456", "900-12-3456", "123-00-4567", "123-45-0000", "123-45-678", "987-65-4319"]
        ),
        whole(
            "ipv6",
            [
                "2001:db8:85a3:0:0:8a2e:370:7334", "2001:db8::1", "::1", "1::", "fe80::1%eth0", "::ffff:192.0.2.1",
                "64:ff9b::192.0.2.33/96", "::/0", "1:2:3:4:5:6:7::", "::2:3:4:5:6:7:8", "2001:DB8::8:800:200C:417A",
                "1:2:3:4:5:6:1.2.3.4", "::ca:bc:c", "dead:beef::cafe",
            ]
        ),
        none(
            "ipv6",
            [
                "::", "1:2:3", "12:34:56", "aa:bb:cc:dd:ee:ff", "1::2::3", ":::", "1:2:3:4:5:6:7:8:9",
                "::ffff:256.0.0.1",
                "::12345", "2001:db8::/129", "1.2.3.4::", ":1:2:3:4:5:6:7", "1:2:3:4:5:6:7:", "a::b", "::ffff:1.2.3",
            ]
        ),
        whole(
            "jwt",
            [
                "eyJhbGciOiJIUzI1NiJ9.e30.x", "eyJhbGciOiJub25lIn0.e30.", "eyAiYWxnIiA6ICJub25lIiB9.e30.x",
                "eyJhbGciOieeeiIsInR5cCI6IkpXVCJ9.eyJzdWIiOiIxMjM0NTY3ODkwIn0.x",
            ]
        ),
        none("jwt", ["eyJust.a.word", "eyJ0eXAiOiJKV1QifQ.e30.x", "eyJhbGc.e30.x", "abc", "eyJhIjoiYWxnIn0.e30.x"]),
        whole(
            "bearer_token",
            ["Bearer abc123", "bearer mF_9", "Bearer abcdEFGHijkl", "Bearer a+b", "Bearer of a1b2", "  Bearer\n mF_9"]
        ),
        none(
            "bearer_token",
            [
                "Bearer of", "Bearer Token", "Bearer TOKEN", "bearer re-entry", "Bearer bearerFormat", "Bearer x",
                " a1", "Bearer of\tthe re-entry ",
                "Bearer ...",
            ]
        ),
        whole(
            "email_domain",
            [
                "a@b.co", "a@mail.example.museum", "a@xn--d1acufc.xn--p1ai", "a@[192.0.2.1]", "a@b.md",
                "a@1.2", "a@1.2.", "a@1.2x.com.org", "a@..b..co..", "a@" + longDomain + "g",
            ]
        ),
        none(
            "email_domain",
            [
                "a@2x.png", "a@1.2.3-beta.rc", "a@b.JPG", "a@" + String(repeating: "abcdefg.", count: 40) + "com",
                "a@b.png.", "a@.1..2..x", "a@", "a@b", "a@b.", "a@.b", "a@..", "a@" + longDomain + "gh",
            ]
        ),
        part("email_address", "email=jane@example.com", "jane@example.com"),
        part("email_address", "//host/path?to=jane@example.com", "jane@example.com"),
        whole(
            "email_address",
            ["a=b@example.com", "customer/department=shipping@example.com", "o'brien@x.ie", "\"a b\"@x.com"]
        ),
        whole(
            "phone_plan",
            [
                "415-555-0132", "(415) 155-0132", "+1 415 155 0132", "555-123-4567", "212-123-4567",
                "1-800-555-0199 x12",
            ]
        ),
        none("phone_plan", ["123-456-7890", "911-555-0132", "415-155-0132", "415-5550", "211-555-0132"]),
        whole(
            "phone_international",
            [
                "+14155550132", "+1 (415) 555-0132 ext. 4", "+44 (0)20 7946 0958", "+49 30 1234567", "+9999999999",
                "+33 1 23 45 67 89",
            ]
        ),
        part("phone_international", "+1 415 555 0132 12345", "+1 415 555 0132"),
        part("phone_international", "+14155550132 2024", "+14155550132"),
        none("phone_international", ["+100 000 000", "+12345", "+289 12 34 567", "+1 23 45 67 89"]),
        whole("dea_number", ["BB1388568", "F91234563", "ab1234563"]),
        none("dea_number", ["BB1388569", "F91234564", "AB123456", ""]),
    ].flatMap(\.self)

    @Test("accept what they should, and only that part", arguments: cases)
    func accepts(test: Case) throws {
        let validator = try #require(Validator.named(test.validator))
        #expect(validator.accepted(in: test.text) == test.accepted)
    }

    @Test("a token's algorithm may stand far into its header", arguments: [0, 1, 2, 3, 3000, 5000])
    func longHeader(padding: Int) {
        let header = "{\"kid\":\"" + String(repeating: "k", count: padding) + "\",\"alg\":\"none\"}"
        let encoded = Data(header.utf8).base64EncodedString().filter { $0 != "=" }
        #expect(Validator.jsonWebToken.accepts(encoded + ".e30."))
        #expect(!Validator.jsonWebToken.accepts(encoded.dropLast(3) + ".e30."))
    }

    @Test("every validator has cases for and against", arguments: Validator.allCases.map(\.name))
    func areCovered(name: String) {
        let own = Self.cases.filter { $0.validator == name }
        #expect(own.contains { $0.accepted != nil })
        #expect(own.contains { $0.accepted == nil } || name == "email_address")
    }

    @Test("no text makes one fail", arguments: Validator.allCases.map(\.name))
    func surviveAnything(name: String) throws {
        let validator = try #require(Validator.named(name))
        var texts = TextGenerator(seed: 31)
        for _ in 0..<500 {
            _ = validator.accepts(texts.text(pieces: 3))
        }
        for text in [
            "", "@", ".", ":", "::", "[", "\"@", "0", String(repeating: ":", count: 500),
            String(repeating: "1", count: 500),
        ] {
            _ = validator.accepts(text)
        }
    }
}

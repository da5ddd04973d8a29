import PIIScrubbing
import Testing

/// What each pattern finds, leaves alone and finds in context. `⟦…⟧` marks what must be redacted; nothing else may be.
@Suite("Pattern cases")
struct PatternCaseTests {
    struct Case: Sendable, CustomTestStringConvertible {
        let entity: String
        let marked: String

        var testDescription: String { "\(entity): \(marked)" }
        var text: String { marked.filter { $0 != "⟦" && $0 != "⟧" } }

        /// UTF-8 ranges of what is marked.
        var ranges: [Range<Int>] {
            var ranges: [Range<Int>] = []
            var offset = 0
            var start = 0
            for character in marked {
                switch character {
                case "⟦": start = offset
                case "⟧": ranges.append(start..<offset)
                default: offset += character.utf8.count
                }
            }
            return ranges
        }
    }

    @Test("find what is marked and nothing else", arguments: email + phone + ssn + card + network)
    func personal(test: Case) throws {
        try check(test)
    }

    @Test("find keys and tokens wherever they stand", arguments: secrets)
    func secret(test: Case) throws {
        try check(test)
    }

    private func check(_ test: Case) throws {
        let findings = try Scrubber().findings(in: test.text)
        #expect(findings.map(\.range) == test.ranges)
        #expect(findings.allSatisfy { $0.entity.rawValue == test.entity }, "\(findings.map(\.pattern))")
    }

    private static func cases(_ entity: String, _ texts: [String]) -> [Case] {
        texts.map { Case(entity: entity, marked: $0) }
    }

    static let email = cases(
        "EMAIL_ADDRESS",
        [
            "Write to ⟦jane.doe@example.com⟧.", "⟦jane@example.com⟧, ⟦joe@example.com⟧;⟦jim@example.com⟧",
            "<⟦jane@example.com⟧>", "mailto:⟦jane@example.com⟧?subject=hi", "(⟦jane@example.com⟧)",
            "'⟦jane@example.com⟧'", "`⟦jane@example.com⟧`", "**⟦jane@example.com⟧**", "⟦jane@example.com⟧123",
            "⟦!#$%&'*+-/=?^_`{|}~x@example.org⟧", "⟦o'brien@example.ie⟧", "⟦\"jane doe\"@example.com⟧",
            "⟦jürgen@bücher.example⟧", "⟦иван@пример.рф⟧", "⟦user@例子.公司⟧", "联系⟦xiao@example.cn⟧吧",
            "⟦a@xn--d1acufc.xn--p1ai⟧", "⟦user@[192.0.2.1]⟧", "⟦user@[IPv6:2001:db8::1]⟧",
            "email=⟦jane@example.com⟧&x=1", "https://example.com/?to=⟦jane@example.com⟧",
            "user_email=⟦jane@example.com⟧",
            #"{"email":"⟦jane@example.com⟧"}"#,
            "git@github.com:org/repo.git", "ssh://git@github.com/org/repo.git", "icon@2x.png", "@property wrapper",
            "pkg@1.2.3", "lodash@4.17.21-beta.next", "user@localhost", "a @ b.com", "5 @ 3.50", "@jane",
        ]
    )

    static let phone = cases(
        "PHONE_NUMBER",
        [
            "call ⟦+14155550132⟧ now", "⟦+1 (415) 555-0132⟧", "⟦+1.415.555.0132⟧", "⟦(415) 555-0132⟧",
            "⟦(415)555-0132⟧",
            "⟦415-555-0132⟧", "⟦415.555.0132⟧", "⟦415 555 0132⟧", "⟦415/555-0132⟧", "⟦1-415-555-0132⟧",
            "⟦001 415 555 0132⟧", "⟦415-555-0132 ext. 42⟧", "⟦415-555-0132x42⟧", "⟦(415) 555-0132, extension 7⟧",
            "⟦+44 20 7946 0958⟧", "⟦+44 (0)20 7946 0958⟧", "⟦+49 30 1234567⟧", "⟦+33 1 23 45 67 89⟧",
            "⟦+55 11 98456 5666⟧",
            "⟦+91 98765 43210⟧", "⟦+972-9-762-5400⟧", "phone ⟦4155550132⟧", "Call me on ⟦4155550132⟧.",
            #"{"mobileNumber": "⟦4155550132⟧"}"#, "phone_number=⟦14155550132⟧", "Tel. ⟦030 1234567⟧",
            "Phone: ⟦123-456-7890⟧",
            "⟦555-123-4567⟧", "the number is ⟦415-555-0132⟧.",
            "4155550132", "Part number: 555-123-4567-A", "2024-01-02", "2024-01-02 03:04:05", "1700000000",
            "1700000000000", "550e8400-e29b-41d4-a716-446655440000", "1.2.3", "$415.555.0132", "ISBN 978-3-16-148410-0",
            "NHS 943 476 5919", "order 415-555-0132", "Phone: 55-555-5555", "+100 000 000 USD", "a+b=12345678",
            "123-456-7890", "12-415-555-0132", "415-555-01323", "call on 01/02/2024",
        ]
    )

    static let ssn = cases(
        "US_SSN",
        [
            "SSN: ⟦123-45-6789⟧.", "⟦123 45 6789⟧", "⟦123.45.6789⟧", "ssn ⟦123456789⟧",
            "my social security number is ⟦078051121⟧",
            #""socialSecurityNumber":"⟦078051121⟧""#, "⟦123456789⟧ is my SSN", "SSN_⟦123-45-6789⟧", "(⟦123-45-6789⟧)",
            "123456789", "000-45-6789", "666-45-6789", "900-45-6789", "123-00-6789", "123-45-0000", "123-45-67890",
            "1234-56-7890", "A123-45-6789", "A-123-45-6789", "123-45-6789-1", "123-45 6789", "routing 123456789",
            "ssn on file, account 123456789", "7 123 45 6789", "zip 12345-6789",
        ]
    )

    static let card = cases(
        "CREDIT_CARD",
        [
            "card ⟦4111111111111111⟧.", "⟦4111 1111 1111 1111⟧", "⟦4111-1111-1111-1111⟧", "⟦4111.1111.1111.1111⟧",
            "⟦3782 822463 10005⟧", "⟦3056 930902 5904⟧", "⟦5555555555554444⟧", "⟦2223003122003222⟧",
            "⟦6011111111111117⟧",
            "⟦4111 1111 1111 1111⟧ 12/26 123", "⟦4111111111111111⟧ 123", "card⟦4111111111111111⟧exp",
            "⟦4012888888881881⟧ ⟦4012-8888-8888-1881⟧ ⟦4012 8888 8888 1881⟧", "12 ⟦4111 1111 1111 1111⟧",
            "4111111111111112", "1111111111111117", "IMEI 353918080000000", "353918080000000", "41111111111111111",
            "1700000000000000000", "978-3-16-148410-0", "DE89 3704 0044 0532 0130 00", "3.689147645185829",
            "62440689-9342-4860-8869-838705600171", "EAN 4006381333931", "0000000000000000",
        ]
    )

    static let network = cases(
        "IP_ADDRESS",
        [
            "from ⟦192.168.1.10⟧:8080", "⟦10.0.0.0/8⟧", "http://⟦203.0.113.7⟧/x", "⟦192.168.2.1⟧@eth0", "(⟦10.0.0.1⟧)",
            "⟦2001:db8:85a3:0:0:8a2e:370:7334⟧", "⟦2001:db8::1⟧", "dst=⟦::1⟧", "⟦fe80::1%eth0⟧", "[⟦2001:db8::1⟧]:443",
            "⟦::ffff:192.0.2.1⟧", "⟦2001:db8::/32⟧", "⟦1::⟧", "⟦2001:DB8::8:800:200C:417A⟧.", "unknown[⟦2001:db8::1⟧]",
            "src=⟦::⟧ dst", "text::ffff:⟦192.0.2.1⟧",
            "version 1.2.3.4", "v1.2.3.4", "1.2.3.4.5", "256.1.1.1", "1.2.3", "OID 1.3.6.1", "1.2.3.4-rc1",
            "std::vector<int>", "a::b", "12:34:56", "12:34:56:78", "aa:bb:cc:dd:ee:ff", "use :: here", "list[1::2]",
            "IP192.168.1.1text", "fe80::1text", "::ffff:256.0.0.1",
        ]
    )

    private static let jwt =
        "eyJhbGciOiJIUzI1NiJ9" + "." + "eyJzdWIiOiIxMjM0In0" + "." + "dozjgNryP4J3jVmNHl0w"

    static let secrets: [Case] = {
        let keys: [(entity: String, key: String)] = [
            ("AWS_ACCESS_KEY", "AKIA" + "IOSFODNN7EXAMPLE"), ("AWS_ACCESS_KEY", "ASIA" + "Z7MVQ4QPWNTHKJ2R"),
            ("GITHUB_TOKEN", "ghp_" + "16C7e42F292c6912E7710c838347Ae178B4a"),
            ("GITHUB_TOKEN", "github_pat_" + "11ABCDEFG0aBcDeFgHiJkL_mNoPqRsTuVwXyZ0123456789aBcDeFgHi"),
            ("STRIPE_KEY", "sk_" + "live_4eC39HqLyjWDarjtT1zdp7dc"), ("STRIPE_KEY", "rk_" + "test_51OuEMLAlTWGaDypq4"),
            ("STRIPE_KEY", "whsec_" + "MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"),
            ("SLACK_TOKEN", "xoxb-" + "781236542736-2364535789652-GkwFDQoHqzXDVsC6GzqYUypD"),
            ("SLACK_TOKEN", "xapp-" + "1-A052FGTS2DL-5171572773297-610b6a11f4b7eb819e87b767"),
            ("SLACK_TOKEN", "xoxe." + "xoxp-1-Mi0yLTM0MTQwNDE0MDE3Ni0zNjU5"),
            ("OPENAI_KEY", "sk-" + "5d611aww3m3poy0o4gdoT3BlbkFJ38cc84d1608cwgx6t84w"),
            ("OPENAI_KEY", "sk-" + "proj-SevzWEV_NmNnMndQ5gn6PjFcX_9ay5SEKse8AL0EuYAB0"),
            ("OPENAI_KEY", "sk-" + "svcacct-jCXpXf55RDUc53mTOyb0o-ev528lRQp-ccxlemG1"),
            ("OPENAI_KEY", "sk-" + "admin-OYh8ozcxZzb-vq8fTGSha75cs2j7KTUKzHUh0Yck83"),
            ("ANTHROPIC_KEY", "sk-" + "ant-api03-xiece06-qikb8g2otxzdegjf02-f64ne419_fp29"),
            ("JWT", jwt), ("JWT", jwt + "-"), ("JWT", "eyJhbGciOiJub25lIn0" + "." + "eyJzdWIiOiJ0In0" + "."),
            (
                "JWT",
                "eyJhbGciOiJkaXIifQ" + "." + "." + "48V1_ALb6US04U3b" + "." + "5eym8TW_c8SuK0lt" + "." + "XFBoMYUZodet"
            ),
        ]
        let places = [
            "⟦KEY⟧", "key=\"⟦KEY⟧\"", "first line\\n⟦KEY⟧", "MY_⟦KEY⟧ here", "Use ⟦KEY⟧, please",
            "{\"token\":\"⟦KEY⟧\"}",
            "é⟦KEY⟧ é", "a%20⟦KEY⟧ b",
        ]
        let placed = keys.flatMap { key in
            places.map { Case(entity: key.entity, marked: $0.replacing("KEY", with: key.key)) }
        }
        let bearer = cases(
            "BEARER_TOKEN",
            [
                "Authorization: ⟦Bearer " + "mF_9.B5f-4.1JqM⟧", "authorization: ⟦bearer " + "abc123⟧",
                "⟦BEARER  " + "a+b/c~d==⟧ x",
                "Authorization: ⟦Bearer " + "\(jwt)⟧", #""authorization": "⟦bearer "# + #"opaquetoken⟧""#,
                "Bearer of bad news", "the bearer shall", "Bearer authentication", "Bearer $TOKEN", "Bearer",
                "scheme: bearer\nbearerFormat: JWT",
            ]
        )
        let others = cases(
            "NONE",
            [
                "TODAYINASIAASACKOFRICEFELLOVER", "ghp_short", "task_test_vd0o79utc4rchkl367n8opjhrovahq",
                "1W7KCxOxP-1Fy5EyF2lbJGE2WuKmu5v0suYqoHas1jRM", "eyJust.a.word",
                "sk-fading-circle-container-for-loading-indicators",
                "disk-usage-report-for-the-whole-fleet", "sk-ant-colony",
            ]
        )
        return placed + bearer + others
    }()
}

/// A seeded source of randomness, so that a failure can be had again.
struct SeededGenerator: RandomNumberGenerator {
    private var state: UInt64

    init(seed: UInt64) {
        state = seed &+ 0x9E37_79B9_7F4A_7C15
    }

    /// SplitMix64.
    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }
}

/// Texts made of items, pieces of items, what separates them and what confuses patterns.
struct TextGenerator {
    private var generator: SeededGenerator

    init(seed: UInt64) {
        generator = SeededGenerator(seed: seed)
    }

    /// Keys are put together here, so that no file holds one.
    static let items: [String] = [
        "jane.doe@example.com", "o'brien+x@mail.example.co.uk", "\"john doe\"@example.com", "info@bücher.example",
        "user@[192.0.2.1]", "git@github.com:org/repo.git", "icon@2x.png", "pkg@1.2.3",
        "123-45-6789", "123 45 6789", "000-12-3456", "078051121", "123.45.6789",
        "4111111111111111", "4111 1111 1111 1111", "3782-822463-10005", "5500.0000.0000.0004", "1111111111111117",
        "+14155550132", "+44 (0)20 7946 0958", "(415) 555-0132", "415-555-0132", "415.555.0132", "5551234567",
        "415 555 0132 x12", "123-456-7890", "+49 30 1234567",
        "192.168.1.10", "10.0.0.0/8", "1.2.3.4.5", "256.1.1.1", "2001:db8::1", "::1", "fe80::1%eth0", "::ffff:10.0.0.1",
        "1:2:3:4:5:6:7:8", "12:34:56", "aa:bb:cc:dd:ee:ff", "std::vector",
        "Bearer " + "mF_9.B5f-4.1JqM", "bearer of", "Authorization: Bearer " + "opaquetoken",
        "eyJhbGciOiJIUzI1NiJ9" + "." + "eyJzdWIiOiIxMjM0In0" + "." + "dozjgNryP4J3jVmNHl0w",
        "eyJhbGciOiJub25lIn0" + "." + "eyJzdWIiOiJ0In0" + ".", "eyJust.a.word",
        "AKIA" + "IOSFODNN7EXAMPLE", "ghp_" + "16C7e42F292c6912E7710c838347Ae178B4a",
        "sk_" + "live_4eC39HqLyjWDarjtT1zdp7dc",
        "xoxb-" + "781236542736-2364535789652-GkwFDQoH", "sk-" + "proj-SevzWEV_NmNnMndQ5gn6PjFcX_9ay5SEKse8AL0Eu",
        "sk-" + "ant-api03-xiece06-qikb8g2otxzdegjf02", "sk-" + "5d611aww3m3poy0o4gdoT3BlbkFJ38cc",
        "[REDACTED]", "[REDAC", "<EMAIL_ADDRESS>",
    ]

    static let glue: [String] = [
        " ", " ", " ", "\n", ", ", ". ", "", "", "-", ".", ":", "/", "_", "@", "=", "\"", "'", "(", ")", "[", "]", "+",
        "\\n", "%20", "x", "7", "é", "電", "\u{00A0}", "🙂", "\u{0}", " phone ", " ssn: ", "version ", "call me ",
        "order ",
        "card ", "id=", "{\"tel\":\"", "1", "0", "a", "ext. 5", "#",
    ]

    mutating func text(pieces: Int = 12) -> String {
        var text = ""
        for _ in 0..<Int.random(in: 1...pieces, using: &generator) {
            switch Int.random(in: 0..<10, using: &generator) {
            case 0..<4: text += Self.items.randomElement(using: &generator) ?? ""
            case 4: text += fragment()
            default: text += Self.glue.randomElement(using: &generator) ?? ""
            }
        }
        return text
    }

    /// A random run of bytes, some of which are no UTF-8.
    mutating func bytes(pieces: Int = 12) -> [UInt8] {
        var bytes = Array(text(pieces: pieces).utf8)
        for _ in 0..<Int.random(in: 0...4, using: &generator) where !bytes.isEmpty {
            let index = bytes.indices.randomElement(using: &generator) ?? 0
            bytes[index] = UInt8.random(in: 0...255, using: &generator)
        }
        return bytes
    }

    mutating func int(in range: ClosedRange<Int>) -> Int {
        Int.random(in: range, using: &generator)
    }

    private mutating func fragment() -> String {
        let item = Self.items.randomElement(using: &generator) ?? ""
        let characters = Array(item)
        let start = Int.random(in: 0...characters.count, using: &generator)
        let end = Int.random(in: start...characters.count, using: &generator)
        return String(characters[start..<end])
    }
}

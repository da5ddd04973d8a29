/// What the reference redacts in a text and the built-in patterns do not redact whole.
struct ReferenceMatch: Sendable {
    let pattern: String
    let text: [UInt8]
    let range: Range<Int>
    /// The parts of it that no finding covers, in order; never empty.
    let uncovered: [Range<Int>]

    /// The match itself.
    var value: String { string(range) }
    /// What stands before the match.
    var before: String { string(0..<range.lowerBound) }
    /// The same with redaction markers blotted out, as patterns look at it for words.
    var context: String {
        before.replacing("[REDACTED]", with: String(repeating: "\0", count: "[REDACTED]".utf8.count))
    }
    /// What stands behind the match.
    var after: String { string(range.upperBound..<text.count) }
    var digits: [Int] { Self.digits(of: text[range]) }

    func string(_ range: Range<Int>) -> String {
        String(decoding: text[range], as: UTF8.self)
    }

    static func digits(of bytes: some Sequence<UInt8>) -> [Int] {
        bytes.filter { (48...57).contains($0) }.map { Int($0) - 48 }
    }
}

extension ReferenceMatch: CustomStringConvertible {
    var description: String {
        let leaks = uncovered.map { string($0).debugDescription }.joined(separator: ", ")
        return "\(pattern): \(value.debugDescription) leaves \(leaks) in \(string(text.indices).debugDescription)"
    }
}

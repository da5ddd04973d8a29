/// Where a match can be looked for cheaply: something that every match of a pattern contains.
///
/// The plain scanner ignores it; the tests hold it to be true for every match.
package enum Anchor: Sendable, Hashable {
    /// An `@`.
    case atSign
    /// A run of so many digits, with at most three separator bytes between two of them.
    case digitRun(minimum: Int, maximum: Int, separators: String)
    /// A `:` beside a hexadecimal digit or another `:`.
    case hexColon
    /// One of these texts.
    case literals([String], ignoresCase: Bool)

    /// Whether a match is as the anchor says.
    package func holds(for match: UnsafeBufferPointer<UInt8>) -> Bool {
        switch self {
        case .atSign:
            return match.contains(UInt8(ascii: "@"))
        case .digitRun(let minimum, let maximum, let separators):
            return Self.digitRuns(in: match, separators: Set(separators.utf8)).contains {
                $0 >= minimum && $0 <= maximum
            }
        case .hexColon:
            return match.indices.contains { index in
                guard match[index] == UInt8(ascii: ":") else { return false }
                let neighbours = [index - 1, index + 1].filter(match.indices.contains).map { match[$0] }
                return neighbours.contains { $0 == UInt8(ascii: ":") || ASCII.isHexDigit($0) }
            }
        case .literals(let literals, let ignoresCase):
            return literals.contains { ASCII.contains($0, in: match, ignoringCase: ignoresCase) }
        }
    }

    /// Whether no match of a regex can be as the anchor says, as far as its bytes tell.
    func isImpossible(for syntax: RegexNode) -> Bool {
        let bytes = syntax.bytes
        func canHold(_ text: String, ignoringCase: Bool) -> Bool {
            text.utf8.allSatisfy { byte in
                let ways = ignoringCase ? ByteSet(byte).ignoringCase : ByteSet(byte)
                return !ways.isDisjoint(with: bytes)
            }
        }
        switch self {
        case .atSign: return !canHold("@", ignoringCase: false)
        case .hexColon: return !canHold(":", ignoringCase: false)
        case .literals(let literals, let ignoresCase):
            return !literals.contains { canHold($0, ignoringCase: ignoresCase) }
        case .digitRun(let minimum, _, _):
            if let most = syntax.maximumLength, most < minimum { return true }
            return bytes.isDisjoint(with: .digits)
        }
    }

    private static func digitRuns(in match: UnsafeBufferPointer<UInt8>, separators: Set<UInt8>) -> [Int] {
        var runs: [Int] = []
        var digits = 0
        var gap = 0
        for byte in match {
            if ASCII.isDigit(byte) {
                digits += 1
                gap = 0
            } else if digits > 0, separators.contains(byte), gap < 3 {
                gap += 1
            } else if digits > 0 {
                runs.append(digits)
                digits = 0
                gap = 0
            }
        }
        return digits > 0 ? runs + [digits] : runs
    }
}

/// Finds the words of a ``ContextRule`` near a match.
struct ContextMatcher: Sendable {
    private let words: [[UInt8]]
    private let before: Int
    private let after: Int
    let isRequired: Bool

    /// What a redaction marker or a finding is overwritten with while text is scanned. Context stops at it.
    static let mask: UInt8 = 0

    init(_ rule: ContextRule) {
        words = rule.words.map { word in word.utf8.map(ASCII.lowercased) }
        before = rule.before
        after = rule.after
        isRequired = rule.isRequired
    }

    static func isWord(_ word: String) -> Bool {
        let bytes = Array(word.utf8)
        guard (1...64).contains(bytes.count), let first = bytes.first, let last = bytes.last else { return false }
        return ASCII.isAlphanumeric(first) && ASCII.isAlphanumeric(last)
            && bytes.allSatisfy { ASCII.isAlphanumeric($0) || $0 == UInt8(ascii: " ") }
    }

    /// Bytes between the match and the nearest word; nil where no word is near enough.
    func distance(to match: Range<Int>, in subject: UnsafeBufferPointer<UInt8>) -> Int? {
        var nearest: Int?
        let start = windowStart(before: match.lowerBound, in: subject)
        var offset = match.lowerBound
        while offset > start {
            offset -= 1
            guard let end = wordEnd(at: offset, in: subject, limit: match.lowerBound) else { continue }
            let gap = match.lowerBound - end
            nearest = min(nearest ?? gap, gap)
        }
        let limit = min(subject.count, match.upperBound + after)
        offset = match.upperBound
        while offset < limit, subject[offset] != Self.mask, offset - match.upperBound < nearest ?? Int.max {
            if wordEnd(at: offset, in: subject, limit: subject.count) != nil {
                nearest = offset - match.upperBound
                break
            }
            offset += 1
        }
        return nearest
    }

    /// Where words may start so that they end at most `before` bytes before the match.
    private func windowStart(before end: Int, in subject: UnsafeBufferPointer<UInt8>) -> Int {
        guard before > 0 else { return end }
        let longest = words.reduce(0) { max($0, $1.count) }
        let start = max(0, end - before - longest - 2)
        var offset = end
        while offset > start, subject[offset - 1] != Self.mask {
            offset -= 1
        }
        return offset
    }

    /// Where the longest word that starts at `offset` and stands on its own ends, within the distance.
    private func wordEnd(at offset: Int, in subject: UnsafeBufferPointer<UInt8>, limit: Int) -> Int? {
        guard startsWord(offset, in: subject) else { return nil }
        var longest: Int?
        for word in words {
            guard let end = end(of: word, at: offset, in: subject, limit: limit), end > longest ?? 0 else { continue }
            let isNear = limit == subject.count || limit - end <= before
            if isNear, endsWord(end, in: subject) {
                longest = end
            }
        }
        return longest
    }

    private func end(of word: [UInt8], at start: Int, in subject: UnsafeBufferPointer<UInt8>, limit: Int) -> Int? {
        var offset = start
        for byte in word {
            guard offset < limit else { return nil }
            if byte == UInt8(ascii: " ") {
                if Self.isJoint(subject[offset]) {
                    offset += 1
                }
                continue
            }
            guard ASCII.lowercased(subject[offset]) == byte else { return nil }
            offset += 1
        }
        return offset
    }

    private static func isJoint(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: " "), UInt8(ascii: "_"), UInt8(ascii: "-"), UInt8(ascii: "."), 9, 10: true
        default: false
        }
    }

    /// A word starts behind what is no letter, or at the hump of a `camelCase` name, or behind an escaped line end.
    private func startsWord(_ offset: Int, in subject: UnsafeBufferPointer<UInt8>) -> Bool {
        guard offset > 0 else { return true }
        let previous = subject[offset - 1]
        guard ASCII.isLetter(previous) else { return true }
        if ASCII.isLower(previous), ASCII.isUpper(subject[offset]) {
            return true
        }
        return offset > 1 && subject[offset - 2] == UInt8(ascii: "\\")
    }

    /// A plural ends a word too.
    private func endsWord(_ offset: Int, in subject: UnsafeBufferPointer<UInt8>) -> Bool {
        guard offset < subject.count, ASCII.isLetter(subject[offset]) else { return true }
        if ASCII.isLower(subject[offset - 1]), ASCII.isUpper(subject[offset]) {
            return true
        }
        guard ASCII.lowercased(subject[offset]) == UInt8(ascii: "s") else { return false }
        return offset + 1 >= subject.count || !ASCII.isLetter(subject[offset + 1])
    }
}

/// Finds the words of a ``ContextRule`` near a match.
struct ContextMatcher: Sendable {
    /// The words one behind the other, in lower case, sorted.
    private let letters: [UInt8]
    /// Where each word ends in `letters`.
    private let ends: [Int]
    /// By first letter: the words that start with it.
    private let wordsByFirst: [Range<Int>]
    /// What words start with, in either case.
    private let firsts: ByteSet
    private let longest: Int
    private let before: Int
    private let after: Int
    let isRequired: Bool

    /// What a redaction marker or a finding is overwritten with while text is scanned. Context stops at it.
    static let mask: UInt8 = 0

    init(_ rule: ContextRule) {
        let words = rule.words.map { word in word.utf8.map(ASCII.lowercased) }
        let sorted = words.sorted { $0.lexicographicallyPrecedes($1) }
        letters = sorted.flatMap { $0 }
        ends = sorted.indices.map { index in sorted[...index].reduce(0) { $0 + $1.count } }
        wordsByFirst = (UInt8.min...UInt8.max).map { byte in
            let first = sorted.firstIndex { $0.first == byte } ?? 0
            return first..<(sorted.lastIndex { $0.first == byte }.map { $0 + 1 } ?? first)
        }
        firsts = ByteSet(words.compactMap(\.first)).ignoringCase
        longest = words.reduce(0) { max($0, $1.count) }
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
        let farthest = max(0, match.lowerBound - before - longest - 2)
        var offset = before > 0 ? match.lowerBound : farthest
        while offset > farthest {
            if offset - 8 >= farthest, Self.hasNoLetter(subject, from: offset - 8) {
                offset -= 8
                continue
            }
            offset -= 1
            if subject[offset] == Self.mask { break }
            guard firsts.contains(subject[offset]) else { continue }
            // No word that starts here or farther off comes nearer than the one that was found.
            if let nearest, offset + longest <= match.lowerBound - nearest { break }
            guard let end = wordEnd(at: offset, in: subject, limit: match.lowerBound) else { continue }
            let gap = match.lowerBound - end
            nearest = min(nearest ?? gap, gap)
        }
        let limit = min(subject.count, match.upperBound + after)
        offset = match.upperBound
        while offset < limit, subject[offset] != Self.mask, offset - match.upperBound < nearest ?? Int.max {
            if firsts.contains(subject[offset]), wordEnd(at: offset, in: subject, limit: subject.count) != nil {
                nearest = offset - match.upperBound
                break
            }
            offset += 1
        }
        return nearest
    }

    /// Whether eight bytes have neither a letter nor a mask. That some have and count as if they had does no harm.
    @inline(__always)
    private static func hasNoLetter(_ subject: UnsafeBufferPointer<UInt8>, from offset: Int) -> Bool {
        let bytes = UnsafeRawBufferPointer(subject).loadUnaligned(fromByteOffset: offset, as: UInt64.self)
        let hasLetter = bytes & 0x4040_4040_4040_4040 != 0
        let hasZero = (bytes &- 0x0101_0101_0101_0101) & ~bytes & 0x8080_8080_8080_8080 != 0
        return !hasLetter && !hasZero
    }

    /// How many bytes before a match and behind it the letters of a word near it may stand.
    static func reach(of rule: ContextRule) -> (before: Int, behind: Int) {
        let longest = rule.words.reduce(0) { max($0, $1.utf8.count) }
        // Words may have separators where a rule has none.
        return (rule.before > 0 ? rule.before + longest + 2 : 0, rule.after > 0 ? rule.after + longest : 0)
    }

    /// Where the first letter may stand from `offset` on; nil where none is before `end`.
    @inline(__always)
    static func firstLetter(in subject: UnsafeBufferPointer<UInt8>, from offset: Int, to end: Int) -> Int? {
        var position = offset
        while position < end {
            if position &+ 8 > subject.count {
                return (position..<end).first { ASCII.isLetter(subject[$0]) }
            }
            if !hasNoLetter(subject, from: position) { return position }
            position &+= 8
        }
        return nil
    }

    /// Where the longest word that starts at `offset` and stands on its own ends, within the distance.
    private func wordEnd(at offset: Int, in subject: UnsafeBufferPointer<UInt8>, limit: Int) -> Int? {
        guard startsWord(offset, in: subject) else { return nil }
        var longest: Int?
        for word in wordsByFirst[Int(ASCII.lowercased(subject[offset]))] {
            guard let end = end(of: word, at: offset, in: subject, limit: limit), end > longest ?? 0 else { continue }
            let isNear = limit == subject.count || limit - end <= before
            if isNear, endsWord(end, in: subject) {
                longest = end
            }
        }
        return longest
    }

    private func end(of word: Int, at start: Int, in subject: UnsafeBufferPointer<UInt8>, limit: Int) -> Int? {
        var offset = start
        for index in (word == 0 ? 0 : ends[word - 1])..<ends[word] {
            let letter = letters[index]
            guard offset < limit else { return nil }
            if letter == UInt8(ascii: " ") {
                if Self.isJoint(subject[offset]) {
                    offset += 1
                }
                continue
            }
            guard ASCII.lowercased(subject[offset]) == letter else { return nil }
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

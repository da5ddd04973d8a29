import CByteScan

/// Finds the words of a ``ContextRule`` near a match. Immutable; raw memory that its owner must free, as it looks at many
/// bytes at every match.
struct ContextMatcher: @unchecked Sendable {
    /// The words one behind the other, in lower case, sorted.
    private let letters: UnsafeMutablePointer<UInt8>
    /// Where each word starts in `letters`; one more for the end of the last.
    private let wordStarts: UnsafeMutablePointer<Int>
    private let wordCount: Int
    /// By first letter: the first of the words that start with it or a later one.
    private let wordsByFirst: UnsafeMutablePointer<Int>
    /// Whether a word starts with a byte, in either case.
    private let isFirst: UnsafeMutablePointer<Bool>
    /// Whether a word may start with two bytes, by `pair`.
    private let pairs: UnsafeMutablePointer<Bool>
    private let longest: Int
    private let before: Int
    private let after: Int
    let isRequired: Bool

    /// What a redaction marker or a finding is overwritten with while text is scanned. Context stops at it.
    static let mask: UInt8 = 0

    init(_ rule: ContextRule) {
        let words = rule.words.map { word in word.utf8.map(ASCII.lowercased) }
            .sorted { $0.lexicographicallyPrecedes($1) }
        wordCount = words.count
        letters = .allocate(capacity: words.reduce(1) { $0 + $1.count })
        wordStarts = .allocate(capacity: words.count + 1)
        wordStarts.initialize(to: 0)
        for (index, word) in words.enumerated() {
            (letters + wordStarts[index]).initialize(from: word, count: word.count)
            (wordStarts + index + 1).initialize(to: wordStarts[index] + word.count)
        }
        wordsByFirst = .allocate(capacity: 257)
        for first in 0...256 {
            (wordsByFirst + first).initialize(to: words.firstIndex { Int($0[0]) >= first } ?? words.count)
        }
        let firsts = ByteSet(words.map { $0[0] }).ignoringCase
        isFirst = .allocate(capacity: 256)
        for byte in UInt8.min...UInt8.max { (isFirst + Int(byte)).initialize(to: firsts.contains(byte)) }
        pairs = .allocate(capacity: 1024)
        pairs.initialize(repeating: false, count: 1024)
        for word in words {
            // Anything may follow a word of one letter; a blank in a word may be a joint or nothing.
            if word.count > 1, word[1] != UInt8(ascii: " ") {
                pairs[Self.pair(word[0], word[1])] = true
            } else {
                for second in UInt8.min...UInt8.max { pairs[Self.pair(word[0], second)] = true }
            }
        }
        longest = words.reduce(0) { max($0, $1.count) }
        before = rule.before
        after = rule.after
        isRequired = rule.isRequired
    }

    func deallocate() {
        letters.deallocate()
        wordStarts.deallocate()
        wordsByFirst.deallocate()
        isFirst.deallocate()
        pairs.deallocate()
    }

    /// The same for both cases of a letter.
    @inline(__always)
    private static func pair(_ first: UInt8, _ second: UInt8) -> Int {
        Int(first & 0x1F) << 5 | Int(second & 0x1F)
    }

    static func isWord(_ word: String) -> Bool {
        let bytes = Array(word.utf8)
        guard (1...64).contains(bytes.count), let first = bytes.first, let last = bytes.last else { return false }
        return ASCII.isAlphanumeric(first) && ASCII.isAlphanumeric(last)
            && bytes.allSatisfy { ASCII.isAlphanumeric($0) || $0 == UInt8(ascii: " ") }
    }

    /// Bytes between the match and the nearest word; nil where no word is near enough.
    func distance(to match: Range<Int>, in subject: UnsafeBufferPointer<UInt8>) -> Int? {
        guard let text = subject.baseAddress else { return nil }
        let nearest = before > 0 ? distance(before: match.lowerBound, in: text, count: subject.count) : nil
        return after > 0 ? distance(behind: match.upperBound, in: text, count: subject.count, nearest) : nearest
    }

    private static let block = 64

    private func distance(before start: Int, in text: UnsafePointer<UInt8>, count: Int) -> Int? {
        var nearest: Int?
        let farthest = max(0, start &- before &- longest &- 2)
        var end = start
        while end > farthest {
            let first = max(farthest, end &- Self.block)
            let words = bytescan_word_starts(text, count, first)
            // What lies behind the end was looked at, or is the match.
            let within = ~UInt64(0) >> UInt64(Self.block &- (end &- first))
            var starts = words.starts & within
            let zeros = words.zeros & within
            if zeros != 0 { starts &= ~(~UInt64(0) >> UInt64(zeros.leadingZeroBitCount)) }
            while starts != 0 {
                let bit = Self.block &- 1 &- starts.leadingZeroBitCount
                starts &= ~(1 << UInt64(bit))
                let offset = first &+ bit
                // No word that starts here or farther off comes nearer than the one that was found.
                if let nearest, offset &+ longest <= start &- nearest { return nearest }
                guard let wordEnd = wordEnd(at: offset, in: text, count: count, limit: start) else { continue }
                nearest = min(nearest ?? Int.max, start &- wordEnd)
            }
            if zeros != 0 { break }
            end = first
        }
        return nearest
    }

    /// - Parameter known: the distance of a word before the match; only a nearer one counts.
    private func distance(behind end: Int, in text: UnsafePointer<UInt8>, count: Int, _ known: Int?) -> Int? {
        let limit = min(count, end &+ min(after, known ?? Int.max))
        var first = end
        while first < limit {
            let words = bytescan_word_starts(text, count, first)
            var starts = words.starts
            if words.zeros != 0 { starts &= (1 << UInt64(words.zeros.trailingZeroBitCount)) &- 1 }
            while starts != 0 {
                let offset = first &+ starts.trailingZeroBitCount
                starts &= starts &- 1
                if offset >= limit { return known }
                if wordEnd(at: offset, in: text, count: count, limit: count) != nil { return offset &- end }
            }
            if words.zeros != 0 { break }
            first &+= Self.block
        }
        return known
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

    /// Where the longest word that starts at `offset` ends, if it ends on its own and within the distance.
    ///
    /// - Parameter offset: where a word may start.
    @inline(__always)
    private func wordEnd(at offset: Int, in text: UnsafePointer<UInt8>, count: Int, limit: Int) -> Int? {
        let first = text[offset]
        guard isFirst[Int(first)], offset &+ 1 >= limit || pairs[Self.pair(first, text[offset &+ 1])] else {
            return nil
        }
        return longestWord(at: offset, first: ASCII.lowercased(first), in: text, count: count, limit: limit)
    }

    private func longestWord(
        at offset: Int,
        first: UInt8,
        in text: UnsafePointer<UInt8>,
        count: Int,
        limit: Int
    ) -> Int? {
        var longest: Int?
        var word = wordsByFirst[Int(first)]
        let last = wordsByFirst[Int(first) &+ 1]
        while word < last {
            if let end = end(of: word, at: offset, in: text, limit: limit), end > longest ?? 0,
                limit == count || limit &- end <= before, endsWord(end, in: text, count: count)
            {
                longest = end
            }
            word &+= 1
        }
        return longest
    }

    private func end(of word: Int, at start: Int, in text: UnsafePointer<UInt8>, limit: Int) -> Int? {
        var offset = start
        var index = wordStarts[word]
        let last = wordStarts[word &+ 1]
        while index < last {
            let letter = letters[index]
            index &+= 1
            guard offset < limit else { return nil }
            if letter == UInt8(ascii: " ") {
                if Self.isJoint(text[offset]) {
                    offset &+= 1
                }
                continue
            }
            guard ASCII.lowercased(text[offset]) == letter else { return nil }
            offset &+= 1
        }
        return offset
    }

    private static func isJoint(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: " "), UInt8(ascii: "_"), UInt8(ascii: "-"), UInt8(ascii: "."), 9, 10: true
        default: false
        }
    }

    /// A plural ends a word too.
    private func endsWord(_ offset: Int, in text: UnsafePointer<UInt8>, count: Int) -> Bool {
        guard offset < count, ASCII.isLetter(text[offset]) else { return true }
        if ASCII.isLower(text[offset &- 1]), ASCII.isUpper(text[offset]) {
            return true
        }
        guard ASCII.lowercased(text[offset]) == UInt8(ascii: "s") else { return false }
        return offset &+ 1 >= count || !ASCII.isLetter(text[offset &+ 1])
    }
}

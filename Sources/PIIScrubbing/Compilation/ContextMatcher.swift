import CByteScan

/// Finds the words of a ``ContextRule`` near a match. Immutable; raw memory that its owner must free, as it looks at many
/// bytes at every match.
struct ContextMatcher: @unchecked Sendable {
    /// The words one behind the other, in lower case, sorted.
    private let letters: UnsafeMutablePointer<UInt8>
    /// Where each word starts in `letters`; one more for the end of the last.
    private let wordStarts: UnsafeMutablePointer<Int>
    /// The words that may start with two bytes, by `pair`: those of `p` are `listed[lists[p]..<lists[p + 1]]`.
    private let listed: UnsafeMutablePointer<UInt32>
    private let lists: UnsafeMutablePointer<Int>
    /// What the words start with.
    private let tables: UnsafeMutablePointer<bytescan_word_tables>
    private let longest: Int
    private let before: Int
    private let after: Int
    let isRequired: Bool

    /// What a redaction marker or a finding is overwritten with while text is scanned. Context stops at it.
    static let mask: UInt8 = 0

    init(_ rule: ContextRule) {
        let words = rule.words.map { word in word.utf8.map(ASCII.lowercased) }
            .sorted { $0.lexicographicallyPrecedes($1) }
        letters = .allocate(capacity: words.reduce(1) { $0 + $1.count })
        wordStarts = .allocate(capacity: words.count + 1)
        wordStarts.initialize(to: 0)
        for (index, word) in words.enumerated() {
            (letters + wordStarts[index]).initialize(from: word, count: word.count)
            (wordStarts + index + 1).initialize(to: wordStarts[index] + word.count)
        }
        let byPair = Self.listed(words)
        listed = .allocate(capacity: byPair.joined().count + 1)
        lists = .allocate(capacity: Self.pairCount + 1)
        lists.initialize(to: 0)
        for (pair, list) in byPair.enumerated() {
            (listed + lists[pair]).initialize(from: list, count: list.count)
            (lists + pair + 1).initialize(to: lists[pair] + list.count)
        }
        tables = .allocate(capacity: 1)
        tables.initialize(to: bytescan_word_tables(openingWith: words))
        longest = words.reduce(0) { max($0, $1.count) }
        before = rule.before
        after = rule.after
        isRequired = rule.isRequired
    }

    func deallocate() {
        letters.deallocate()
        wordStarts.deallocate()
        listed.deallocate()
        lists.deallocate()
        tables.deallocate()
    }

    private static let pairCount = 1024

    /// The same for both cases of a letter.
    @inline(__always)
    private static func pair(_ first: UInt8, _ second: UInt8) -> Int {
        Int(first & 0x1F) << 5 | Int(second & 0x1F)
    }

    private static func listed(_ words: [[UInt8]]) -> [[UInt32]] {
        var lists = [[UInt32]](repeating: [], count: pairCount)
        for (index, word) in words.enumerated() {
            // Anything may follow a word of one letter; a blank in a word may be a joint or nothing.
            let isOpen = word.count == 1 || word[1] == UInt8(ascii: " ")
            for second in isOpen ? 0..<32 : word[1] & 0x1F..<word[1] & 0x1F + 1 {
                lists[pair(word[0], second)].append(UInt32(truncatingIfNeeded: index))
            }
        }
        return lists
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

    /// Bytes that are looked at together.
    static let block = 64

    private func distance(before start: Int, in text: UnsafePointer<UInt8>, count: Int) -> Int? {
        var nearest: Int?
        let farthest = max(0, start &- before &- longest &- 2)
        var end = start
        while end > farthest {
            let first = max(farthest, end &- Self.block)
            let words = bytescan_word_starts(tables, text, count, first, bytescan_best)
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
            let words = bytescan_word_starts(tables, text, count, first, bytescan_best)
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

    /// How many bytes before a match and behind it a word near it may start.
    static func reach(of rule: ContextRule) -> (before: Int, behind: Int) {
        let longest = rule.words.reduce(0) { max($0, $1.utf8.count) }
        // Words may have separators where a rule has none.
        return (rule.before > 0 ? rule.before + longest + 2 : 0, rule.after > 0 ? rule.after + longest : 0)
    }

    /// Where the first of the words starts from `offset` on; nil where none does before `end`.
    func firstWord(in subject: UnsafeBufferPointer<UInt8>, from offset: Int, to end: Int) -> Int? {
        guard let text = subject.baseAddress else { return nil }
        let count = subject.count
        var first = offset
        while first < end {
            var starts = bytescan_word_starts(tables, text, count, first, bytescan_best).starts
            while starts != 0 {
                let start = first &+ starts.trailingZeroBitCount
                starts &= starts &- 1
                if start >= end { return nil }
                if wordEnd(at: start, in: text, count: count, limit: count) != nil { return start }
            }
            first &+= Self.block
        }
        return nil
    }

    /// Where the longest word that starts at `offset` ends, if it ends on its own and within the distance.
    ///
    /// - Parameter offset: where a word may start.
    private func wordEnd(at offset: Int, in text: UnsafePointer<UInt8>, count: Int, limit: Int) -> Int? {
        let pair = Self.pair(text[offset], offset &+ 1 < limit ? text[offset &+ 1] : 0)
        var longest: Int?
        var entry = lists[pair]
        let last = lists[pair &+ 1]
        while entry < last {
            let word = Int(listed[entry])
            entry &+= 1
            if let end = end(of: word, at: offset, in: text, limit: limit), end > longest ?? 0,
                limit == count || limit &- end <= before, endsWord(end, in: text, count: count)
            {
                longest = end
            }
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

extension bytescan_word_tables {
    /// - Parameter words: in lower case, sorted. A blank in a word may be a joint or nothing.
    fileprivate init(openingWith words: [[UInt8]]) {
        self.init()
        first_bits = words.allSatisfy { ASCII.isLetter($0[0]) } ? 0x40 : 0xFF
        withUnsafeMutableBytes(of: &self) { tables in
            for (index, word) in words.enumerated() {
                let opening = word.prefix { $0 != UInt8(ascii: " ") }
                let sets = (0..<3).map { $0 < opening.count ? ByteSet(word[$0]).ignoringCase : .all }
                let bucket = UInt8(1) << UInt8(8 * index / words.count)
                for (position, set) in sets.enumerated() {
                    for byte in set.members {
                        tables[16 * position + Int(byte & 15)] |= bucket
                        tables[16 * (3 + position) + Int(byte >> 4)] |= bucket
                    }
                }
                for second in sets[1].members {
                    for third in sets[2].members {
                        let bytes = UInt32(word[0]) | UInt32(second) << 8 | UInt32(third) << 16
                        let hash = Int(bytescan_word_hash(bytes))
                        tables[96 + hash >> 3] |= 1 << UInt8(hash & 7)
                    }
                }
            }
        }
    }
}

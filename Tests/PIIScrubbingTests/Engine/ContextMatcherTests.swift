import Testing

@testable import PIIScrubbing

/// The words of contexts, looked up many bytes at a time, are those that a look at each place finds.
@Suite("Words near a match")
struct ContextMatcherTests {
    private static let lists = [
        ["ssn", "social security", "tax id"], ["id", "ts", "part no", "a", "9 to 5", "911", "x ray"], ["42", "4x"],
        ["call", "calls", "called", "call me", "cell", "tel", "telephone", "phone"], ["ss no", "s", "so"],
    ]
    private static let pieces = [
        "ssn", "SSNs", "social", "_security", "social  security", "SocialSecurity", "tax-id", "taxid", "id", "Id",
        "ids",
        "tsx", "ts", "part\nno", "9 to5", "9-to-5", "911", "9115", "a", "A", "xray", "42", "4x", "callMe", "call me",
        "tel",
        "telephones", "phone", "\\nphone", "\\tts", "camelCaseId", "ss_no", "sono", "é", "\u{0}", "1", "23", " ", "\n",
    ]

    private static func text(_ generator: inout SeededGenerator) -> [UInt8] {
        var text: [UInt8] = []
        for _ in 0..<Int.random(in: 1...30, using: &generator) {
            text += (pieces.randomElement(using: &generator) ?? "").utf8
            text +=
                ([" ", "", ": ", "-", "_", String(repeating: ".", count: 50)].randomElement(using: &generator) ?? "")
                .utf8
        }
        return text
    }

    /// Whether one of the words stands at a place, on its own.
    private static func wordEnd(_ words: [String], in text: [UInt8], at offset: Int, limit: Int) -> [Int] {
        guard offset == 0 || startsWord(text, offset) else { return [] }
        return words.compactMap { word in
            var end = offset
            for letter in word.utf8 {
                if letter == UInt8(ascii: " ") {
                    guard end < limit else { return nil }
                    if " _-.\t\n".utf8.contains(text[end]) { end += 1 }
                } else {
                    guard end < limit, ASCII.lowercased(text[end]) == letter else { return nil }
                    end += 1
                }
            }
            return endsWord(text, end) ? end : nil
        }
    }

    private static func startsWord(_ text: [UInt8], _ offset: Int) -> Bool {
        guard ASCII.isAlphanumeric(text[offset]) else { return false }
        guard ASCII.isLetter(text[offset - 1]) else { return true }
        return ASCII.isUpper(text[offset]) && !ASCII.isUpper(text[offset - 1])
            || offset > 1 && text[offset - 2] == UInt8(ascii: "\\")
    }

    private static func endsWord(_ text: [UInt8], _ end: Int) -> Bool {
        guard end < text.count, ASCII.isLetter(text[end]) else { return true }
        if ASCII.isLower(text[end - 1]), ASCII.isUpper(text[end]) { return true }
        let isPlural = ASCII.lowercased(text[end]) == UInt8(ascii: "s")
        return isPlural && (end + 1 >= text.count || !ASCII.isLetter(text[end + 1]))
    }

    @Test("are found wherever they stand", arguments: lists.indices)
    func firstWord(list: Int) {
        let words = Self.lists[list]
        let matcher = ContextMatcher(ContextRule(words: words))
        defer { matcher.deallocate() }
        var generator = SeededGenerator(seed: UInt64(list))
        var found = 0
        for _ in 0..<400 {
            let text = Self.text(&generator)
            let from = Int.random(in: 0...text.count, using: &generator)
            let to = Int.random(in: from...text.count, using: &generator)
            let expected = (from..<to).first {
                !Self.wordEnd(words, in: text, at: $0, limit: text.count).isEmpty
            }
            let first = text.withUnsafeBufferPointer { matcher.firstWord(in: $0, from: from, to: to) }
            #expect(
                first == expected,
                "from \(from) to \(to) of \(String(decoding: text, as: UTF8.self).debugDescription)"
            )
            found += expected == nil ? 0 : 1
        }
        #expect(found > 5)
    }

    @Test("have the distance of the nearest", arguments: lists.indices, [(40, 0), (0, 20), (70, 70), (12, 5)])
    func distance(list: Int, reach: (before: Int, after: Int)) {
        let words = Self.lists[list]
        let matcher = ContextMatcher(ContextRule(words: words, before: reach.before, after: reach.after))
        defer { matcher.deallocate() }
        var generator = SeededGenerator(seed: UInt64(list))
        var found = 0
        for _ in 0..<400 {
            let text = Self.text(&generator)
            let start = Int.random(in: 0...text.count, using: &generator)
            let end = Int.random(in: start...min(text.count, start + 12), using: &generator)
            // Neither side sees over a mask.
            let first = (text[..<start].lastIndex(of: 0) ?? -1) + 1
            let last = text[end...].firstIndex(of: 0) ?? text.count
            let before = (first..<start).flatMap { Self.wordEnd(words, in: text, at: $0, limit: start) }
                .map { start - $0 }.filter { $0 <= reach.before }
            let behind = (end..<last).filter { !Self.wordEnd(words, in: text, at: $0, limit: text.count).isEmpty }
                .map { $0 - end }.filter { $0 < reach.after }
            let expected = ((reach.before > 0 ? before : []) + (reach.after > 0 ? behind : [])).min()
            let distance = text.withUnsafeBufferPointer { matcher.distance(to: start..<end, in: $0) }
            #expect(
                distance == expected,
                "\(start)..<\(end) of \(String(decoding: text, as: UTF8.self).debugDescription)"
            )
            found += expected == nil ? 0 : 1
        }
        #expect(found > 5)
    }
}

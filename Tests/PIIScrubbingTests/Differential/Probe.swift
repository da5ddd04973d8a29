import PIIScrubbing

/// A regex that asks something of a text: whether it occurs, and where.
struct Probe: Sendable {
    private static let scratches = RegexScratches()
    private let regex: Regex

    /// - Parameter source: a PCRE2 regex that the tests hold to be right.
    init(_ source: String) {
        do {
            regex = try Regex(source)
        } catch {
            fatalError("\(source): \(error.message) at byte \(error.offset)")
        }
    }

    /// Asks for one of the words of a context rule at the end of a text, with at most so many bytes behind it.
    ///
    /// A space in a word is any single blank or joint, or none; a plural is the word too; a word may be the hump of
    /// a `camelCase` name.
    init(words: [String], within distance: Int) {
        let spellings = words.map { $0.split(separator: " ").joined(separator: #"[ _.\-\t\n]?"#) }
        self.init(
            #"(?:(?<![A-Za-z])|(?<=\\[A-Za-z])|(?<=[a-z])(?=[A-Z]))"#
                + "(?i:\(spellings.joined(separator: "|")))"
                + #"(?:[sS]?(?![A-Za-z])|(?<=[a-z])(?=[A-Z]))[^\x00]{0,"# + "\(distance)" + #"}\z"#
        )
    }

    func occurs(in text: String) -> Bool {
        first(in: text) != nil
    }

    /// The first place, as UTF-8 offsets.
    func first(in text: String, from start: Int = 0) -> Range<Int>? {
        var text = text
        let outcome = text.withUTF8 { bytes in
            try? Self.scratches.withScratch { scratch in
                regex.search(bytes, upTo: bytes.count, from: start, group: 0, scratch: scratch)
            }
        }
        switch outcome {
        case .match(let range, _): return range
        case .some(.none), .partial: return nil
        case .stopped, nil: fatalError("the search ended without an answer")
        }
    }
}

/// Words near a match that decide whether it counts.
package struct ContextRule: Sendable, Hashable {
    /// Compared without regard to ASCII case; a space in a word stands for any single blank, `_`, `-` or `.`, or none.
    package var words: [String]
    /// How far before the match a word may end, in bytes.
    package var before: Int
    /// How far behind the match a word may start, in bytes.
    package var after: Int
    /// For words that speak for a match: without one it is dropped (true), or it only ranks lower (false).
    package var isRequired: Bool

    /// The farthest that a rule may look, in bytes. Scanning in chunks holds back as much.
    package static let maximumDistance = 256

    package init(words: [String], before: Int = 40, after: Int = 0, isRequired: Bool = true) {
        self.words = words
        self.before = before
        self.after = after
        self.isRequired = isRequired
    }
}

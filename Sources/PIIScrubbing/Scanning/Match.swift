/// A match that counts, before overlaps are settled and after.
package struct Match: Hashable, Sendable, BitwiseCopyable {
    /// Index of the pattern in its set, or of the recognizer behind them.
    package var pattern: Int
    /// Where it starts, in UTF-8 bytes of the text.
    package var lowerBound: Int
    /// Where it ends.
    package var upperBound: Int
    /// Twice the precedence, and one more where a context word is near.
    package var rank: Int

    package init(pattern: Int, range: Range<Int>, rank: Int) {
        self.pattern = pattern
        lowerBound = range.lowerBound
        upperBound = range.upperBound
        self.rank = rank
    }

    package var range: Range<Int> { lowerBound..<upperBound }

    mutating func shift(by offset: Int) {
        lowerBound += offset
        upperBound += offset
    }
}

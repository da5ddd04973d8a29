/// A match that counts, before overlaps are settled and after.
package struct Match: Hashable, Sendable {
    /// Index of the pattern in its set, or of the recognizer behind them.
    package var pattern: Int
    /// UTF-8 bytes of the text.
    package var range: Range<Int>
    /// Twice the precedence, and one more where a context word is near.
    package var rank: Int

    mutating func shift(by offset: Int) {
        range = (range.lowerBound + offset)..<(range.upperBound + offset)
    }
}

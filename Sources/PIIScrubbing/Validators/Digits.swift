/// The digits of a candidate and where they stand, in memory that is lent.
struct Digits {
    /// From 0 to 9.
    private let values: UnsafeBufferPointer<UInt8>
    /// Offsets in the subject.
    let offsets: UnsafeBufferPointer<Int>

    fileprivate init(values: UnsafeBufferPointer<UInt8>, offsets: UnsafeBufferPointer<Int>) {
        self.values = values
        self.offsets = offsets
    }

    var count: Int { values.count }

    subscript(index: Int) -> Int { Int(values[index]) }

    /// The number that some of them make.
    func number(_ range: Range<Int>) -> Int {
        var number = 0
        for index in range { number = number &* 10 &+ self[index] }
        return number
    }

    /// Whether the first so many end with a right check digit.
    func hasLuhnCheckDigit(_ count: Int) -> Bool {
        var sum = Luhn()
        var index = count
        while index > 0 {
            index &-= 1
            sum.add(values[index])
        }
        return sum.isRight
    }
}

extension Candidate {
    /// Lends the digits in a range, at most `limit` of them. More than about a hundred would not fit on the stack.
    ///
    /// - Parameter counts: whether a digit at an offset of the subject counts.
    @inline(__always)
    func withDigits<Result>(
        in range: Range<Int>,
        limit: Int = 64,
        where counts: (Int) -> Bool = { _ in true },
        _ body: (Digits) -> Result
    ) -> Result {
        withUnsafeTemporaryAllocation(of: UInt8.self, capacity: limit) { values in
            withUnsafeTemporaryAllocation(of: Int.self, capacity: limit) { offsets in
                var count = 0
                for offset in range {
                    if count == limit { break }
                    // Written whether it is one or not: a branch here could not be foreseen.
                    let value = subject[offset] &- UInt8(ascii: "0")
                    values.initializeElement(at: count, to: value)
                    offsets.initializeElement(at: count, to: offset)
                    count &+= value < 10 && counts(offset) ? 1 : 0
                }
                return body(
                    Digits(
                        values: UnsafeBufferPointer(rebasing: values[..<count]),
                        offsets: UnsafeBufferPointer(rebasing: offsets[..<count])
                    )
                )
            }
        }
    }
}

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

    /// Whether the first so many end with a right check digit: ISO/IEC 7812-1, Annex B.
    func hasLuhnCheckDigit(_ count: Int) -> Bool {
        guard count > 1 else { return false }
        var sum = 0
        var isDoubled = false
        var index = count
        while index > 0 {
            index &-= 1
            let digit = self[index]
            let weighted = isDoubled ? digit &* 2 : digit
            sum &+= weighted > 9 ? weighted &- 9 : weighted
            isDoubled.toggle()
        }
        return sum.isMultiple(of: 10)
    }
}

extension Candidate {
    /// Lends the digits in a range, at most `limit` of them.
    func withDigits<Result>(in range: Range<Int>, limit: Int = 64, _ body: (Digits) -> Result) -> Result {
        withUnsafeTemporaryAllocation(of: UInt8.self, capacity: limit) { values in
            withUnsafeTemporaryAllocation(of: Int.self, capacity: limit) { offsets in
                var count = 0
                for offset in range {
                    let value = subject[offset] &- UInt8(ascii: "0")
                    guard value < 10 else { continue }
                    guard count < limit else { break }
                    values.initializeElement(at: count, to: value)
                    offsets.initializeElement(at: count, to: offset)
                    count += 1
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

import BotanuSDK

/// Takes out attributes whose name comes again further on, and those without one.
///
/// Names rarely come again, so they are told apart by a byte each first: much cheaper than a dictionary of strings.
enum LastOfEachName {
    static func keep(in attributes: inout [CollectedAttribute]) {
        let count = attributes.count
        let repeated = withUnsafeTemporaryAllocation(of: UInt8.self, capacity: count) { marks -> [Int] in
            var repeated: [Int] = []
            // In place: an element that is read out is copied, with what it holds.
            attributes.withUnsafeBufferPointer { attributes in
                for index in 0..<count {
                    let mark = Self.mark(attributes[index].name)
                    for earlier in 0..<index where marks[earlier] == mark {
                        if attributes[earlier].name == attributes[index].name, !repeated.contains(earlier) {
                            repeated.append(earlier)
                        }
                    }
                    marks[index] = mark
                    // No receiver takes an empty name.
                    if attributes[index].name.isEmpty, !repeated.contains(index) { repeated.append(index) }
                }
            }
            return repeated
        }
        for index in repeated.sorted(by: >) { attributes.remove(at: index) }
    }

    /// The same for the same name.
    private static func mark(_ name: String) -> UInt8 {
        // Names differ in their length and their ends, rarely in how they start.
        let bytes = name.utf8
        return (bytes.last ?? 0) &* 37 &+ UInt8(truncatingIfNeeded: bytes.count)
    }
}

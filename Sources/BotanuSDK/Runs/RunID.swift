import Foundation

/// Identifiers of runs: UUIDs of version 7 (RFC 9562), which sort by the time they were made.
enum RunID {
    /// The twelve bits behind the milliseconds are a finer time (method 3 of the RFC's monotonicity section).
    static func make(at time: Date = Date()) -> String {
        let fine = UInt64(max(0, time.timeIntervalSince1970 * 1000 * 4096))
        let random = UInt64.random(in: 0...UInt64.max)
        let upper = (fine >> 12) << 16 | 0x7000 | fine & 0x0FFF
        let lower = 0x8000_0000_0000_0000 | random & 0x3FFF_FFFF_FFFF_FFFF
        return text(upper, lower)
    }

    private static func text(_ upper: UInt64, _ lower: UInt64) -> String {
        String(unsafeUninitializedCapacity: 36) { buffer in
            var count = 0
            for digit in 0..<32 {
                if [8, 12, 16, 20].contains(digit) {
                    buffer[count] = UInt8(ascii: "-")
                    count += 1
                }
                let half = digit < 16 ? upper : lower
                let nibble = UInt8(truncatingIfNeeded: half >> UInt64(60 - 4 * (digit & 15)) & 15)
                buffer[count] = nibble < 10 ? UInt8(ascii: "0") + nibble : UInt8(ascii: "a") + nibble - 10
                count += 1
            }
            return count
        }
    }
}

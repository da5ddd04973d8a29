import Foundation
import Synchronization

#if canImport(Glibc)
    import Glibc
#elseif canImport(Darwin)
    import Darwin
#elseif canImport(Musl)
    import Musl
#endif

/// Identifiers of runs: UUIDs of version 7 (RFC 9562), which sort by the time they were made.
enum RunID {
    /// The twelve bits behind the milliseconds are a finer time (method 3 of the RFC's monotonicity section).
    static func make(at time: Date = Date()) -> String {
        let fine = UInt64(max(0, time.timeIntervalSince1970 * 1000 * 4096))
        let random = nextRandom()
        let upper = (fine >> 12) << 16 | 0x7000 | fine & 0x0FFF
        let lower = 0x8000_0000_0000_0000 | random & 0x3FFF_FFFF_FFFF_FFFF
        return text(upper, lower)
    }

    /// Random bits that are ready to use: asking the system for eight bytes at a time costs more than the rest of a run.
    private static let ready = Mutex<[UInt64]>([])

    private static func nextRandom() -> UInt64 {
        ready.withLock { ready in
            if let next = ready.popLast() { return next }
            // As much as may be asked for at once.
            ready = Array(repeating: 0, count: 256 / 8)
            let filled = ready.withUnsafeMutableBytes { getentropy($0.baseAddress, $0.count) == 0 }
            if !filled { ready = [] }
            return ready.popLast() ?? UInt64.random(in: 0...UInt64.max)
        }
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

import Synchronization

/// The identifier of a trace: 16 bytes, not all zero (W3C Trace Context).
public struct TraceID: Sendable, Hashable, CustomStringConvertible {
    package let high: UInt64
    package let low: UInt64

    package init?(high: UInt64, low: UInt64) {
        guard high != 0 || low != 0 else { return nil }
        (self.high, self.low) = (high, low)
    }

    /// 32 lower-case hexadecimal digits.
    public var description: String { Hexadecimal.text(of: high) + Hexadecimal.text(of: low) }
}

/// The identifier of a span in its trace: 8 bytes, not all zero (W3C Trace Context).
public struct SpanID: Sendable, Hashable, CustomStringConvertible {
    package let value: UInt64

    package init?(_ value: UInt64) {
        guard value != 0 else { return nil }
        self.value = value
    }

    /// 16 lower-case hexadecimal digits.
    public var description: String { Hexadecimal.text(of: value) }
}

extension TraceID {
    /// One that no other trace has.
    static func next() -> TraceID {
        // Zero comes once in 2^128 draws.
        TraceID(high: IdentifierSource.traces.next(), low: IdentifierSource.spans.next()) ?? next()
    }
}

extension SpanID {
    static func next() -> SpanID { SpanID(IdentifierSource.spans.next()) ?? next() }
}

/// Draws numbers that differ from each other and look random: SplitMix64 over a counter that starts anywhere. Wait-free.
///
/// They are unique, not secret.
private final class IdentifierSource: Sendable {
    static let traces = IdentifierSource()
    static let spans = IdentifierSource()

    private let state = Atomic<UInt64>(UInt64.random(in: .min ... .max))

    func next() -> UInt64 {
        var mixed = state.wrappingAdd(0x9E37_79B9_7F4A_7C15, ordering: .relaxed).newValue
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }
}

enum Hexadecimal {
    private static let digits = Array("0123456789abcdef".utf8)

    static func text(of value: UInt64) -> String {
        String(unsafeUninitializedCapacity: 16) { buffer in
            write(value) { buffer[$0] = $1 }
            return 16
        }
    }

    /// Writes the sixteen digits of a number.
    @inline(__always)
    static func write(_ value: UInt64, _ put: (Int, UInt8) -> Void) {
        for index in 0..<16 {
            put(index, digits[Int(truncatingIfNeeded: value >> UInt64((15 - index) * 4)) & 15])
        }
    }

    /// The number that sixteen lower-case digits stand for.
    static func value(of digits: Substring.UTF8View) -> UInt64? {
        guard digits.count == 16 else { return nil }
        var value: UInt64 = 0
        for digit in digits {
            switch digit {
            case UInt8(ascii: "0")...UInt8(ascii: "9"): value = value << 4 | UInt64(digit - UInt8(ascii: "0"))
            case UInt8(ascii: "a")...UInt8(ascii: "f"): value = value << 4 | UInt64(digit - UInt8(ascii: "a") + 10)
            default: return nil
            }
        }
        return value
    }
}

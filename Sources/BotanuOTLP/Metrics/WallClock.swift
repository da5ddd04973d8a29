import Tracing

enum WallClock {
    /// Nanoseconds since 1970.
    static var now: UInt64 { DefaultTracerClock.now.nanosecondsSinceEpoch }
}

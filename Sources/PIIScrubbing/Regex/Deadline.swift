/// A point in time that something must be done by.
///
/// Numbers alone: an instant of a clock is of a size that only the running system knows, and what holds one is slow to
/// make and to reach into.
struct Deadline: BitwiseCopyable {
    /// Since the origin.
    private let time: Duration

    private static let origin = ContinuousClock.now

    /// - Parameter time: from now on.
    init(after time: Duration) {
        self.time = Self.now + time
    }

    var isPassed: Bool { Self.now > time }

    /// Out of line: what is inlined makes room for an instant wherever it might be asked for.
    private static var now: Duration {
        @inline(never) get { origin.duration(to: .now) }
    }
}

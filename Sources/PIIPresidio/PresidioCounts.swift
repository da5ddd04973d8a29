import Synchronization

extension PresidioRecognizer {
    /// What became of texts so far. Those that came while something is not installed are not counted.
    public struct Counts: Sendable, Hashable {
        public var analyzed = 0
        public var failed = 0
        /// Not answered by their deadline, or within the timeout.
        public var late = 0
        /// Too many waited.
        public var refused = 0
        /// How often a worker process was started again.
        public var restarts = 0

        public init() {}
    }
}

/// Counts for any number of threads.
final class PresidioTally: Sendable {
    private let state = Mutex(PresidioRecognizer.Counts())

    var counts: PresidioRecognizer.Counts { state.withLock { $0 } }

    func count(_ counter: WritableKeyPath<PresidioRecognizer.Counts, Int>) {
        state.withLock { $0[keyPath: counter] += 1 }
    }
}

import BotanuSDK
import Logging
import Synchronization

/// Keeps requests on disk until a receiver has them. Any number of threads may use it.
final class DiskBuffer: Sendable {
    /// A record to be sent, and what to say when it was.
    struct Next: Sendable {
        let record: SegmentRecord
        /// Whether an earlier process has written it.
        let isRecovered: Bool
        fileprivate let segment: ObjectIdentifier
        fileprivate let end: Int
    }

    private struct Entry {
        let segment: Segment
        let isRecovered: Bool
        /// Nanoseconds since 1970.
        let time: UInt64
    }

    /// The oldest first; the last may be the one that is written to.
    private struct State {
        var entries: [Entry] = []
        var isLastOpen = false
        var isShut = false
    }

    private let folder: BufferFolder
    private let options: DiskBufferOptions
    private let segmentBytes: Int
    private let state: Mutex<State>
    private let hasWarned = Atomic(false)

    /// - Throws: where the folder cannot be used.
    init(_ options: DiskBufferOptions) throws(ExporterError) {
        self.options = options
        segmentBytes = min(4 << 20, max(1 << 16, options.maximumBytes / 8))
        let folder = try BufferFolder(below: options.folder)
        self.folder = folder
        let entries = folder.left.compactMap { url -> Entry? in
            guard let time = Segment.time(of: url), let segment = Segment(left: url) else { return nil }
            // A clock that was ahead must not keep it for ever.
            return Entry(segment: segment, isRecovered: true, time: min(time, WallClock.now))
        }
        state = Mutex(State(entries: entries))
    }

    /// - Returns: whether it is written. If not, it is too much, or cannot be; the log was told once.
    func append(_ record: SegmentRecord) -> Bool {
        let bytes = record.bytes
        let isWritten = state.withLock { state in
            let held = state.entries.reduce(0) { $0 + $1.segment.length }
            guard !state.isShut, held + bytes.count <= options.maximumBytes else { return false }
            if !state.isLastOpen || isFull(state.entries.last) {
                state.entries.last?.segment.rest()
                let time = max(WallClock.now, (state.entries.last?.time ?? 0) &+ 1)
                guard let segment = Segment(in: folder.url, at: time) else { return false }
                state.entries.append(Entry(segment: segment, isRecovered: false, time: time))
                state.isLastOpen = true
            }
            return state.entries.last?.segment.append(bytes) ?? false
        }
        if !isWritten, !hasWarned.exchange(true, ordering: .relaxed) {
            Log.telemetry.error("the disk buffer is full or cannot be written; what is lost is counted")
        }
        return isWritten
    }

    /// The oldest record that is not taken; nil where there is none now.
    ///
    /// - Parameter lost: told how many spans are given up since they are too old.
    func next(lost: (_ spans: Int, _ isRecovered: Bool) -> Void) -> Next? {
        var given: [(spans: Int, isRecovered: Bool)] = []
        let next: Next? = state.withLock { state in
            while let entry = state.entries.first {
                let isOpen = state.isLastOpen && state.entries.count == 1
                if isOld(entry) {
                    given.append((entry.segment.spans, entry.isRecovered))
                    // What is written to must not be found again.
                    if isOpen { state.isLastOpen = false }
                    drop(&state)
                    continue
                }
                if let (record, end) = entry.segment.next() {
                    let id = ObjectIdentifier(entry.segment)
                    return Next(record: record, isRecovered: entry.isRecovered, segment: id, end: end)
                }
                if isOpen { return nil }
                drop(&state)
            }
            return nil
        }
        // Outside of the lock: who is told may log.
        for (spans, isRecovered) in given where spans > 0 { lost(spans, isRecovered) }
        return next
    }

    /// Notes that a record need not be sent again.
    func noteTaken(_ next: Next) {
        state.withLock { state in
            guard let entry = state.entries.first, ObjectIdentifier(entry.segment) == next.segment else { return }
            entry.segment.noteTaken(next.end)
            // What is all sent gives its place back, also while it is written to.
            guard entry.segment.length <= next.end else { return }
            if state.entries.count == 1 { state.isLastOpen = false }
            drop(&state)
        }
    }

    /// Whether everything is sent.
    var isEmpty: Bool {
        state.withLock { $0.entries.allSatisfy { $0.segment.length <= $0.segment.taken } }
    }

    /// Lets others use the folder. What is in it is for the next process.
    func shutdown() {
        let isFirst = state.withLock { state in
            defer { (state.isShut, state.entries) = (true, []) }
            return !state.isShut
        }
        if isFirst { folder.unlock() }
    }

    private func drop(_ state: inout State) {
        state.entries.removeFirst().segment.remove()
    }

    /// Whether a segment takes no more: its age is that of all that is in it.
    private func isFull(_ last: Entry?) -> Bool {
        guard let last else { return true }
        let age = UInt64(clamping: options.maximumAge.inNanoseconds) / 8
        return last.segment.length >= segmentBytes || WallClock.now > last.time &+ age
    }

    private func isOld(_ entry: Entry) -> Bool {
        let age = UInt64(clamping: options.maximumAge.inNanoseconds)
        let now = WallClock.now
        return now > entry.time && now - entry.time > age
    }
}

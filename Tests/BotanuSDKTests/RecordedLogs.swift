import Logging
import Synchronization

/// Everything that is logged in this process, once somebody has asked for it.
final class RecordedLogs: Sendable {
    private let lines = Mutex("")

    /// The logging system can be set up once.
    static let shared: RecordedLogs = {
        let logs = RecordedLogs()
        LoggingSystem.bootstrap { _ in Handler(logs: logs) }
        return logs
    }()

    var all: String { lines.withLock { $0 } }

    private struct Handler: LogHandler {
        let logs: RecordedLogs
        var metadata = Logger.Metadata()
        var logLevel = Logger.Level.trace

        subscript(metadataKey key: String) -> Logger.Metadata.Value? {
            get { metadata[key] }
            set { metadata[key] = newValue }
        }

        func log(event: LogEvent) {
            logs.lines.withLock { $0 += "\(event.message) \(String(describing: event.metadata))\n" }
        }
    }
}

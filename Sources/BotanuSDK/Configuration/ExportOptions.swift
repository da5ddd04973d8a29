/// Where spans and metrics go, and when. What spans wait for and how many may is said by ``BotanuConfig`` itself.
public struct ExportOptions: Sendable, Hashable {
    public enum Destination: String, Sendable, Hashable, CaseIterable {
        /// A receiver, over OTLP/HTTP.
        case otlp
        /// Standard error, as a tree with times and tokens. Of metrics, a line for each series.
        case console
        /// ``file``, as lines of OTLP JSON.
        case file
    }

    /// As OTLP has them.
    public enum Temporality: String, Sendable, Hashable, CaseIterable {
        /// Since the start.
        case cumulative
        /// Since the last export that succeeded.
        case delta
        /// Delta for all that swift-metrics has.
        case lowMemory = "lowmemory"
    }

    /// Where spans go; nowhere if empty.
    public var traces: Set<Destination> = [.otlp]
    /// Where metrics go; nowhere if empty.
    public var metrics: Set<Destination> = [.otlp]
    /// The file that ``Destination/file`` appends to.
    public var file = "telemetry.jsonl"
    public var metricInterval: Duration = .seconds(60)
    public var temporality = Temporality.cumulative
    /// Bytes of ended spans that wait to be exported, at most, as estimated.
    public var maximumQueueBytes = 64 << 20
    /// Keeps spans on disk until a receiver has them; nil, the default, in memory only.
    public var disk: DiskBufferOptions?

    public init() {}
}

/// A folder that spans are kept in until a receiver has taken them.
///
/// A span counts as handed over when it is written there, ``flushInterval`` after its end at the latest: what is handed
/// over survives a crash of the process and an outage of the receiver. It may arrive twice, never not at all, unless
/// ``maximumBytes`` or ``maximumAge`` forbid; what they cost is counted.
public struct DiskBufferOptions: Sendable, Hashable {
    /// A folder of its own. Several processes may share it.
    public var folder: String
    /// Of each process.
    public var maximumBytes = 256 << 20
    public var maximumAge: Duration = .seconds(24 * 3600)
    public var flushInterval: Duration = .milliseconds(100)

    public init(folder: String) {
        self.folder = folder
    }
}

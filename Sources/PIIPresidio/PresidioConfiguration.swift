public import PIIScrubbing

/// How Presidio is run.
public struct PresidioConfiguration: Sendable, Hashable {
    /// A virtual environment or an interpreter; `none` for no Python at all. Nil to look for one: see
    /// ``PythonEnvironment/find(_:environment:)``.
    public var python: String?
    /// What Presidio is asked for. Names and places need a model; the others of its entities it looks for with patterns
    /// of its own, besides those of the engine.
    public var entities: [Entity] = [.person, .location]
    /// The lowest score that counts, from 0 to 1.
    public var scoreThreshold = 0.4
    /// The package or folder of a spaCy model; nil for the best that is installed.
    public var model: String?
    /// Texts that are analyzed at once, at most.
    public var batchSize = 32
    /// Texts that wait, at most; further ones count as failed.
    public var queueLimit = 256
    /// How long a call may take that has no deadline of its own.
    public var timeout: Duration = .seconds(10)

    /// Processes that analyze, each with a Python and a model of its own; 0 for the Python inside this process.
    ///
    /// Inside, one text after the other is analyzed on one core, and what crashes Python or the model takes this process
    /// with it. A worker that crashes or does not come to an end is replaced, and fails no text but the one that it
    /// cannot get over. Each takes some hundreds of megabytes. They end with the recognizer, and with this process.
    public var workers = 0

    public init() {}
}

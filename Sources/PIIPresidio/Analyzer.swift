import PIIScrubbing

/// Something that analyzes texts, a batch at a time: the interpreter in this process, or a process of its own. For one
/// thread at a time.
protocol Analyzer {
    /// Whether it can be asked.
    var isAlive: Bool { get }
    /// What is used, for a report.
    var description: String { get }
    /// Nil for the host's own.
    var process: Int32? { get }

    /// What is in texts, packed as numbers: see `presidio_bridge.py`.
    ///
    /// - Parameter limit: when it is to give up, if it can.
    func analyze(_ texts: [String], by limit: ContinuousClock.Instant) throws(AnalysisFailure) -> [UInt8]
}

struct AnalysisFailure: Error {
    enum Kind {
        /// Something is not installed.
        case missing
        /// Others may succeed.
        case failed
        /// It has to be made anew.
        case died
        /// The same, since it did not come to an end.
        case late
    }

    var kind: Kind
    /// Quotes no text.
    var reason: String
}

extension Analyzer {
    /// What is in each of some texts.
    func spans(
        in texts: [String],
        _ labels: [Entity],
        by limit: ContinuousClock.Instant
    ) throws(AnalysisFailure) -> [[RecognizedSpan]] {
        guard let found = RecognizedSpans(try analyze(texts, by: limit), texts: texts, labels) else {
            throw AnalysisFailure(kind: .failed, reason: "what Presidio answers is not understood")
        }
        return found.all
    }

    /// Whether a name is found that every model knows.
    func selfTest(_ configuration: PresidioConfiguration, by limit: ContinuousClock.Instant) throws(AnalysisFailure) {
        let sample = "My name is John Smith and I live in London."
        let found = try spans(in: [sample], configuration.findable, by: limit)
        let entities = configuration.entities
        let needsModel = entities.contains(.person) || entities.contains(.location)
        if needsModel, found.allSatisfy(\.isEmpty) {
            throw AnalysisFailure(kind: .failed, reason: "the model finds no name in a sample")
        }
    }
}

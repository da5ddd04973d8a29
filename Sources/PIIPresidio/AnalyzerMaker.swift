import Foundation
import PIIScrubbing
import Synchronization

/// Makes what analyzes, as often as it is needed.
protocol AnalyzerMaking: Sendable {
    /// - Parameter isWanted: asked from time to time whether to go on.
    /// - Returns: one that has analyzed a sample.
    func make(isWanted: @escaping @Sendable () -> Bool) throws(AnalysisFailure) -> any Analyzer
}

/// Makes what the configuration asks for.
final class AnalyzerMaker: AnalyzerMaking {
    private let configuration: PresidioConfiguration
    /// For `make` of the module, as JSON.
    private let options: String
    /// Looked for once.
    private let interpreter = Mutex<Result<String, AnalysisFailure>?>(nil)
    /// A large model on a slow disk takes long; one that hangs must not do so for ever.
    private static let longestStart = Duration.seconds(120)

    init(_ configuration: PresidioConfiguration, markers: [String]) {
        self.configuration = configuration
        let values = Options(
            entities: configuration.entities.map(\.rawValue),
            labels: configuration.findable.map(\.rawValue),
            threshold: configuration.scoreThreshold,
            model: configuration.model ?? "",
            markers: markers,
            allowed: configuration.allowList,
            denied: configuration.denyList.mapValues(\.rawValue)
        )
        // Encoding fails for a number that is none; nothing is below it then.
        options = (try? JSONEncoder().encode(values)).map { String(decoding: $0, as: UTF8.self) } ?? "{}"
    }

    private struct Options: Encodable {
        var entities: [String]
        var labels: [String]
        var threshold: Double
        var model: String
        var markers: [String]
        var allowed: [String]
        var denied: [String: String]
    }

    func make(isWanted: @escaping @Sendable () -> Bool) throws(AnalysisFailure) -> any Analyzer {
        let limit = ContinuousClock.now + Self.longestStart
        let analyzer: any Analyzer
        if configuration.workers > 0 {
            let worker = try WorkerProcess(try foundInterpreter(), isWanted: isWanted)
            try worker.load(options, by: limit)
            analyzer = worker
        } else {
            analyzer = try Interpreter(configuration.python, options)
        }
        try analyzer.selfTest(configuration, by: limit)
        return analyzer
    }

    private func foundInterpreter() throws(AnalysisFailure) -> String {
        let found = interpreter.withLock { known in
            let found = known ?? Self.find(configuration.python)
            known = found
            return found
        }
        return try found.get()
    }

    private static func find(_ python: String?) -> Result<String, AnalysisFailure> {
        do throws(PythonAbsence) {
            return .success(try PythonEnvironment.find(python).interpreter)
        } catch {
            return .failure(AnalysisFailure(kind: .missing, reason: error.description))
        }
    }
}

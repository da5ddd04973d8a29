import CPythonBridge
import Foundation
import PresidioSource

/// The interpreter of this process, and what was made in it. It stays for good.
struct Interpreter: Analyzer {
    private let object: UnsafeMutableRawPointer
    let description: String

    var isAlive: Bool { true }
    var process: Int32? { nil }

    /// Starts the interpreter, unless the process runs one, and loads Presidio in it.
    ///
    /// - Parameter options: for `make` of the module.
    init(_ python: String?, _ options: String) throws(AnalysisFailure) {
        var library: String?
        var program: String?
        // The one that runs already is taken, unless there is to be none.
        if python_is_running() == 0 || PythonEnvironment.isSwitchedOff(python) {
            do throws(PythonAbsence) {
                let found = try PythonEnvironment.find(python)
                (library, program) = (found.library, found.interpreter)
            } catch {
                throw AnalysisFailure(kind: .missing, reason: error.description)
            }
        }
        try Self.call { python_start(library, program, $0, $1) }
        let source = String(decoding: PresidioSource.module, as: UTF8.self)
        var made: UnsafeMutableRawPointer?
        try Self.call { error, size in
            python_make(source, options, &made, error, size)
        }
        guard let made else { throw AnalysisFailure(kind: .failed, reason: "nothing was made") }
        object = made
        var text = [CChar](repeating: 0, count: 256)
        python_describe(made, &text, text.count)
        description = Self.string(text)
    }

    /// The limit does not count: nothing ends what runs inside this process.
    func analyze(_ texts: [String], by limit: ContinuousClock.Instant) throws(AnalysisFailure) -> [UInt8] {
        let lengths = texts.map { $0.utf8.count }
        var result: UnsafeMutablePointer<UInt8>?
        var length = 0
        try Self.call { error, size in
            withCStrings(texts) { python_analyze(object, $0, lengths, texts.count, &result, &length, error, size) }
        }
        guard let result else { return [] }
        defer { free(result) }
        return Array(UnsafeBufferPointer(start: result, count: length))
    }

    private static func call(
        _ function: (UnsafeMutablePointer<CChar>, Int) -> python_status
    ) throws(AnalysisFailure) {
        var error = [CChar](repeating: 0, count: 512)
        let status = error.withUnsafeMutableBufferPointer { buffer -> python_status in
            guard let start = buffer.baseAddress else { return PYTHON_FAILED }
            return function(start, buffer.count)
        }
        guard status != PYTHON_OK else { return }
        throw AnalysisFailure(kind: status == PYTHON_MISSING ? .missing : .failed, reason: string(error))
    }

    /// A text of C.
    private static func string(_ text: [CChar]) -> String {
        String(decoding: text.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
    }
}

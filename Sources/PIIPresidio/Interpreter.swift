import CPythonBridge
import Foundation
import PIIScrubbing
import PresidioSource

/// The interpreter of this process, and what was made in it. For one thread at a time.
struct Interpreter {
    struct Failure: Error {
        var isMissing: Bool
        var reason: String
    }

    private let object: UnsafeMutableRawPointer

    /// Starts the interpreter, unless the process runs one, and loads Presidio in it.
    init(_ configuration: PresidioConfiguration, markers: [String]) throws(Failure) {
        var library: String?
        var program: String?
        // The one that runs already is taken, unless there is to be none.
        if python_is_running() == 0 || PythonEnvironment.isSwitchedOff(configuration.python) {
            do throws(PythonAbsence) {
                let found = try PythonEnvironment.find(configuration.python)
                (library, program) = (found.library, found.interpreter)
            } catch {
                throw Failure(isMissing: true, reason: error.description)
            }
        }
        try Self.call { python_start(library, program, $0, $1) }
        let source = String(decoding: PresidioSource.module, as: UTF8.self)
        var made: UnsafeMutableRawPointer?
        try Self.call { error, size in
            python_make(
                source,
                configuration.entities.map(\.rawValue).joined(separator: ","),
                "\(configuration.scoreThreshold)",
                configuration.model ?? "",
                markers.joined(separator: "\n"),
                &made,
                error,
                size
            )
        }
        guard let made else { throw Failure(isMissing: false, reason: "nothing was made") }
        object = made
    }

    /// What is in texts, packed as numbers: see `presidio_bridge.py`.
    func analyze(_ texts: [String]) throws(Failure) -> [UInt8] {
        let lengths = texts.map { $0.utf8.count }
        var result: UnsafeMutablePointer<UInt8>?
        var length = 0
        // Copies stay where they are while Python reads them.
        let copies = texts.map { text -> UnsafePointer<CChar>? in
            let bytes = text.utf8CString
            let copy = UnsafeMutablePointer<CChar>.allocate(capacity: bytes.count)
            _ = UnsafeMutableBufferPointer(start: copy, count: bytes.count).initialize(from: bytes)
            return UnsafePointer(copy)
        }
        defer { for copy in copies { copy?.deallocate() } }
        let object = object
        try Self.call { python_analyze(object, copies, lengths, texts.count, &result, &length, $0, $1) }
        guard let result else { return [] }
        defer { free(result) }
        return Array(UnsafeBufferPointer(start: result, count: length))
    }

    private static func call(
        _ function: (UnsafeMutablePointer<CChar>, Int) -> python_status
    ) throws(Failure) {
        var error = [CChar](repeating: 0, count: 512)
        let status = error.withUnsafeMutableBufferPointer { buffer -> python_status in
            guard let start = buffer.baseAddress else { return PYTHON_FAILED }
            return function(start, buffer.count)
        }
        guard status != PYTHON_OK else { return }
        let bytes = error.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }
        throw Failure(isMissing: status == PYTHON_MISSING, reason: String(decoding: bytes, as: UTF8.self))
    }
}

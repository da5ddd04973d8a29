import CPythonBridge
import Foundation
import PresidioSource

/// A process that runs the module, spoken to over a socket: see `presidio_worker.py`. It ends with the last
/// reference, or with this process, however that ends.
final class WorkerProcess: Analyzer {
    private var identifier: pid_t = 0
    private var socket: Int32 = 0
    private(set) var description = ""
    private let isWanted: @Sendable () -> Bool

    /// The module itself comes over the socket: it need not stand in a file or in the list of processes.
    private static let program = """
        import socket; host = socket.socket(fileno=0); every = socket.MSG_WAITALL; \
        exec(host.recv(int.from_bytes(host.recv(4, every), "little"), every)); serve(host.detach())
        """
    /// How often to ask whether it is still wanted.
    private static let slice = 100.0
    /// It ends itself that much later than this process would have done it.
    private static let grace = Duration.seconds(2)

    var isAlive: Bool { worker_is_there(socket) != 0 }
    var process: Int32? { identifier }

    init(_ interpreter: String, isWanted: @escaping @Sendable () -> Bool) throws(AnalysisFailure) {
        self.isWanted = isWanted
        let arguments = [interpreter, "-I", "-c", Self.program]
        let error = withCStrings(arguments) { arguments in
            withCStrings(Self.environment) { environment in
                worker_start(interpreter, arguments + [nil], environment + [nil], &identifier, &socket)
            }
        }
        // Nothing that is there has to be ended then.
        guard error == 0 else {
            identifier = 0
            throw AnalysisFailure(kind: .died, reason: "the interpreter cannot be started (error \(error))")
        }
    }

    deinit {
        if identifier != 0 { worker_end(identifier, socket) }
    }

    /// Workers are what uses more cores: none needs threads of its own.
    private static var environment: [String] {
        var values = ProcessInfo.processInfo.environment.filter { !$0.key.hasPrefix("PYTHON") }
        values["OPENBLAS_NUM_THREADS"] = "1"
        values["OMP_NUM_THREADS"] = "1"
        return values.map { "\($0.key)=\($0.value)" }
    }

    /// Loads Presidio.
    ///
    /// - Parameter options: for `make` of the module.
    func load(_ options: String, by limit: ContinuousClock.Instant) throws(AnalysisFailure) {
        try send(Self.number(PresidioSource.module.count) + PresidioSource.module, by: limit)
        description = String(decoding: try ask([options], by: limit), as: UTF8.self)
    }

    func analyze(_ texts: [String], by limit: ContinuousClock.Instant) throws(AnalysisFailure) -> [UInt8] {
        try ask(texts, by: limit)
    }

    // MARK: Frames

    private func ask(_ texts: [String], by limit: ContinuousClock.Instant) throws(AnalysisFailure) -> [UInt8] {
        let bytes = texts.reduce(0) { $0 + 4 + $1.utf8.count }
        guard bytes <= Int(UInt32.max) else {
            throw AnalysisFailure(kind: .failed, reason: "the texts are too long")
        }
        let milliseconds = (ContinuousClock.now.duration(to: limit) + Self.grace) / .milliseconds(1)
        var frame: [UInt8] = []
        frame.reserveCapacity(8 + bytes)
        frame += Self.number(bytes)
        frame += Self.number(Int(max(1, min(milliseconds, Double(Int32.max)))))
        for text in texts {
            frame += Self.number(text.utf8.count)
            frame += text.utf8
        }
        try send(frame, by: limit)
        let head = try receive(5, by: limit)
        let length = (0..<4).reduce(0) { $0 | Int(head[$1]) << ($1 * 8) }
        // Every byte could be found with every entity, which is more than enough.
        guard length <= 1024 + 64 * bytes else {
            throw AnalysisFailure(kind: .died, reason: "what the process answers is not understood")
        }
        let answer = length == 0 ? [] : try receive(length, by: limit)
        guard head[4] != 0 else { return answer }
        throw AnalysisFailure(kind: head[4] == 1 ? .missing : .failed, reason: String(decoding: answer, as: UTF8.self))
    }

    private static func number(_ value: Int) -> [UInt8] {
        (0..<4).map { UInt8(truncatingIfNeeded: value >> ($0 * 8)) }
    }

    // MARK: Bytes

    private func send(_ bytes: [UInt8], by limit: ContinuousClock.Instant) throws(AnalysisFailure) {
        var place = 0
        while place < bytes.count {
            let moved = bytes.withUnsafeBufferPointer { bytes in
                bytes.baseAddress.map { worker_send(socket, $0 + place, bytes.count - place) } ?? -1
            }
            place += try checked(moved)
            if moved == 0 { try wait(toSend: true, by: limit) }
        }
    }

    private func receive(_ count: Int, by limit: ContinuousClock.Instant) throws(AnalysisFailure) -> [UInt8] {
        var bytes = [UInt8](repeating: 0, count: count)
        var place = 0
        while place < count {
            let moved = bytes.withUnsafeMutableBufferPointer { bytes in
                bytes.baseAddress.map { worker_receive(socket, $0 + place, count - place) } ?? -1
            }
            place += try checked(moved)
            if moved == 0 { try wait(toSend: false, by: limit) }
        }
        return bytes
    }

    private func checked(_ moved: Int) throws(AnalysisFailure) -> Int {
        guard moved >= 0 else { throw AnalysisFailure(kind: .died, reason: "the process ended") }
        return moved
    }

    private func wait(toSend: Bool, by limit: ContinuousClock.Instant) throws(AnalysisFailure) {
        let left = ContinuousClock.now.duration(to: limit) / .milliseconds(1)
        guard left > 0 else { throw AnalysisFailure(kind: .late, reason: "the process took too long") }
        guard isWanted() else { throw AnalysisFailure(kind: .died, reason: "the process is not wanted any more") }
        worker_wait(socket, toSend ? 1 : 0, Int32(max(1, min(Self.slice, left))))
    }
}

import Foundation
import Testing

@testable import PIIPresidio

extension WorkerTests {
    @Suite("the process of a worker")
    struct Isolation {
        private static let options = """
            {"entities": ["PERSON"], "labels": ["PERSON"], "threshold": 0.4, "model": "", "markers": [], "allowed": [],
            "denied": {}}
            """

        @Test("inherits nothing that is open here, and nothing that is meant for Python")
        func inherits() async throws {
            guard try await Workers.arePossible(), FileManager.default.fileExists(atPath: "/proc/self/fd") else {
                return
            }
            let pipe = Pipe()
            #expect(fcntl(pipe.fileHandleForReading.fileDescriptor, F_SETFD, 0) == 0)
            let (open, environment, line) = try await Workers.onThread {
                let worker = try WorkerProcess(try PythonEnvironment.find().interpreter) { true }
                try worker.load(Self.options, by: .now + .seconds(120))
                let folder = "/proc/\(worker.process ?? 0)"
                let open = try FileManager.default.contentsOfDirectory(atPath: folder + "/fd").compactMap {
                    try? FileManager.default.destinationOfSymbolicLink(atPath: "\(folder)/fd/\($0)")
                }
                let environment = try Data(contentsOf: URL(fileURLWithPath: folder + "/environ"))
                return (open, environment, try Data(contentsOf: URL(fileURLWithPath: folder + "/cmdline")))
            }
            #expect(open.filter { $0.hasPrefix("pipe:") }.isEmpty, "\(open)")
            #expect(open.filter { $0.hasPrefix("socket:") }.count == 1, "\(open)")
            let values = environment.split(separator: 0).map { String(decoding: $0, as: UTF8.self) }
            #expect(values.contains("OMP_NUM_THREADS=1") && values.contains("OPENBLAS_NUM_THREADS=1"))
            #expect(values.filter { $0.hasPrefix("PYTHON") }.isEmpty)
            // The list of processes is not for sources.
            #expect(line.count < 1000)
            try pipe.fileHandleForReading.close()
        }

        @Test("is given up once it is not wanted, and nothing is left of it")
        func unwanted() async throws {
            guard try await Workers.arePossible() else { return }
            var worker: WorkerProcess? = try WorkerProcess(try PythonEnvironment.find().interpreter) { false }
            let process = try #require(worker?.process)
            let failure = #expect(throws: AnalysisFailure.self) {
                try worker?.load(Self.options, by: .now + .seconds(120))
            }
            #expect(failure?.kind == .died)
            worker = nil
            #expect(Workers.isGone(process))
        }

        @Test("a program that is no Python is told from one that is missing, and neither is waited for")
        func others() throws {
            for (program, reason) in [
                ("/bin/true", "the process ended"), ("/nowhere", "the interpreter cannot be started"),
            ] {
                let failure = #expect(throws: AnalysisFailure.self) {
                    let worker = try WorkerProcess(program) { true }
                    try worker.load(Self.options, by: .now + .seconds(120))
                }
                #expect(failure?.reason.hasPrefix(reason) == true, "\(String(describing: failure))")
            }
        }
    }
}

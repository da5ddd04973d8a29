import Foundation
import PIIScrubbing
import Testing

@testable import PIIPresidio

extension WorkerTests {
    /// In processes of their own, since Python starts once in a process.
    @Suite("hosts that run Python themselves")
    struct HostWithPython {
        @Test("their interpreter is used, with the packages that it has")
        func used() async throws {
            guard try await Workers.arePossible() else { return }
            await #expect(processExitsWith: .exitCode(0)) {
                let found = try PythonEnvironment.find()
                let folder = URL(fileURLWithPath: found.interpreter).deletingLastPathComponent()
                    .deletingLastPathComponent().path
                let version = found.version.split(separator: ".").prefix(2).joined(separator: ".")
                try HostPython.start(found.library, path: "\(folder)/lib/python\(version)/site-packages")
                unsetenv("BOTANU_PYTHON")
                let recognizer = PresidioRecognizer()
                let status: PresidioRecognizer.Status = await recognizer.start()
                #expect(status == .isReady)
                #expect(await Workers.outcome(recognizer).spans?.count == 2)
                guard status == .isReady else { exit(1) }
                exit(0)
            }
        }

        @Test("several that start at once share one interpreter")
        func together() async throws {
            guard try await Workers.arePossible() else { return }
            await #expect(processExitsWith: .exitCode(0)) {
                let ready = await withTaskGroup(of: Bool.self) { group in
                    for number in 0..<3 {
                        group.addTask {
                            let recognizer = PresidioRecognizer(PresidioConfiguration(), markers: ["\(number)"])
                            let status: PresidioRecognizer.Status = await recognizer.start()
                            return status == .isReady
                        }
                    }
                    return await group.reduce(true) { $0 && $1 }
                }
                exit(ready ? 0 : 1)
            }
        }

        @Test("what the environment says of Python ends nobody's process")
        func environment() async throws {
            guard try await Workers.arePossible() else { return }
            await #expect(processExitsWith: .exitCode(0)) {
                for name in ["PYTHONHOME", "PYTHONPATH", "PYTHONSTARTUP"] { setenv(name, "/nonsense", 1) }
                let status: PresidioRecognizer.Status = await PresidioRecognizer().start()
                exit(status == .isReady ? 0 : 1)
            }
        }

        @Test("one without the packages is told from one that is not there")
        func withoutPackages() async throws {
            guard try await Workers.arePossible() else { return }
            await #expect(processExitsWith: .exitCode(0)) {
                try HostPython.start(try PythonEnvironment.find().library, path: "/nowhere")
                unsetenv("BOTANU_PYTHON")
                let status: PresidioRecognizer.Status = await PresidioRecognizer().start()
                guard case .isMissing(let reason) = status, reason.contains("presidio_analyzer") else { exit(1) }
                exit(0)
            }
        }
    }
}

/// What a host does that embeds Python.
enum HostPython {
    struct Failure: Error {}

    static func start(_ library: String, path: String) throws {
        guard let handle = dlopen(library, RTLD_NOW | RTLD_GLOBAL),
            let initialize = dlsym(handle, "Py_InitializeEx"), let run = dlsym(handle, "PyRun_SimpleString"),
            let save = dlsym(handle, "PyEval_SaveThread")
        else { throw Failure() }
        unsafeBitCast(initialize, to: (@convention(c) (Int32) -> Void).self)(0)
        let source = "import sys; sys.path = [p for p in sys.path if 'site-packages' not in p] + ['\(path)']"
        _ = unsafeBitCast(run, to: (@convention(c) (UnsafePointer<CChar>) -> Int32).self)(source)
        _ = unsafeBitCast(save, to: (@convention(c) () -> OpaquePointer?).self)()
    }
}

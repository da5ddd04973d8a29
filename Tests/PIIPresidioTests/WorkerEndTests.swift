import Foundation
import PIIScrubbing
import Testing

@testable import PIIPresidio

extension WorkerTests {
    /// Hosts that end are processes of their own, since this one goes on.
    @Suite("workers end with their host")
    struct End {
        @Test("with the recognizer, and nothing is left of them")
        func released() async throws {
            guard try await Workers.arePossible() else { return }
            var recognizer: PresidioRecognizer? = try await Workers.recognizer(2)
            let processes = recognizer?.processes ?? []
            recognizer = nil
            #expect(processes.count == 2)
            #expect(await Workers.eventually { processes.allSatisfy(Workers.isGone) })
        }

        @Test("with a host that is killed")
        func killed() async throws {
            guard try await Workers.arePossible() else { return }
            let result = try #require(
                await #expect(processExitsWith: .signal(SIGKILL), observing: [\.standardOutputContent]) {
                    let recognizer = try await Hosts.busy(workers: 2)
                    Hosts.tell(recognizer.processes)
                    kill(getpid(), SIGKILL)
                }
            )
            let (processes, _) = try #require(Hosts.told(result.standardOutputContent))
            #expect(processes.count == 2)
            #expect(await Workers.eventually { !processes.contains(where: Workers.isRunning) })
        }

        @Test("with a host that exits amid texts, which waits for none")
        func exits() async throws {
            guard try await Workers.arePossible() else { return }
            let result = try #require(
                await #expect(processExitsWith: .exitCode(0), observing: [\.standardOutputContent]) {
                    let recognizer = try await Hosts.busy(workers: 2)
                    Hosts.tell(recognizer.processes)
                    exit(0)
                }
            )
            let (processes, time) = try #require(Hosts.told(result.standardOutputContent))
            #expect(Date.now.timeIntervalSince1970 - time < 20)
            #expect(await Workers.eventually { !processes.contains(where: Workers.isRunning) })
        }

        @Test("a host that exits amid texts waits for none of those that it analyzes itself")
        func exitsInside() async throws {
            guard try await Workers.arePossible() else { return }
            let result = try #require(
                await #expect(processExitsWith: .exitCode(0), observing: [\.standardOutputContent]) {
                    let recognizer = try await Hosts.busy(workers: 0)
                    Hosts.tell(recognizer.processes)
                    exit(0)
                }
            )
            let (_, time) = try #require(Hosts.told(result.standardOutputContent))
            #expect(Date.now.timeIntervalSince1970 - time < 20)
        }
    }
}

/// Processes that end while texts are analyzed.
enum Hosts {
    static func busy(workers: Int) async throws -> PresidioRecognizer {
        let recognizer = try await Workers.recognizer(workers)
        let long = String(repeating: Workers.sample + " ", count: 200)
        for _ in 0..<200 {
            Task.detached { await Workers.outcome(recognizer, long) }
        }
        _ = await Workers.eventually { recognizer.counts.analyzed > 0 }
        return recognizer
    }

    /// Prints what the test is to know: processes, and when this one ends.
    static func tell(_ processes: [Int32]) {
        print("host:", processes.map(String.init).joined(separator: ","), Date.now.timeIntervalSince1970, "")
        fflush(nil)
    }

    static func told(_ output: [UInt8]) -> (processes: [Int32], time: Double)? {
        let line = String(decoding: output, as: UTF8.self).split(separator: "\n").first { $0.hasPrefix("host:") }
        let parts = line?.split(separator: " ", omittingEmptySubsequences: false) ?? []
        guard parts.count >= 3, let time = Double(parts[2]) else { return nil }
        return (parts[1].split(separator: ",").compactMap { Int32($0) }, time)
    }
}

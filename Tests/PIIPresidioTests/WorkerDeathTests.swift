import Foundation
import PIIScrubbing
import Testing

@testable import PIIPresidio

extension WorkerTests {
    @Suite("workers that die or hang")
    struct Death {
        @Test("who is killed amid many texts takes none with it")
        func killed() async throws {
            guard try await Workers.arePossible() else { return }
            let recognizer = try await Workers.recognizer(2)
            let killed = try #require(recognizer.processes.first)
            let padding = String(repeating: " The parcel left on a cold and rainy day.", count: 25)
            let texts = (0..<200).map { "\($0) \(Workers.sample)\(padding)" }
            async let all = Workers.outcomes(recognizer, texts)
            #expect(await Workers.eventually { recognizer.counts.analyzed > 10 })
            kill(killed, SIGKILL)
            for (text, outcome) in zip(texts, await all) {
                if let spans = outcome.spans {
                    #expect(spans.count == 2, "\(text.prefix(60))")
                } else {
                    #expect(outcome.failure != nil, "\(outcome)")
                }
            }
            #expect(
                await Workers.eventually { recognizer.processes.count == 2 && !recognizer.processes.contains(killed) }
            )
            #expect(Workers.isGone(killed))
            for outcome in await Workers.outcomes(recognizer, Array(texts.prefix(20))) {
                #expect(outcome.spans?.count == 2)
            }
            let counts = recognizer.counts
            #expect(counts.analyzed + counts.failed + counts.late + counts.refused == 220)
            #expect(counts.restarts >= 1)
        }

        @Test("who is killed while nothing is to do is replaced, and no text knows")
        func killedIdle() async throws {
            guard try await Workers.arePossible() else { return }
            let recognizer = try await Workers.recognizer(1)
            let killed = try #require(recognizer.processes.first)
            kill(killed, SIGKILL)
            #expect(await Workers.outcome(recognizer).spans?.count == 2)
            #expect(Workers.isGone(killed))
            #expect(recognizer.counts.restarts == 1)
        }

        @Test("who hangs is replaced; what it had fails in time")
        func hanging() async throws {
            guard try await Workers.arePossible() else { return }
            let recognizer = try await Workers.recognizer(1, { $0.timeout = .seconds(1) })
            let hanging = try #require(recognizer.processes.first)
            kill(hanging, SIGSTOP)
            let start = ContinuousClock.now
            let outcomes = await Workers.outcomes(recognizer, [Workers.sample, "nothing of interest"], within: nil)
            #expect(start.duration(to: .now) < .seconds(240))
            for outcome in outcomes { #expect(outcome.failure == "Presidio took too long") }
            #expect(recognizer.counts.late == 2)
            #expect(await Workers.outcome(recognizer).spans?.count == 2)
            #expect(Workers.isGone(hanging))
            #expect(recognizer.counts.restarts == 1)
        }

        @Test("Ctrl-C, which reaches all at a terminal, ends none", arguments: [SIGINT, SIGTERM])
        func signals(number: Int32) async throws {
            guard try await Workers.arePossible() else { return }
            let recognizer = try await Workers.recognizer(1)
            let process = try #require(recognizer.processes.first)
            kill(process, number)
            #expect(await Workers.outcome(recognizer).spans?.count == 2)
            #expect(recognizer.processes == [process])
            #expect(recognizer.counts.restarts == 0)
        }
    }
}

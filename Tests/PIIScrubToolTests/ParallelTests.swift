import Foundation
import Synchronization
import Testing

@testable import pii_scrub

@Suite("Work in parallel, with results in order")
struct ParallelTests {
    private struct Failure: Error, Equatable {
        let number: Int
    }

    @Test("results come in order and one at a time, however long each takes", arguments: [1, 2, 7])
    func ordered(jobs: Int) throws {
        let drawing = Mutex(0)
        var next = 0
        var taken: [Int] = []
        try Parallel(jobs: jobs).inOrder(
            next: { () -> Int? in
                let others = drawing.withLock { count in
                    defer { count += 1 }
                    return count
                }
                #expect(others == 0)
                defer { drawing.withLock { $0 -= 1 } }
                next += 1
                return next <= 500 ? next : nil
            },
            work: { number in
                if number % 50 == 1 { usleep(3000) }
                return number * 2
            },
            take: { taken.append($0) }
        )
        #expect(taken == (1...500).map { $0 * 2 })
        #expect(Parallel(jobs: jobs).map(Array(0..<1000)) { $0 + 1 } == Array(1...1000))
        #expect(Parallel(jobs: jobs).map([] as [Int]) { $0 }.isEmpty)
    }

    @Test("no more are drawn than may wait", arguments: [2, 4])
    func bounded(jobs: Int) throws {
        let taken = Mutex(0)
        var drawn = 0
        var most = 0
        try Parallel(jobs: jobs).inOrder(
            ahead: 3,
            next: { () -> Int? in
                most = max(most, drawn - taken.withLock { $0 })
                drawn += 1
                return drawn <= 200 ? drawn : nil
            },
            work: { number in
                if number == 1 { usleep(20000) }
                return number
            },
            take: { number in taken.withLock { $0 = number } }
        )
        #expect(taken.withLock { $0 } == 200)
        #expect(most < jobs + 3)
    }

    @Test("what fails first in the order counts, and nothing behind it is taken", arguments: [1, 2, 7])
    func failures(jobs: Int) throws {
        var next = 0
        var taken: [Int] = []
        func run(drawingFailsAt drawing: Int, takingFailsAt taking: Int) throws {
            next = 0
            taken = []
            try Parallel(jobs: jobs).inOrder(
                next: { () -> Int? in
                    next += 1
                    if next == drawing { throw Failure(number: next) }
                    return next
                },
                work: { $0 },
                take: { number in
                    if number == taking { throw Failure(number: number) }
                    taken.append(number)
                }
            )
        }
        #expect(throws: Failure(number: 30)) { try run(drawingFailsAt: 30, takingFailsAt: 100) }
        #expect(taken == Array(1..<30))
        #expect(throws: Failure(number: 20)) { try run(drawingFailsAt: 1000, takingFailsAt: 20) }
        #expect(taken == Array(1..<20))
    }
}

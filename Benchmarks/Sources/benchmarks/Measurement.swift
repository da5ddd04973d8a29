import CYardstick

/// Times of contenders that took turns.
struct Measurement {
    /// Seconds of processor time for each repetition, by contender.
    private(set) var times: [[Double]]

    /// Measures all contenders in each repetition, one after another, so that what else goes on hits all alike.
    ///
    /// - Parameter texts: what one round works on, one text after another. A short round is repeated, for the clock.
    init(_ contenders: [Contender], texts: [String], repetitions: Int) throws {
        times = [[Double]](repeating: [], count: contenders.count)
        var rounds: [Int] = []
        for contender in contenders {
            let seconds = try Self.time(contender, texts, rounds: 1)
            rounds.append(max(1, min(1000, Int(0.03 / max(seconds, 1e-6)))))
        }
        for _ in 0..<repetitions {
            for (index, contender) in contenders.enumerated() {
                times[index].append(try Self.time(contender, texts, rounds: rounds[index]))
            }
        }
    }

    private static func time(_ contender: Contender, _ texts: [String], rounds: Int) throws -> Double {
        var sum = 0
        let start = yardstick_thread_time()
        for _ in 0..<rounds {
            for text in texts {
                sum &+= try contender.run(text)
            }
        }
        let seconds = Double(yardstick_thread_time() - start) / 1e9 / Double(rounds)
        keep(sum)
        return seconds
    }

    func median(_ contender: Int) -> Double {
        times[contender].median
    }

    /// How many times as fast as another contender, the median over the repetitions.
    func ratio(_ contender: Int, to other: Int) -> Double {
        zip(times[contender], times[other]).map { $1 / $0 }.median
    }
}

/// Uses a value in a way that the compiler cannot see through.
@inline(never) func keep(_ value: Int) {
    withExtendedLifetime(value) {}
}

extension [Double] {
    var median: Double {
        let sorted = sorted()
        return sorted.isEmpty ? .nan : sorted[sorted.count / 2]
    }
}

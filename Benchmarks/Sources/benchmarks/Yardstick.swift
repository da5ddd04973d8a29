import CYardstick

/// Plain PCRE2 passes in C. Its buffers are its own: one for each thread.
final class Yardstick {
    private let handle: OpaquePointer
    /// Matches by pattern since it was made.
    private var counts: [UInt64]

    init() throws {
        guard let handle = yardstick_make() else { throw BenchmarkError("PCRE2 does not take the reference patterns") }
        self.handle = handle
        counts = [UInt64](repeating: 0, count: yardstick_pattern_count())
    }

    deinit {
        yardstick_free(handle)
    }

    func find(_ text: String) -> Int {
        text.withBytes { yardstick_find(handle, $0.baseAddress, $0.count, &counts) }
    }

    /// How many matches were replaced: one behind the other, so that none overlap.
    func countReplaced(_ text: String) -> Int {
        let before = counts.reduce(0, +)
        _ = replace(text)
        return Int(counts.reduce(0, +) - before)
    }

    /// The size of the text with all matches replaced.
    func replace(_ text: String) -> Int {
        text.withBytes {
            var result: UnsafePointer<UInt8>?
            return yardstick_replace(handle, $0.baseAddress, $0.count, &result, &counts)
        }
    }
}

extension String {
    /// Its UTF-8, without a copy: all texts here are native strings.
    func withBytes<Result>(_ body: (UnsafeBufferPointer<UInt8>) -> Result) -> Result {
        if let result = utf8.withContiguousStorageIfAvailable(body) { return result }
        var copy = self
        return copy.withUTF8(body)
    }
}

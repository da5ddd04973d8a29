import CPCRE2

/// What a search writes to: match data, the JIT's stack, the bounds of a run. Cheap to reuse, never shared by two
/// threads at once.
package final class RegexScratch {
    let matchData: OpaquePointer
    let context: OpaquePointer
    /// Start and end of the last match and of its groups.
    let offsets: UnsafeMutablePointer<Int>
    private let stack: OpaquePointer?
    private let watch: UnsafeMutablePointer<Stopwatch>

    /// Most backtracking stack that the JIT may use, in bytes.
    private static let maximumStackBytes = 1 << 20

    /// - Parameter groupCount: the largest number of capture groups among the regexes it will serve.
    /// - Returns: nil where memory for it could not be had.
    package init?(groupCount: Int, matchLimit: UInt32) {
        guard let matchData = pcre2_match_data_create_8(UInt32(groupCount + 1), nil) else { return nil }
        guard let context = pcre2_match_context_create_8(nil), let offsets = pcre2_get_ovector_pointer_8(matchData)
        else {
            pcre2_match_data_free_8(matchData)
            return nil
        }
        self.offsets = offsets
        self.matchData = matchData
        self.context = context
        pcre2_set_match_limit_8(context, matchLimit)
        stack = pcre2_jit_stack_create_8(32 * 1024, Self.maximumStackBytes, nil)
        if let stack {
            pcre2_jit_stack_assign_8(context, nil, UnsafeMutableRawPointer(stack))
        }
        watch = .allocate(capacity: 1)
        watch.initialize(to: Stopwatch())
        pcre2_set_callout_8(context, Stopwatch.callout, watch)
    }

    deinit {
        pcre2_match_data_free_8(matchData)
        pcre2_match_context_free_8(context)
        if let stack {
            pcre2_jit_stack_free_8(stack)
        }
        watch.deinitialize(count: 1)
        watch.deallocate()
    }

    /// Gives the interruptible regexes that run from now on this much time together.
    func startTimer(_ time: Duration) {
        watch.pointee = Stopwatch(deadline: Deadline(after: time))
    }

    /// What PCRE2 writes to, for runs that go without a look at the object.
    struct Memory {
        let matchData: OpaquePointer
        let context: OpaquePointer
        let offsets: UnsafeMutablePointer<Int>
        fileprivate let watch: UnsafeMutablePointer<Stopwatch>

        /// Where a search would have gone on, had the last run at one offset been part of one: set by `(*SKIP)`.
        var skippedTo: Int {
            get { watch.pointee.skippedTo }
            nonmutating set { watch.pointee.skippedTo = newValue }
        }
    }

    var memory: Memory { Memory(matchData: matchData, context: context, offsets: offsets, watch: watch) }
}

/// Ends runs that take too long: PCRE2 asks it at every starting point of an interruptible regex. It also hears of
/// `(*SKIP)`.
private struct Stopwatch {
    var deadline: Deadline?
    var untilNextLook = Self.interval
    var skippedTo = 0

    /// Starting points between two looks at the clock.
    private static let interval = 64

    static let callout:
        @convention(c) (UnsafeMutablePointer<pcre2_callout_block_8>?, UnsafeMutableRawPointer?) -> Int32 =
            { block, data in
                guard let watch = data?.assumingMemoryBound(to: Stopwatch.self) else { return 0 }
                if let block, block.pointee.callout_number == 2 {
                    watch.pointee.skippedTo = block.pointee.current_position
                    return 0
                }
                watch.pointee.untilNextLook -= 1
                guard watch.pointee.untilNextLook <= 0 else { return 0 }
                watch.pointee.untilNextLook = interval
                guard let deadline = watch.pointee.deadline, deadline.isPassed else { return 0 }
                return PCRE2_ERROR_CALLOUT
            }
}

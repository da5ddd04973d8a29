import CPCRE2

/// One regular expression, compiled by PCRE2 and where the library can, by its JIT.
///
/// Works on bytes: `\w`, `\d`, `\b` know ASCII only, and a byte from 0x80 on is never part of a word. A regex whose
/// own text asks for Unicode (non-ASCII characters, `\p{…}`, `\X`) is compiled for UTF-8 instead.
/// Immutable once compiled; any number of threads may search with it, each with a ``RegexScratch`` of its own.
package final class Regex: @unchecked Sendable {
    /// How to compile a regex.
    package struct Options: Sendable {
        /// Translate to machine code where PCRE2 can.
        package var usesJIT = true
        /// Ask for the time at every starting point, so that a run can be ended from outside.
        package var isInterruptible = false
        /// Compile for partial matching at the end of a chunk.
        package var isPartial = false
        /// A match may start at the first offset of a search only. PCRE2 is told not to look ahead for bytes that
        /// any match must have: at one offset that costs more than it saves.
        package var isAnchored = false

        package init() {}
    }

    /// Why a regex does not compile.
    package struct CompileError: Error {
        /// Offset in UTF-8 bytes into the regex as it was given.
        package let offset: Int
        package let message: String
    }

    private let code: OpaquePointer
    private let options: Options
    /// For runs at one offset, without a look at the object around it.
    let handle: UnsafeMutablePointer<Handle>
    /// Capture groups besides the whole match.
    package let groupCount: Int
    /// Whether the JIT translated it.
    package let isJITCompiled: Bool

    package init(_ source: String, options: Options = Options()) throws(CompileError) {
        let callout = options.isInterruptible ? Self.callout : ""
        let original = source
        // An anchored run does not tell where a search would have gone on; a callout does.
        let source = options.isAnchored ? Self.tellingSkips(source) : source
        let verbs = Self.leadingVerbs(of: source)
        var flags = PCRE2_NEVER_BACKSLASH_C
        if Self.wantsUnicode(source) {
            flags |= PCRE2_UTF | PCRE2_UCP | UInt32(PCRE2_MATCH_INVALID_UTF)
        } else {
            flags |= PCRE2_NEVER_UTF | PCRE2_NEVER_UCP
        }
        if options.isAnchored {
            flags |= PCRE2_ANCHORED | PCRE2_NO_START_OPTIMIZE
        }
        var errorCode: Int32 = 0
        var errorOffset = 0
        let compiled = Self.compile(
            source.prefix(verbs) + callout + source.dropFirst(verbs),
            flags: flags,
            errorCode: &errorCode,
            errorOffset: &errorOffset
        )
        guard let compiled else {
            let offset = errorOffset > verbs ? max(verbs, errorOffset - callout.utf8.count) : errorOffset
            throw CompileError(offset: min(offset, original.utf8.count), message: Self.message(for: errorCode))
        }
        code = compiled
        self.options = options
        var groups: UInt32 = 0
        pcre2_pattern_info_8(compiled, UInt32(PCRE2_INFO_CAPTURECOUNT), &groups)
        groupCount = Int(groups)
        let mode = options.isPartial ? PCRE2_JIT_PARTIAL_HARD : PCRE2_JIT_COMPLETE
        let isJITCompiled = options.usesJIT && pcre2_jit_compile_8(compiled, mode) == 0
        self.isJITCompiled = isJITCompiled
        handle = .allocate(capacity: 1)
        handle.initialize(
            to: Handle(
                code: compiled,
                flags: options.isPartial ? PCRE2_PARTIAL_HARD : 0,
                // The short way into the JIT leaves out the checks that invalid UTF-8 needs.
                isDirect: isJITCompiled && flags & PCRE2_UTF == 0
            )
        )
    }

    deinit {
        handle.deallocate()
        pcre2_code_free_8(code)
    }

    /// Searches `subject[..<end]` from `start` on; what lies before `start` is seen by look-behind.
    ///
    /// - Parameters:
    ///   - subject: UTF-8 bytes.
    ///   - end: where the subject ends for this search.
    ///   - start: the first offset at which a match may start.
    ///   - group: the capture group to report as sensitive; where it took no part, the whole match is.
    package func search(
        _ subject: UnsafeBufferPointer<UInt8>,
        upTo end: Int,
        from start: Int,
        group: Int,
        scratch: RegexScratch
    ) -> SearchOutcome {
        let flags = options.isPartial ? PCRE2_PARTIAL_HARD : 0
        // PCRE2 takes no null pointer, not even for an empty subject before 10.43.
        let result =
            if let base = subject.baseAddress {
                pcre2_match_8(code, base, end, start, flags, scratch.matchData, scratch.context)
            } else {
                withUnsafePointer(to: 0 as UInt8) {
                    pcre2_match_8(code, $0, 0, 0, flags, scratch.matchData, scratch.context)
                }
            }
        return Self.outcome(result, group: group, offsets: scratch.offsets)
    }

    /// What PCRE2's answer means.
    static func outcome(_ result: Int32, group: Int, offsets: UnsafeMutablePointer<Int>) -> SearchOutcome {
        switch result {
        case PCRE2_ERROR_NOMATCH:
            return .none
        case PCRE2_ERROR_PARTIAL:
            return .partial(start: offsets[0])
        case PCRE2_ERROR_MATCHLIMIT, PCRE2_ERROR_DEPTHLIMIT:
            return .stopped(.matchLimit)
        case PCRE2_ERROR_HEAPLIMIT, PCRE2_ERROR_JIT_STACKLIMIT, PCRE2_ERROR_NOMEMORY:
            return .stopped(.memory)
        case PCRE2_ERROR_CALLOUT:
            return .stopped(.time)
        case ..<0:
            return .stopped(.engine(code: Int(result)))
        default:
            break
        }
        // `\K` inside a look-ahead can put the start behind the end; such a match has no extent.
        let whole = min(offsets[0], offsets[1])..<offsets[1]
        guard group > 0, result == 0 || Int(result) > group, offsets[2 * group] != Int.max,
            offsets[2 * group] != -1, offsets[2 * group] <= offsets[2 * group + 1]
        else {
            return .match(whole: whole, group: whole)
        }
        return .match(whole: whole, group: offsets[2 * group]..<offsets[2 * group + 1])
    }

    /// What a run at one offset needs.
    struct Handle {
        let code: OpaquePointer
        let flags: UInt32
        let isDirect: Bool

        /// Runs an anchored regex at an offset. What is found stands in the memory.
        ///
        /// - Returns: as `pcre2_match` does.
        @inline(__always)
        func match(_ text: UnsafePointer<UInt8>, count: Int, at offset: Int, memory: RegexScratch.Memory) -> Int32 {
            isDirect
                ? pcre2_jit_match_8(code, text, count, offset, flags, memory.matchData, memory.context)
                : pcre2_match_8(code, text, count, offset, flags, memory.matchData, memory.context)
        }
    }

    /// The version of PCRE2 that is loaded, as in `10.42 2022-12-11`.
    package static let libraryVersion: String = {
        var buffer = [CChar](repeating: 0, count: 64)
        pcre2_config_8(UInt32(PCRE2_CONFIG_VERSION), &buffer)
        return String(decoding: buffer.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
    }()

    private static func compile(
        _ source: some StringProtocol,
        flags: UInt32,
        errorCode: inout Int32,
        errorOffset: inout Int
    ) -> OpaquePointer? {
        var source = String(source)
        return source.withUTF8 { bytes -> OpaquePointer? in
            guard let base = bytes.baseAddress else {
                return withUnsafePointer(to: 0 as UInt8) {
                    pcre2_compile_8($0, 0, flags, &errorCode, &errorOffset, nil)
                }
            }
            return pcre2_compile_8(base, bytes.count, flags, &errorCode, &errorOffset, nil)
        }
    }

    /// Asked at every starting point of a search.
    private static let callout = "(?C1)"
    private static let skip = "(*SKIP)"

    private static func tellingSkips(_ source: String) -> String {
        // Searching for strings in strings is slow, and few regexes have a verb at all.
        guard source.utf8.contains(UInt8(ascii: "*")), source.contains(skip), knowsSkips(of: source)
        else { return source }
        return source.split(separator: skip, omittingEmptySubsequences: false).joined(separator: "(?C2)" + skip)
    }

    /// Whether every `(*SKIP)` in a regex is one, and none a text in a class or behind a backslash.
    static func knowsSkips(of source: String) -> Bool {
        guard let syntax = RegexParser.parse(source) else { return false }
        return syntax.count(where: { $0 == .skip }) == source.ranges(of: skip).count
    }

    /// How many characters of the regex are settings such as `(*LIMIT_MATCH=100)`, which must stay first. Verbs that
    /// act on matching, such as `(*FAIL)`, are cut off from the rest of the regex just as well.
    private static func leadingVerbs(of source: String) -> Int {
        var rest = source[...]
        while rest.hasPrefix("(*"), let end = rest.firstIndex(of: ")") {
            rest = rest[rest.index(after: end)...]
        }
        return source.count - rest.count
    }

    static func wantsUnicode(_ source: String) -> Bool {
        var source = source
        return source.withUTF8 { bytes in
            var isEscaped = false
            for byte in bytes {
                if byte >= 0x80 { return true }
                if isEscaped, byte == UInt8(ascii: "p") || byte == UInt8(ascii: "P") || byte == UInt8(ascii: "X") {
                    return true
                }
                isEscaped = byte == UInt8(ascii: "\\")
            }
            return false
        }
    }

    private static func message(for code: Int32) -> String {
        var buffer = [UInt8](repeating: 0, count: 256)
        let length = pcre2_get_error_message_8(code, &buffer, buffer.count)
        return length > 0 ? String(decoding: buffer.prefix(Int(length)), as: UTF8.self) : "error \(code)"
    }
}

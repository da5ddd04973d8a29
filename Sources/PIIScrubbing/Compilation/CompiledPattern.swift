import Synchronization

/// A pattern ready to run: its regexes, compiled when first needed, and what decides about a match.
package final class CompiledPattern: @unchecked Sendable {
    package let definition: PatternDefinition
    /// Its place among the patterns of the set.
    package let index: Int
    private let context: ContextMatcher?
    private let excludedContext: ContextMatcher?
    private let allowed: Set<[UInt8]>
    private let keywords: [[UInt8]]
    private let usesJIT: Bool
    private let regexes = Mutex(Regexes())
    let handles = PatternHandles()
    /// Whether every match of the regex counts.
    let isBare: Bool
    /// Raw memory: they are asked about every match.
    private let validators: UnsafeMutableBufferPointer<Validator>
    private let rank: Int

    /// How a regex is run.
    enum Mode: Int, Hashable, CaseIterable {
        /// Over a whole text.
        case search
        /// Over a text of which more follows.
        case partial
        /// At one offset.
        case anchored
        /// At one offset of a text of which more follows.
        case anchoredPartial
    }

    private struct Regexes {
        var byMode: [Mode: Regex] = [:]
    }

    /// A rejected match up to this long, in bytes, is tried again from its second byte on: the start of one thing may
    /// hide another. Behind a longer one the search goes on, which keeps the whole linear.
    static let retryLength = 512

    init(_ definition: PatternDefinition, index: Int, usesJIT: Bool) {
        self.definition = definition
        self.index = index
        self.usesJIT = usesJIT
        context = definition.context.map(ContextMatcher.init)
        excludedContext = definition.excludedContext.map(ContextMatcher.init)
        allowed = Set(definition.allowed.map { Array($0.utf8) })
        keywords = definition.keywords.map { $0.utf8.map(ASCII.lowercased) }
        isBare =
            definition.keywords.isEmpty && definition.validators.isEmpty && definition.allowed.isEmpty
            && definition.context == nil && definition.excludedContext == nil
        validators = .allocate(capacity: definition.validators.count)
        _ = validators.initialize(from: definition.validators)
        rank = definition.precedence * 2
    }

    deinit {
        handles.deallocate()
        validators.deallocate()
        context?.deallocate()
        excludedContext?.deallocate()
    }

    /// Whether the time that its regex takes is bounded from outside.
    var isInterruptible: Bool { !definition.source.isBuiltin }

    /// The regex compiled for a way of running it.
    func regex(_ mode: Mode) throws(Regex.CompileError) -> Regex {
        if let known = regexes.withLock({ $0.byMode[mode] }) {
            return known
        }
        var options = Regex.Options()
        options.usesJIT = usesJIT
        options.isPartial = mode == .partial || mode == .anchoredPartial
        options.isAnchored = mode == .anchored || mode == .anchoredPartial
        // Built-in patterns are linear by construction, which the tests hold them to.
        // At one offset the match limit bounds a run well enough.
        options.isInterruptible = isInterruptible && !options.isAnchored
        let compiled = try Regex(definition.regex, options: options)
        // Another thread may have been faster; what it made may be in use already.
        return regexes.withLock { regexes in
            if let known = regexes.byMode[mode] { return known }
            regexes.byMode[mode] = compiled
            handles.set(compiled.handle, for: mode)
            return compiled
        }
    }

    /// Makes the automaton that finds what the regex matches at one offset, if there is one.
    ///
    /// - Parameters:
    ///   - lead: the bytes that may stand from the start of a match up to where it is noticed.
    ///   - comparesOnly: whether one that would take steps is of no use.
    func makeAutomaton(lead: ByteSet?, comparesOnly: Bool) -> UnsafeMutablePointer<MatchAutomaton>? {
        regexes.withLock { _ in
            guard case .notYet = handles.automaton.state else { return }
            let automaton = MatchAutomatonBuilder.automaton(definition.regex, lead: lead, comparesOnly: comparesOnly)
            handles.automaton.set(automaton)
        }
        return handles.automaton.value
    }

    /// The regex for a way of running it, or why there is none.
    func ready(_ mode: Mode) throws(ScanFailure) -> Regex {
        do {
            return try regex(mode)
        } catch {
            throw .patternUnavailable(definition.name)
        }
    }

    /// The same for runs at one offset; without a lock once it is compiled.
    func handle(_ mode: Mode) throws(ScanFailure) -> UnsafeMutablePointer<Regex.Handle> {
        if let handle = handles[mode] { return handle }
        return try ready(mode).handle
    }

    /// What becomes of a match.
    enum Verdict {
        case accepted(Match)
        /// Would count, but for a word near it.
        case suppressed(Match)
        case rejected
    }

    func judge(_ group: Range<Int>, in subject: UnsafeBufferPointer<UInt8>) -> Verdict {
        var range = group
        guard !range.isEmpty, keywords.isEmpty || containsKeyword(range, in: subject) else { return .rejected }
        for validator in validators {
            guard let accepted = validator.check(Candidate(subject: subject, range: range)), !accepted.isEmpty else {
                return .rejected
            }
            range = accepted
        }
        if !allowed.isEmpty, allowed.contains(Array(subject[range])) {
            return .rejected
        }
        Self.widenToWholeScalars(&range, in: subject)
        var match = Match(pattern: index, range: range, rank: rank)
        let support = context?.distance(to: range, in: subject)
        if let context, support == nil, context.isRequired {
            return .rejected
        }
        if support != nil {
            match.rank += 1
        }
        if let against = excludedContext?.distance(to: range, in: subject), against < support ?? Int.max {
            return .suppressed(match)
        }
        return .accepted(match)
    }

    @inline(never)
    private func containsKeyword(_ range: Range<Int>, in subject: UnsafeBufferPointer<UInt8>) -> Bool {
        let bytes = UnsafeBufferPointer(rebasing: subject[range])
        return keywords.contains { ASCII.contains($0, in: bytes, ignoringCase: true) }
    }

    /// Patterns see bytes; what they cut out of a text must not leave half a character behind.
    @inline(__always)
    static func widenToWholeScalars(_ range: inout Range<Int>, in subject: UnsafeBufferPointer<UInt8>) {
        if isInsideScalar(range.lowerBound, in: subject) || isInsideScalar(range.upperBound, in: subject) {
            range = widened(range, in: subject)
        }
    }

    @inline(__always)
    private static func isInsideScalar(_ offset: Int, in subject: UnsafeBufferPointer<UInt8>) -> Bool {
        offset < subject.count && subject[offset] & 0xC0 == 0x80
    }

    @inline(never)
    private static func widened(_ range: Range<Int>, in subject: UnsafeBufferPointer<UInt8>) -> Range<Int> {
        var start = range.lowerBound
        var end = range.upperBound
        while start > 0, start > range.lowerBound - 3, isInsideScalar(start, in: subject) {
            start -= 1
        }
        while end < range.upperBound + 3, isInsideScalar(end, in: subject) {
            end += 1
        }
        return start..<end
    }
}

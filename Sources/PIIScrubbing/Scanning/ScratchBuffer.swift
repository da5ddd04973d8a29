#if canImport(Glibc)
    import Glibc
#elseif canImport(Darwin)
    import Darwin
#elseif canImport(Musl)
    import Musl
#endif

/// A list in memory that a scratch owns and uses again: adding to it counts no references and asks for no memory once
/// it is large enough.
///
/// Its owner must free it; copies share the memory and must not outlive it.
struct ScratchBuffer<Element: BitwiseCopyable> {
    private var base: UnsafeMutablePointer<Element>?
    private(set) var capacity = 0
    private(set) var count = 0
    /// Whether something was not added because there was no memory for it.
    private(set) var isIncomplete = false

    init(capacity: Int = 64) {
        resize(to: max(1, capacity))
    }

    func deallocate() {
        free(base)
    }

    var isEmpty: Bool { count == 0 }

    var elements: UnsafeMutableBufferPointer<Element> { UnsafeMutableBufferPointer(start: base, count: count) }

    @inline(__always)
    mutating func append(_ element: Element) {
        if count == capacity { grow() }
        guard count < capacity, let base else { return }
        (base + count).initialize(to: element)
        count &+= 1
    }

    /// Adds all of them, or none where there is no memory. They must not be its own.
    mutating func append(contentsOf elements: UnsafeBufferPointer<Element>) {
        while capacity - count < elements.count, !isIncomplete { grow() }
        guard capacity - count >= elements.count, let base, let first = elements.baseAddress else { return }
        (base + count).initialize(from: first, count: elements.count)
        count &+= elements.count
    }

    mutating func append(contentsOf elements: some Sequence<Element>) {
        for element in elements { append(element) }
    }

    @inline(__always)
    mutating func removeAll() {
        count = 0
        isIncomplete = false
    }

    /// How many elements are kept whatever texts need, and how many at most.
    private static var kept: ClosedRange<Int> { 4096...131_072 }

    /// Gives back what an unusually long text needed, half of it after each text that needs much less: the next text
    /// may be as long, and memory that the system has to give anew costs more than what is written to it.
    ///
    /// - Parameter used: how many elements the text needed.
    /// - Returns: whether there is more than is kept in any case.
    mutating func shrink(used: Int) -> Bool {
        let wanted = min(used < capacity / 4 ? capacity / 2 : capacity, Self.kept.upperBound)
        if max(wanted, Self.kept.lowerBound) < capacity {
            free(base)
            base = nil
            capacity = 0
            removeAll()
            resize(to: wanted)
        }
        return capacity > Self.kept.lowerBound
    }

    @inline(never)
    private mutating func grow() {
        // Asking again at every element would take long.
        guard !isIncomplete else { return }
        isIncomplete = !resize(to: max(1, capacity * 2))
    }

    /// Large memory may be moved by its pages: touching it anew would cost more than what is written to it.
    @discardableResult
    private mutating func resize(to wanted: Int) -> Bool {
        guard let resized = realloc(base, wanted * MemoryLayout<Element>.stride) else { return false }
        base = resized.bindMemory(to: Element.self, capacity: wanted)
        capacity = wanted
        return true
    }
}

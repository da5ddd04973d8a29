/// A list in memory that a scratch owns and uses again: adding to it counts no references and asks for no memory once
/// it is large enough.
///
/// Its owner must free it; copies share the memory and must not outlive it.
struct ScratchBuffer<Element: BitwiseCopyable> {
    private var base: UnsafeMutablePointer<Element>
    private var capacity: Int
    private(set) var count = 0

    init(capacity: Int = 64) {
        self.capacity = max(1, capacity)
        base = .allocate(capacity: self.capacity)
    }

    func deallocate() {
        base.deallocate()
    }

    var isEmpty: Bool { count == 0 }

    var elements: UnsafeMutableBufferPointer<Element> { UnsafeMutableBufferPointer(start: base, count: count) }

    @inline(__always)
    mutating func append(_ element: Element) {
        if count == capacity { grow() }
        (base + count).initialize(to: element)
        count &+= 1
    }

    mutating func append(contentsOf elements: some Sequence<Element>) {
        for element in elements { append(element) }
    }

    @inline(__always)
    mutating func removeAll() {
        count = 0
    }

    /// Gives back what an unusually long text needed.
    mutating func shrink(to kept: Int) {
        guard capacity > kept else { return }
        base.deallocate()
        capacity = kept
        base = .allocate(capacity: kept)
        count = 0
    }

    @inline(never)
    private mutating func grow() {
        let larger = UnsafeMutablePointer<Element>.allocate(capacity: capacity * 2)
        larger.moveInitialize(from: base, count: count)
        base.deallocate()
        base = larger
        capacity *= 2
    }
}

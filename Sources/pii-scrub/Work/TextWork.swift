import PIIScrubbing

/// Takes a text of any length through a pass, slab by slab and on several threads.
struct TextWork {
    let source: InputSource
    let takesBinary: Bool
    let parallel: Parallel

    /// - Parameters:
    ///   - begin: gives a pass that has begun with a slab. Called in the order of slabs.
    ///   - take: takes what comes of the text, in its order.
    func run<Pass: TextPass>(begin: (Slab) -> Pass, take: (Pass.Product) throws -> Void) throws {
        let reader = try InputReader(source)
        var cutter = SlabCutter()
        guard let first = try cutter.next(reader.read) else { return }
        try source.refuseBinary(first.bytes, takesBinary: takesBinary)
        var pass = begin(first)
        // Nobody waits for threads to start, and a short text needs none.
        for product in SlabWork(first, beginning: nil).products(continuing: &pass) { try take(product) }
        guard !first.isLast else { return }
        try parallel.inOrder(
            next: { () throws -> (slab: Slab, pass: Pass?)? in
                guard let slab = try cutter.next(reader.read) else { return nil }
                return (slab, parallel.jobs > 1 ? begin(slab) : nil)
            },
            work: { SlabWork($0.slab, beginning: $0.pass) },
            take: { work in
                for product in work.products(continuing: &pass) { try take(product) }
            }
        )
    }
}

import CByteScan

/// The tables of one pass of the scanner: what it looks for, and a tag for each thing.
///
/// Immutable once made, and raw memory, since the scanner reads it in C.
final class TriggerTable: @unchecked Sendable {
    let plan: UnsafeMutablePointer<bytescan_plan>
    private let literals: UnsafeMutablePointer<bytescan_literal>
    private let openings: UnsafeMutablePointer<UInt8>

    /// What to look for.
    struct Contents {
        /// With a shift: the place of the three bytes that each is noticed by.
        var literals: [(opening: Opening, shift: Int, tag: Int)] = []
        var shapes: [(shape: DigitShape, tag: Int)] = []
        var chains: [(chain: Chain, tag: Int)] = []
        var run: (minimumDigits: Int, maximumGap: Int, separators: ByteSet, tag: Int)?

        /// Dots between digits first: the scanner looks for those with the digits.
        fileprivate var sortedChains: [(chain: Chain, tag: Int)] {
            chains.filter { $0.chain.isOfDottedDigits } + chains.filter { !$0.chain.isOfDottedDigits }
        }

        /// The separator of all chains that stands beside anything.
        var chainByte: UInt8? { chains.first { !$0.chain.isOfDottedDigits }?.chain.separator }

        /// Whether the scanner can look for one more chain.
        func hasRoom(for chain: Chain) -> Bool {
            chains.count < Self.maximumChains
                && (chain.isOfDottedDigits || chainByte ?? chain.separator == chain.separator)
        }

        static let maximumShapes = Int(bytescan_max_shapes)
        static let maximumChains = Int(bytescan_max_chains)
        static let maximumTag = Int(UInt16.max)
        static let maximumLiterals = 4096
    }

    init(_ contents: Contents) {
        plan = .allocate(capacity: 1)
        plan.initialize(to: bytescan_plan())
        var classes = ClassBits()
        let lists = LiteralLists(contents.literals, &classes)
        let count = lists.byHash.reduce(0) { $0 + $1.count } + lists.byByte.reduce(0) { $0 + $1.count }
        literals = .allocate(capacity: max(1, count))
        openings = .allocate(capacity: Int(bytescan_hashes) / 8)
        openings.initialize(repeating: 0, count: Int(bytescan_hashes) / 8)
        fillLiterals(lists)
        fillBuckets(contents.literals.map { $0.opening.wideWindow(at: $0.shift) })
        withUnsafeMutableBytes(of: &plan.pointee.classes) { raw in
            let table = raw.bindMemory(to: UInt32.self)
            for byte in UInt8.min...UInt8.max {
                table[Int(byte)] = classes.bits(of: byte)
            }
        }
        fillDigits(contents)
        bytescan_prepare(plan)
    }

    deinit {
        plan.deallocate()
        literals.deallocate()
        openings.deallocate()
    }

    // MARK: Literals

    private func fillLiterals(_ lists: LiteralLists) {
        plan.pointee.literals = UnsafePointer(literals)
        var next = 0
        func fill(_ lists: [[bytescan_literal]], _ firsts: UnsafeMutableRawBufferPointer) {
            let firsts = firsts.bindMemory(to: UInt32.self)
            for (index, list) in lists.enumerated() {
                firsts[index] = UInt32(next)
                (literals + next).initialize(from: list, count: list.count)
                next += list.count
            }
            firsts[lists.count] = UInt32(next)
        }
        withUnsafeMutableBytes(of: &plan.pointee.first) { fill(lists.byHash, $0) }
        withUnsafeMutableBytes(of: &plan.pointee.first_vague) { fill(lists.byByte, $0) }
        plan.pointee.openings = UnsafePointer(openings)
        for hash in lists.hashes { openings[hash >> 3] |= 1 << UInt8(hash & 7) }
        withUnsafeMutableBytes(of: &plan.pointee.vague) { vague in
            for (byte, list) in lists.byByte.enumerated() where !list.isEmpty { vague[byte] = 1 }
        }
        let vague = ByteSet((UInt8.min...UInt8.max).filter { !lists.byByte[Int($0)].isEmpty })
        fillSet(&plan.pointee.vague_set, with: vague)
    }

    /// Literals that share bytes share a bucket: the fewer texts a bucket lets through, the better.
    private func fillBuckets(_ windows: [[ByteSet]]) {
        let windows: [[ByteSet]] = windows.map { $0 + [ByteSet](repeating: .all, count: 4 - $0.count) }
        let byHalves = BucketAssignment<HalvesSignature>(windows.map { Array($0.prefix(3)) }, count: UInt8.bitWidth)
            .buckets
        for (index, bucket) in byHalves.enumerated() {
            for sets in bucket.windows {
                for (position, set) in sets.enumerated() {
                    add(1 << UInt8(index), for: set, at: position)
                }
            }
        }
        // Takes long, and other instruction sets have no use for it.
        guard bytescan_supports(bytescan_avx512) != 0 else { return }
        // A second look-up costs all texts something, which must be worth it.
        let tableCount = Set(windows).count > Self.mostWindowsOfOneTable ? 2 : 1
        let byPairs = BucketAssignment<PairSignature>(windows, count: tableCount * UInt8.bitWidth).buckets
        withUnsafeMutableBytes(of: &plan.pointee.pairs) { raw in
            let tables = raw.bindMemory(to: bytescan_pair_tables.self)
            for (index, bucket) in byPairs.enumerated() {
                bucket.signature.add(1 << UInt8(index % UInt8.bitWidth), to: &tables[index / UInt8.bitWidth])
            }
        }
    }

    private static let mostWindowsOfOneTable = 96

    private func add(_ bucket: UInt8, for set: ByteSet, at position: Int) {
        for byte in set.members {
            withUnsafeMutableBytes(of: &plan.pointee.low) { $0[position * 16 + Int(byte & 15)] |= bucket }
            withUnsafeMutableBytes(of: &plan.pointee.high) { $0[position * 16 + Int(byte >> 4)] |= bucket }
        }
    }

    // MARK: Digits

    private func fillDigits(_ contents: Contents) {
        withUnsafeMutableBytes(of: &plan.pointee.shapes) { raw in
            let shapes = raw.bindMemory(to: bytescan_shape.self)
            for (index, entry) in contents.shapes.prefix(Contents.maximumShapes).enumerated() {
                shapes[index] = Self.shape(entry.shape, entry.tag)
            }
        }
        plan.pointee.shape_count = UInt8(min(contents.shapes.count, Contents.maximumShapes))
        withUnsafeMutableBytes(of: &plan.pointee.chains) { raw in
            let chains = raw.bindMemory(to: bytescan_chain.self)
            for (index, entry) in contents.sortedChains.enumerated() {
                chains[index] = bytescan_chain(
                    count: UInt8(entry.chain.count),
                    low: UInt8(entry.chain.distances.lowerBound),
                    high: UInt8(entry.chain.distances.upperBound),
                    tag: UInt16(truncatingIfNeeded: entry.tag)
                )
            }
        }
        plan.pointee.chain_count = UInt8(contents.sortedChains.count)
        plan.pointee.dot_chain_count = UInt8(contents.sortedChains.count { $0.chain.isOfDottedDigits })
        plan.pointee.chain_byte = contents.chainByte ?? UInt8(ascii: ":")
        plan.pointee.run.gap = 1
        if let run = contents.run {
            plan.pointee.run = bytescan_run(
                digits: UInt8(run.minimumDigits),
                gap: UInt8(run.maximumGap),
                tag: UInt16(truncatingIfNeeded: run.tag)
            )
        }
        fillSeparators(contents)
    }

    /// Which bytes separate the digits of anything.
    private func fillSeparators(_ contents: Contents) {
        var separators = contents.run?.separators ?? .none
        for entry in contents.shapes { separators = entry.shape.separators.reduce(separators) { $0.union($1) } }
        if contents.chains.contains(where: \.chain.isOfDottedDigits) {
            separators = separators.union(ByteSet(UInt8(ascii: ".")))
        }
        fillSet(&plan.pointee.separators, with: separators)
        withUnsafeMutableBytes(of: &plan.pointee.kinds) { kinds in
            for (bit, byte) in DigitShape.separatorBytes.enumerated() { kinds[Int(byte)] = 1 << UInt8(bit) }
        }
    }

    /// One bit for two high halves, one of ASCII and one beyond: what is a member of neither may pass.
    private func fillSet(_ set: inout bytescan_byte_set, with members: ByteSet) {
        for byte in members.members {
            let bit = UInt8(1) << (byte >> 4 & 7)
            withUnsafeMutableBytes(of: &set.low) { $0[Int(byte & 15)] |= bit }
            withUnsafeMutableBytes(of: &set.high) { $0[Int(byte >> 4)] |= bit }
        }
    }

    private static func shape(_ shape: DigitShape, _ tag: Int) -> bytescan_shape {
        var result = bytescan_shape()
        result.group_count = UInt8(shape.groups.count)
        result.tag = UInt16(truncatingIfNeeded: tag)
        withUnsafeMutableBytes(of: &result.groups) { groups in
            for (index, group) in shape.groups.enumerated() { groups[index] = UInt8(group) }
        }
        withUnsafeMutableBytes(of: &result.separators) { separators in
            for (index, set) in shape.separators.enumerated() {
                for (bit, byte) in DigitShape.separatorBytes.enumerated() where set.contains(byte) {
                    separators[index] |= 1 << UInt8(bit)
                }
            }
        }
        return result
    }
}

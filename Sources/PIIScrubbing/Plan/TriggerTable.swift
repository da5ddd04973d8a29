import CByteScan

/// The tables of one pass of the scanner: what it looks for, and a tag for each thing.
///
/// Immutable once made, and raw memory, since the scanner reads it in C.
final class TriggerTable: @unchecked Sendable {
    let plan: UnsafeMutablePointer<bytescan_plan>
    private var literals: UnsafeMutablePointer<bytescan_literal>

    /// What to look for.
    struct Contents {
        var literals: [(opening: Opening, tag: Int)] = []
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
        let byFirst = Self.listed(contents.literals, &classes)
        let count = byFirst.reduce(0) { $0 + $1.count }
        // The last one is that of no text.
        var nothing = bytescan_literal()
        nothing.value = 1
        literals = .allocate(capacity: count + 1)
        literals.initialize(repeating: nothing, count: count + 1)
        fillLiterals(byFirst)
        fillBuckets(contents.literals.map(\.opening))
        for entry in contents.literals { allow(entry.opening) }
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
    }

    // MARK: Literals

    private static func listed(
        _ literals: [(opening: Opening, tag: Int)],
        _ classes: inout ClassBits
    ) -> [[bytescan_literal]] {
        var lists = [[bytescan_literal]](repeating: [], count: 256)
        for (opening, tag) in literals {
            let literal = literal(opening, tag, &classes)
            for byte in opening.sets[0].members {
                lists[Int(byte)].append(literal)
            }
        }
        return lists
    }

    private static func literal(_ opening: Opening, _ tag: Int, _ classes: inout ClassBits) -> bytescan_literal {
        var literal = bytescan_literal()
        var tested: (offset: Int, set: ByteSet)?
        for (offset, set) in opening.sets.prefix(8).enumerated() {
            let compared = MaskedByte(set)
            literal.mask |= UInt64(compared.mask) << UInt64(8 * offset)
            literal.value |= UInt64(compared.value) << UInt64(8 * offset)
            // The set that the comparison says least about is looked up as well.
            let loose = compared.count - set.count
            if loose > 0, loose > tested.map({ MaskedByte($0.set).count - $0.set.count }) ?? 0 {
                tested = (offset, set)
            }
        }
        literal.previous = classes.bit(for: opening.previous)
        literal.offset = UInt16(tested?.offset ?? 0)
        literal.tested = classes.bit(for: tested?.set ?? .all)
        literal.tag = UInt16(truncatingIfNeeded: tag)
        return literal
    }

    private func fillLiterals(_ byFirst: [[bytescan_literal]]) {
        plan.pointee.literals = UnsafePointer(literals)
        var next = 0
        withUnsafeMutableBytes(of: &plan.pointee.first) { raw in
            let first = raw.bindMemory(to: UInt16.self)
            for byte in 0..<256 {
                first[byte] = UInt16(next)
                for literal in byFirst[byte] {
                    literals[next] = literal
                    next += 1
                }
            }
            first[256] = UInt16(next)
        }
    }

    /// Literals that share bytes share a bucket: the fewer texts a bucket lets through, the better.
    private func fillBuckets(_ openings: [Opening]) {
        let buckets = BucketAssignment(
            openings.map { opening in
                (0..<3).map { opening.sets.indices.contains($0) ? opening.sets[$0] : .all }
            }
        ).buckets
        for (index, bucket) in buckets.enumerated() {
            let bit = UInt8(1) << UInt8(index)
            for sets in bucket {
                for (position, set) in sets.enumerated() {
                    add(bit, for: set, at: position)
                }
            }
        }
    }

    /// Lets the first bytes of an opening through the second look, which follows that at the buckets.
    private func allow(_ opening: Opening) {
        let sets = opening.sets.prefix(3)
        let ways = sets.reduce(1) { $0 * $1.count }
        guard sets.count == 3, ways <= Self.mostWays else {
            withUnsafeMutableBytes(of: &plan.pointee.vague) { vague in
                for byte in sets[0].members { vague[Int(byte)] = 1 }
            }
            return
        }
        withUnsafeMutableBytes(of: &plan.pointee.openings) { openings in
            for first in sets[0].members {
                for second in sets[1].members {
                    for third in sets[2].members {
                        let bytes = UInt32(first) | UInt32(second) << 8 | UInt32(third) << 16
                        let hash = bytescan_opening_hash(bytes)
                        openings[Int(hash >> 3)] |= 1 << UInt8(hash & 7)
                    }
                }
            }
        }
    }

    /// An opening of more ways than this would let nearly everything through.
    private static let mostWays = 256

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
                    separator: entry.chain.separator,
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
        // One bit for each high half; all separators are ASCII.
        for byte in separators.members {
            let bit = UInt8(1) << (byte >> 4)
            withUnsafeMutableBytes(of: &plan.pointee.separator_low) { $0[Int(byte & 15)] |= bit }
            withUnsafeMutableBytes(of: &plan.pointee.separator_high) { $0[Int(byte >> 4)] |= bit }
        }
        withUnsafeMutableBytes(of: &plan.pointee.kinds) { kinds in
            for (bit, byte) in DigitShape.separatorBytes.enumerated() { kinds[Int(byte)] = 1 << UInt8(bit) }
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

/// The tightest comparison of one byte under a mask that lets all of a set through.
private struct MaskedByte {
    var mask: UInt8 = 0
    var value: UInt8 = 0
    /// How many bytes it lets through.
    var count: Int { 1 << mask.leadingZeroBitCountOfAll }

    init(_ set: ByteSet) {
        let members = set.members
        guard let first = members.first else { return }
        mask = ~members.reduce(0) { $0 | ($1 ^ first) }
        value = first & mask
    }
}

extension UInt8 {
    fileprivate var leadingZeroBitCountOfAll: Int { 8 - nonzeroBitCount }
}

/// Gives sets of bytes a bit each; sets for which none is left get the one that every byte has.
private struct ClassBits {
    private var sets: [ByteSet] = []
    private static let capacity = 31

    mutating func bit(for set: ByteSet) -> UInt32 {
        guard set != .all else { return 1 << 31 }
        if let index = sets.firstIndex(of: set) { return 1 << UInt32(index) }
        guard sets.count < Self.capacity else { return 1 << 31 }
        sets.append(set)
        return 1 << UInt32(sets.count - 1)
    }

    func bits(of byte: UInt8) -> UInt32 {
        sets.enumerated().reduce(1 << 31) { $1.element.contains(byte) ? $0 | 1 << UInt32($1.offset) : $0 }
    }
}

import CByteScan

/// What can be told by looking up in tables of 16: the halves of the first three bytes.
struct HalvesSignature: WindowSignature {
    private let sets: (ByteSet, ByteSet, ByteSet)
    let frequency: Double

    init(_ window: [ByteSet]) {
        self.init(window[0], window[1], window[2])
    }

    private init(_ first: ByteSet, _ second: ByteSet, _ third: ByteSet) {
        sets = (first.byHalves, second.byHalves, third.byHalves)
        frequency = Self.share(sets.0) * Self.share(sets.1) * Self.share(sets.2)
    }

    private static func share(_ set: ByteSet) -> Double { min(1, ByteFrequency.frequency(of: set)) }

    func union(_ other: HalvesSignature) -> HalvesSignature {
        HalvesSignature(sets.0.union(other.sets.0), sets.1.union(other.sets.1), sets.2.union(other.sets.2))
    }
}

/// What can be told by looking up in tables of 128: the first byte, and the pairs of neighbours by `bytescan_pair_hash`.
struct PairSignature: WindowSignature {
    /// Numbers from 0 to 127.
    typealias Slots = SIMD2<UInt64>

    private var opener: Slots
    private var pairs: (Slots, Slots, Slots)

    init(_ window: [ByteSet]) {
        opener = window[0].members.reduce(into: Slots()) { $0.insert(Int($1 & 127)) }
        pairs = (
            Self.pair(window[0], window[1]), Self.pair(window[1], window[2]), Self.pair(window[2], window[3])
        )
    }

    private static func pair(_ first: ByteSet, _ second: ByteSet) -> Slots {
        guard first != .all || second != .all else { return Slots(repeating: .max) }
        var slots = Slots()
        // Of the second byte so many ways count only.
        let seconds = Set(second.members.map { bytescan_pair_hash(0, $0) })
        let firsts = Set(first.members.map { bytescan_pair_hash($0, 0) })
        for first in firsts {
            for second in seconds { slots.insert(Int(first ^ second)) }
        }
        return slots
    }

    func union(_ other: PairSignature) -> PairSignature {
        var union = self
        union.opener |= other.opener
        union.pairs.0 |= other.pairs.0
        union.pairs.1 |= other.pairs.1
        union.pairs.2 |= other.pairs.2
        return union
    }

    /// Lets a bucket through where its windows have something.
    func add(_ bucket: UInt8, to tables: inout bytescan_pair_tables) {
        withUnsafeMutableBytes(of: &tables.opener) { opener.add(bucket, to: $0) }
        withUnsafeMutableBytes(of: &tables.neighbours.0) { pairs.0.add(bucket, to: $0) }
        withUnsafeMutableBytes(of: &tables.neighbours.1) { pairs.1.add(bucket, to: $0) }
        withUnsafeMutableBytes(of: &tables.neighbours.2) { pairs.2.add(bucket, to: $0) }
    }

    var frequency: Double {
        Weights.openers.sum(opener) * Weights.pairs.sum(pairs.0) * Weights.pairs.sum(pairs.1)
            * Weights.pairs.sum(pairs.2)
    }
}

extension PairSignature.Slots {
    fileprivate mutating func insert(_ slot: Int) {
        self[slot >> 6] |= 1 << UInt64(slot & 63)
    }

    fileprivate func add(_ bucket: UInt8, to table: UnsafeMutableRawBufferPointer) {
        for slot in table.indices where self[slot >> 6] >> UInt64(slot & 63) & 1 == 1 { table[slot] |= bucket }
    }
}

/// How frequent slots are, summed up for eight neighbours at a time.
private struct Weights {
    private let sums: [Double]

    static let openers = Weights { weights in
        for byte in UInt8.min...UInt8.max {
            weights[Int(byte & 127)] += ByteFrequency.frequency(of: ByteSet(byte))
        }
    }

    static let pairs = Weights { weights in
        let frequencies = (UInt8.min...UInt8.max).map { ByteFrequency.frequency(of: ByteSet($0)) }
        for first in UInt8.min...UInt8.max {
            for second in UInt8.min...UInt8.max {
                weights[Int(bytescan_pair_hash(first, second))] += frequencies[Int(first)] * frequencies[Int(second)]
            }
        }
    }

    private init(_ fill: (inout [Double]) -> Void) {
        var weights = [Double](repeating: 0, count: 128)
        fill(&weights)
        let total = weights.reduce(0, +)
        sums = (0..<16 * 256).map { entry in
            (0..<8).reduce(0) { sum, bit in
                entry >> bit & 1 == 1 ? sum + weights[entry >> 8 * 8 + bit] / total : sum
            }
        }
    }

    func sum(_ slots: PairSignature.Slots) -> Double {
        sums.withUnsafeBufferPointer { sums in
            var sum = 0.0
            for word in 0..<2 {
                for part in 0..<8 {
                    sum += sums[(word * 8 + part) << 8 | Int(truncatingIfNeeded: slots[word] >> UInt64(8 * part) & 255)]
                }
            }
            return sum
        }
    }
}

import CByteScan

/// The literals of a plan as the scanner looks them up: by the hash of the three bytes that they are noticed by, or by
/// one byte where three are too many or too vague.
struct LiteralLists {
    /// By group of hashes.
    private(set) var byHash = [[bytescan_literal]](repeating: [], count: Int(bytescan_groups))
    private(set) var byByte = [[bytescan_literal]](repeating: [], count: 256)
    /// All hashes of three bytes that a literal is noticed by.
    private(set) var hashes = Set<Int>()

    /// An opening of more ways than this would be compared in vain wherever one of another group of hashes is noticed.
    private static let mostWays = 64

    init(_ literals: [(opening: Opening, shift: Int, tag: Int)], _ classes: inout ClassBits) {
        for (opening, shift, tag) in literals {
            var literal = Self.literal(opening, tag, &classes)
            literal.shift = UInt8(shift)
            let window = opening.window(at: shift)
            let ways = window.reduce(1) { $0 * $1.count }
            guard window.count == 3, ways <= Self.mostWays else {
                for byte in opening.sets[shift].members { byByte[Int(byte)].append(literal) }
                continue
            }
            let noticed = Self.hashes(of: window)
            hashes.formUnion(noticed)
            for group in Set(noticed.map { $0 >> Int(bytescan_group_shift) }) {
                byHash[group].append(literal)
            }
        }
    }

    private static func hashes(of window: [ByteSet]) -> Set<Int> {
        var hashes = Set<Int>()
        for first in window[0].members {
            for second in window[1].members {
                for third in window[2].members {
                    let bytes = UInt32(first) | UInt32(second) << 8 | UInt32(third) << 16
                    hashes.insert(Int(bytescan_opening_hash(bytes)))
                }
            }
        }
        return hashes
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
}

/// The tightest comparison of one byte under a mask that lets all of a set through.
private struct MaskedByte {
    var mask: UInt8 = 0
    var value: UInt8 = 0
    /// How many bytes it lets through.
    var count: Int { 1 << (UInt8.bitWidth - mask.nonzeroBitCount) }

    init(_ set: ByteSet) {
        let members = set.members
        guard let first = members.first else { return }
        mask = ~members.reduce(0) { $0 | ($1 ^ first) }
        value = first & mask
    }
}

/// Gives sets of bytes a bit each; sets for which none is left get the one that every byte has.
struct ClassBits {
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

import CByteScan
import Testing

@testable import PIIScrubbing

@Suite("What literals are noticed by")
struct WindowSignatureTests {
    private static func passes(_ tables: bytescan_pair_tables, _ bytes: [UInt8]) -> Bool {
        var tables = tables
        return withUnsafeBytes(of: &tables) { raw in
            // The opener, then the three tables of neighbours.
            var buckets = raw[Int(bytes[0] & 127)]
            for pair in 0..<3 {
                buckets &= raw[128 * (pair + 1) + Int(bytescan_pair_hash(bytes[pair], bytes[pair + 1]))]
            }
            return buckets != 0
        }
    }

    @Test("pairs let through all that stands in a window, in any bucket and for any bytes")
    func pairs() {
        var generator = SeededGenerator(seed: 5)
        func anySet() -> ByteSet {
            switch Int.random(in: 0...5, using: &generator) {
            case 0: .all
            case 1: ByteSet((0..<40).map { _ in UInt8.random(in: 0...255, using: &generator) })
            case 2: ByteSet("A".utf8).ignoringCase
            default: ByteSet(UInt8.random(in: 0...255, using: &generator))
            }
        }
        var refused = 0
        for _ in 0..<300 {
            let window = (0..<4).map { _ in anySet() }
            var tables = bytescan_pair_tables()
            PairSignature(window).add(1 << UInt8.random(in: 0...7, using: &generator), to: &tables)
            for _ in 0..<50 {
                let inside = window.map { $0.members.randomElement(using: &generator) ?? 0 }
                #expect(Self.passes(tables, inside))
                let anywhere = (0..<4).map { _ in UInt8.random(in: 0...255, using: &generator) }
                if !Self.passes(tables, anywhere) { refused += 1 }
            }
        }
        #expect(refused > 1000)
    }

    @Test("a plan of many patterns has two tables of pairs, one of few has one")
    func crowds() throws {
        let many = try #require(Engine(ManyPatterns.configuration()).set.plan)
        #expect(many.triggers.plan.pointee.is_crowded == 1)
        let few = try #require(Engine(ScrubberConfiguration()).set.plan)
        #expect(few.triggers.plan.pointee.is_crowded == 0)
    }
}

import Testing

@testable import PIIScrubbing

@Suite("memory that scans use again")
struct ScratchMemoryTests {
    @Test("what a long text needed is kept while texts need it, and given back step by step")
    func givesBack() {
        var buffer = ScratchBuffer<Int>()
        defer { buffer.deallocate() }
        for round in 0..<3 {
            buffer.append(contentsOf: 0..<100_000)
            #expect(Array(buffer.elements) == Array(0..<100_000))
            let capacity = buffer.capacity
            let isLarge = buffer.shrink(used: buffer.count)
            #expect(isLarge)
            #expect(buffer.capacity == capacity, "\(round)")
            buffer.removeAll()
        }
        var capacities = [buffer.capacity]
        while capacities.count < 20, let last = capacities.last, last > 4096 {
            buffer.append(1)
            let isLarge = buffer.shrink(used: 1)
            #expect(isLarge == (last / 2 > 4096))
            #expect(buffer.capacity == last / 2)
            capacities.append(buffer.capacity)
        }
        #expect(capacities.last == 4096)
        let isLarge = buffer.shrink(used: 0)
        #expect(!isLarge)
        #expect(buffer.capacity == 4096)
    }

    @Test("of what a text of unusual length needed most is given back at once")
    func keepsLittle() {
        var buffer = ScratchBuffer<Int>()
        defer { buffer.deallocate() }
        buffer.append(contentsOf: 0..<1_000_000)
        let isLarge = buffer.shrink(used: buffer.count)
        #expect(isLarge)
        #expect(buffer.capacity == 131_072)
        #expect(buffer.isEmpty)
        buffer.append(contentsOf: 0..<1_000_000)
        #expect(Array(buffer.elements) == Array(0..<1_000_000))
    }

    @Test("long and short texts in turns give what each gives alone")
    func turns() throws {
        let scrubber = try Scrubber()
        let item = "mail jane\u{40}example.com, "
        for count in [20_000, 1, 20_000, 3000, 0, 5, 20_000, 1] {
            let text = String(repeating: item, count: count) + "end"
            #expect(scrubber.scrub(text) == String(repeating: "mail [REDACTED], ", count: count) + "end")
            #expect(try scrubber.findings(in: text).count == count)
        }
    }
}

/// How often bytes stand in texts, roughly: prose, code and logs, of which the worst counts.
enum ByteFrequency {
    /// What is at most this frequent is worth looking for.
    static let rare = 0.015

    static func frequency(of sets: some Collection<ByteSet>) -> Double {
        sets.reduce(1) { $0 * frequency(of: $1) }
    }

    static func frequency(of set: ByteSet) -> Double {
        var sum = 0.0
        set.forEach { sum += frequencies[Int($0)] }
        return sum
    }

    /// From the commonest letter of English on.
    private static let lettersByFrequency = Array("etaoinshrdlucmwfgypbvkjxqz".utf8)

    private static let frequencies: [Double] = (UInt8.min...UInt8.max).map { byte in
        switch byte {
        case UInt8(ascii: " "): 0.15
        case UInt8(ascii: "a")...UInt8(ascii: "z"):
            // The rarest are no rarer than capitals: names and identifiers have them too.
            max(0.01, 0.1 - 0.004 * Double(lettersByFrequency.firstIndex(of: byte) ?? 0))
        case UInt8(ascii: "0")...UInt8(ascii: "9"): 0.08
        case UInt8(ascii: "A")...UInt8(ascii: "Z"): 0.02
        case UInt8(ascii: "\""), UInt8(ascii: ","), UInt8(ascii: "."), UInt8(ascii: ":"), UInt8(ascii: "-"): 0.05
        case UInt8(ascii: "@"), UInt8(ascii: "+"), UInt8(ascii: "~"), UInt8(ascii: "^"), UInt8(ascii: "\\"): 0.001
        case 0x21...0x7E: 0.008
        case 0x80...: 0.02
        default: 0.005
        }
    }
}

extension Opening {
    /// The bytes that it is noticed by: three from a place on, or as many as there are.
    func window(at shift: Int) -> [ByteSet] { Array(sets.dropFirst(shift).prefix(3)) }

    /// Those and the one behind them, which some instruction sets look at as well.
    func wideWindow(at shift: Int) -> [ByteSet] { Array(sets.dropFirst(shift).prefix(4)) }
}

extension [Opening] {
    /// The place of the three bytes that are the rarest in all of them together.
    var rarestWindow: Int {
        let shortest = self.map(\.sets.count).min() ?? 0
        let places = 0...Swift.max(0, Swift.min(shortest, 8) - 3)
        func frequency(_ place: Int) -> Double {
            reduce(0) { $0 + ByteFrequency.frequency(of: $1.window(at: place)) }
        }
        return places.min { frequency($0) < frequency($1) } ?? 0
    }
}

/// Makes text of bytes that are not all UTF-8, with every offset as it was.
enum UTF8Repair {
    /// Each byte that is no part of a character becomes a `?`.
    static func text(_ bytes: [UInt8]) -> String {
        if let text = String(validating: bytes, as: UTF8.self) {
            return text
        }
        var repaired: [UInt8] = []
        repaired.reserveCapacity(bytes.count)
        var parser = Unicode.UTF8.ForwardParser()
        var iterator = bytes.makeIterator()
        while true {
            switch parser.parseScalar(from: &iterator) {
            case .valid(let scalar): repaired += scalar
            case .error(let length): repaired += repeatElement(UInt8(ascii: "?"), count: length)
            case .emptyInput: return String(decoding: repaired, as: UTF8.self)
            }
        }
    }
}

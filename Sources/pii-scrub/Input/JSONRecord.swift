/// One line of JSON Lines: where its text values stand. All other bytes of the line stay as they are.
struct JSONRecord {
    struct Value {
        /// The keys that lead to it; list positions leave no trace.
        let path: [String]
        /// Its bytes in the line; of a text with the quotes.
        let range: Range<Int>
        let isText: Bool
    }

    /// Why a line is no record. Says where, never what.
    struct Malformed: Error, CustomStringConvertible {
        let column: Int
        let problem: String
        var description: String { "column \(column): \(problem)" }
    }

    /// Every scalar value, and every value at the top, in the order of the line.
    let values: [Value]

    /// - Parameter line: a JSON object, with blanks around it at the most.
    init(_ line: [UInt8]) throws(Malformed) {
        var parser = Parser(bytes: line)
        try parser.parseRecord()
        values = parser.values
    }

    /// The bytes of a top-level value as they stand. A list comes behind its elements.
    func value(_ key: String) -> Value? {
        values.last { $0.path == [key] }
    }

    /// The text values in the given fields, or all where none is given.
    func texts(in fields: [FieldPath]) -> [Value] {
        values.filter { value in
            value.isText && (fields.isEmpty || fields.contains { $0.covers(value.path) })
        }
    }
}

private struct Parser {
    let bytes: [UInt8]
    var position = 0
    var values: [JSONRecord.Value] = []
    private var path: [String] = []

    /// Deeper nesting is refused rather than followed to the end of the stack.
    private static let maximumDepth = 256

    init(bytes: [UInt8]) {
        self.bytes = bytes
    }

    mutating func parseRecord() throws(JSONRecord.Malformed) {
        if bytes.starts(with: [0xEF, 0xBB, 0xBF]) {
            position = 3
        }
        skipBlanks()
        guard current == UInt8(ascii: "{") else { throw problem("a line must be a JSON object") }
        try parseObject(depth: 0)
        skipBlanks()
        guard position == bytes.count else { throw problem("there is something behind the object") }
    }

    private var current: UInt8? { position < bytes.count ? bytes[position] : nil }

    private func problem(_ text: String) -> JSONRecord.Malformed {
        JSONRecord.Malformed(column: position + 1, problem: text)
    }

    private mutating func skipBlanks() {
        while let byte = current, byte == 32 || byte == 9 || byte == 13 || byte == 10 {
            position += 1
        }
    }

    private mutating func expect(_ byte: UInt8, _ name: String) throws(JSONRecord.Malformed) {
        skipBlanks()
        guard current == byte else { throw problem("\(name) is missing") }
        position += 1
    }

    private mutating func parseValue(depth: Int) throws(JSONRecord.Malformed) {
        guard depth < Self.maximumDepth else { throw problem("values are nested too deeply") }
        skipBlanks()
        let start = position
        var isScalar = true
        var isText = false
        switch current {
        case UInt8(ascii: "{"):
            isScalar = false
            try parseObject(depth: depth)
        case UInt8(ascii: "["):
            isScalar = false
            try parseArray(depth: depth)
        case UInt8(ascii: "\""):
            isText = true
            try skipText()
        case let byte? where "-0123456789".utf8.contains(byte):
            try skipNumber()
        default:
            try skipWord()
        }
        if isScalar || path.count == 1 {
            values.append(JSONRecord.Value(path: path, range: start..<position, isText: isText))
        }
    }

    private mutating func parseObject(depth: Int) throws(JSONRecord.Malformed) {
        position += 1
        skipBlanks()
        if current == UInt8(ascii: "}") {
            position += 1
            return
        }
        while true {
            skipBlanks()
            guard current == UInt8(ascii: "\"") else { throw problem("a key in quotes is missing") }
            let start = position
            try skipText()
            path.append(String(decoding: JSONText.decode(bytes[(start + 1)..<(position - 1)]), as: UTF8.self))
            try expect(UInt8(ascii: ":"), "a colon")
            try parseValue(depth: depth + 1)
            path.removeLast()
            skipBlanks()
            guard current == UInt8(ascii: ",") else { break }
            position += 1
        }
        try expect(UInt8(ascii: "}"), "a comma or a closing brace")
    }

    private mutating func parseArray(depth: Int) throws(JSONRecord.Malformed) {
        position += 1
        skipBlanks()
        if current == UInt8(ascii: "]") {
            position += 1
            return
        }
        while true {
            try parseValue(depth: depth + 1)
            skipBlanks()
            guard current == UInt8(ascii: ",") else { break }
            position += 1
        }
        try expect(UInt8(ascii: "]"), "a comma or a closing bracket")
    }

    private mutating func skipText() throws(JSONRecord.Malformed) {
        position += 1
        while let byte = current, byte != UInt8(ascii: "\"") {
            guard byte >= 0x20 else { throw problem("a text holds a control character") }
            if byte == UInt8(ascii: "\\") {
                try skipEscape()
            } else {
                position += 1
            }
        }
        guard current != nil else { throw problem("a text does not end") }
        position += 1
    }

    private mutating func skipEscape() throws(JSONRecord.Malformed) {
        position += 1
        switch current {
        case UInt8(ascii: "u"):
            let digits = bytes[position...].dropFirst().prefix(4)
            guard digits.count == 4, digits.allSatisfy({ JSONText.hexValue($0) != nil }) else {
                throw problem("an escape is not whole")
            }
            position += 5
        case let byte? where "\"\\/bfnrt".utf8.contains(byte):
            position += 1
        default:
            throw problem("there is no such escape")
        }
    }

    private mutating func skipNumber() throws(JSONRecord.Malformed) {
        let start = position
        while let byte = current, "+-.eE0123456789".utf8.contains(byte) {
            position += 1
        }
        guard Double(String(decoding: bytes[start..<position], as: UTF8.self)) != nil else {
            throw problem("this is no number")
        }
    }

    private mutating func skipWord() throws(JSONRecord.Malformed) {
        for word in ["true", "false", "null"] where bytes[position...].starts(with: word.utf8) {
            position += word.utf8.count
            return
        }
        throw problem("a value is missing")
    }
}

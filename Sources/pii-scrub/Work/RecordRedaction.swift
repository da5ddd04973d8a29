import PIIScrubbing

/// Redacts text values of JSON Lines. Every other byte stays as it is.
struct RecordRedaction: Sendable {
    let scrubber: Scrubber
    let fields: [[String]]
    let onLimit: LimitPolicy
    let parallel: Parallel
    let statistics: Statistics

    private struct Redacted: Sendable {
        var bytes: [UInt8]
        var findings: [Finding] = []
        var isReplaced = false
    }

    func run(_ source: InputSource, write: ([UInt8]) throws -> Void) throws {
        var reader = LineReader()
        try source.read { piece, _ in
            try redact(reader.append(piece), of: source, write: write)
        }
        if let last = reader.finish() {
            try redact([last], of: source, write: write)
        }
    }

    private func redact(_ lines: [LineReader.Line], of source: InputSource, write: ([UInt8]) throws -> Void) throws {
        let results = parallel.map(lines) { line in
            Result { try redact(line, name: source.name) }
        }
        for (line, result) in zip(lines, results) {
            let redacted = try result.get()
            statistics.add(
                bytes: line.bytes.count + line.ending.count,
                findings: redacted.findings,
                replaced: redacted.isReplaced ? 1 : 0
            )
            try write(redacted.bytes + line.ending)
        }
    }

    private func redact(_ line: LineReader.Line, name: String) throws -> Redacted {
        guard !line.bytes.allSatisfy({ $0 == 32 || $0 == 9 }) else { return Redacted(bytes: line.bytes) }
        let texts = try RecordReading.record(line, name: name).texts(under: fields)
        let results = texts.map { scrubber.result(of: JSONText.decode(line.bytes[$0.innerRange])) }
        var redacted = Redacted(bytes: [], findings: results.flatMap(\.findings))
        for case .replaced(let failure) in results.map(\.status) {
            guard onLimit == .replace else {
                throw InputError(input: "\(name):\(line.number)", reason: TextRedaction.explain(failure))
            }
            redacted.isReplaced = true
        }
        let replacement = redacted.isReplaced ? scrubber.replacement : nil
        var position = 0
        for (text, result) in zip(texts, results) {
            // A record is a unit: what cannot be scanned in one text makes all its texts unfit to pass on.
            let output = replacement ?? result.output
            redacted.bytes += line.bytes[position..<text.innerRange.lowerBound]
            let isUnchanged = result.findings.isEmpty && replacement == nil
            redacted.bytes += isUnchanged ? Array(line.bytes[text.innerRange]) : JSONText.encode(output)
            position = text.innerRange.upperBound
        }
        redacted.bytes += line.bytes[position...]
        return redacted
    }
}

extension JSONRecord.Value {
    /// A text without its quotes.
    var innerRange: Range<Int> { (range.lowerBound + 1)..<(range.upperBound - 1) }
}

enum RecordReading {
    static func record(_ line: LineReader.Line, name: String) throws -> JSONRecord {
        do {
            return try JSONRecord(line.bytes)
        } catch {
            throw InputError(input: "\(name):\(line.number)", reason: "not a JSON object: \(error)")
        }
    }
}

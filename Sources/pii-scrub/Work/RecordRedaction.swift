import PIIScrubbing

/// Redacts text values of JSON Lines. Every other byte stays as it is.
struct RecordRedaction: Sendable {
    let scrubber: Scrubber
    let fields: [FieldPath]
    let onLimit: LimitPolicy
    let parallel: Parallel
    let statistics: Statistics
    /// Told of the fields of an input in which some of them are.
    let census: SharedFieldCensus
    /// How much to hold back until a record has any of the fields, in bytes; nil where who writes can take it back.
    let heldBytes: Int?

    private struct Redacted: Sendable {
        var bytes: [UInt8]
        var findings: [Finding] = []
        var isReplaced = false
        /// Texts in which names may be left.
        var patternsOnly = 0
        var census: FieldCensus?
    }

    /// What has to be known of the records before.
    private struct Progress {
        var census: FieldCensus
        var held: [UInt8] = []
    }

    /// - Throws: where fields are named and no record has any: what should be scrubbed stands elsewhere.
    func run(_ source: InputSource, write: ([UInt8]) throws -> Void) throws {
        var reader = LineReader()
        var progress = Progress(census: FieldCensus(fields: fields))
        try source.read { piece in
            try redact(reader.append(piece), of: source, progress: &progress, write: write)
        }
        if let last = reader.finish() {
            try redact([last], of: source, progress: &progress, write: write)
        }
        guard fields.isEmpty || progress.census.hasAny || progress.census.records == 0 else {
            throw missingFields(source, "no record has")
        }
        try write(progress.held)
        census.add(progress.census)
    }

    private func redact(
        _ lines: [LineReader.Line],
        of source: InputSource,
        progress: inout Progress,
        write: ([UInt8]) throws -> Void
    ) throws {
        let results = parallel.map(lines) { line in
            Result { try redact(line, name: source.name) }
        }
        for (line, result) in zip(lines, results) {
            let redacted = try result.get()
            statistics.add(
                bytes: line.bytes.count + line.ending.count,
                findings: redacted.findings,
                replaced: redacted.isReplaced ? 1 : 0,
                patternsOnly: redacted.patternsOnly
            )
            if let census = redacted.census {
                progress.census.add(census)
            }
            guard let heldBytes, !fields.isEmpty, !progress.census.hasAny else {
                try write(progress.held + redacted.bytes + line.ending)
                progress.held.removeAll()
                continue
            }
            progress.held += redacted.bytes + line.ending
            guard progress.held.count <= heldBytes else {
                let records = counted(progress.census.records, "record")
                throw missingFields(source, "none of the first \(records) has")
            }
        }
    }

    private func missingFields(_ source: InputSource, _ finding: String) -> InputError {
        let names = fields.map { "'\($0)'" }.joined(separator: ", ")
        let advice = "nothing is scrubbed and nothing is written; --fields names keys of the records, a.b nested ones"
        return InputError(
            input: source.name,
            reason: "\(finding) \(fields.count == 1 ? "the field" : "any of the fields") \(names): \(advice)"
        )
    }

    private func redact(_ line: LineReader.Line, name: String) throws -> Redacted {
        guard !line.bytes.allSatisfy({ $0 == 32 || $0 == 9 }) else { return Redacted(bytes: line.bytes) }
        let record = try RecordReading.record(line, name: name)
        let texts = record.texts(in: fields)
        let results = texts.map { scrubber.result(of: JSONText.decode(line.bytes[$0.innerRange])) }
        var redacted = Redacted(bytes: [], findings: results.flatMap(\.findings))
        if !fields.isEmpty {
            var census = FieldCensus(fields: fields)
            census.add(record, line: line.bytes, fields: fields)
            redacted.census = census
        }
        redacted.patternsOnly = results.count { $0.status.isPatternsOnly }
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

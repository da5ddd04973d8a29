import PIIScrubbing

/// Finds things in records of JSON Lines: each line gives one line, in order.
struct RecordFindings: Sendable {
    let engine: Engine
    let field: FieldPath?
    let unit: OffsetUnit
    let onLimit: LimitPolicy
    let showsMatches: Bool
    let parallel: Parallel
    let statistics: Statistics

    private struct Answer: Sendable {
        var line: [UInt8]
        var findings: [Finding]
        var failure: InputError?
    }

    func run(
        _ source: InputSource,
        isIncomplete: (InputError) -> Void,
        write: (_ line: [UInt8], _ found: Int) throws -> Void
    ) throws {
        var reader = LineReader()
        func answer(_ lines: [LineReader.Line]) throws {
            let answers = parallel.map(lines) { line in
                Result { try self.answer(line, name: source.name) }
            }
            for (line, result) in zip(lines, answers) {
                let answer = try result.get()
                if let failure = answer.failure {
                    guard onLimit == .replace else { throw failure }
                    isIncomplete(failure)
                }
                statistics.add(bytes: line.bytes.count + line.ending.count, findings: answer.findings)
                try write(answer.line, answer.findings.count)
            }
        }
        try source.read { piece in
            try answer(reader.append(piece))
        }
        if let last = reader.finish() {
            try answer([last])
        }
    }

    private func answer(_ line: LineReader.Line, name: String) throws -> Answer {
        let record = try RecordReading.record(line, name: name)
        let isNamed = { (path: [String]) in field.map { $0.isReached(by: path) } ?? (path == ["text"]) }
        guard let value = record.values.first(where: { $0.isText && isNamed($0.path) }) else {
            throw InputError(
                input: "\(name):\(line.number)",
                reason: "the record has no text '\(field?.description ?? "text")'; --fields names another"
            )
        }
        let identifier = record.value("id").map { Array(line.bytes[$0.range]) } ?? Array("null".utf8)
        let text = String(decoding: JSONText.decode(line.bytes[value.innerRange]), as: UTF8.self)
        do throws(ScanFailure) {
            let findings = try Scrubber(engine).findings(in: text)
            return Answer(line: encode(identifier, findings, text: text), findings: findings)
        } catch {
            let failure = "cannot be scanned to its end: \(error)"
            return Answer(
                line: Array("{\"id\":".utf8) + identifier
                    + Array(",\"findings\":[],\"error\":\(JSON.text(failure))}\n".utf8),
                findings: [],
                failure: InputError(input: "\(name):\(line.number)", reason: failure)
            )
        }
    }

    private func encode(_ identifier: [UInt8], _ findings: [Finding], text: String) -> [UInt8] {
        let bytes = showsMatches ? Array(text.utf8) : []
        let encoded = zip(findings, unit.ranges(of: findings, in: text)).map { finding, range in
            var fields = [
                "\"entity\":\(JSON.text(finding.entity.rawValue))", "\"pattern\":\(JSON.text(finding.pattern))",
                "\"start\":\(range.lowerBound)", "\"end\":\(range.upperBound)",
            ]
            if showsMatches {
                fields.append("\"match\":\(JSON.text(String(decoding: bytes[finding.range], as: UTF8.self)))")
            }
            return "{\(fields.joined(separator: ","))}"
        }
        return Array("{\"id\":".utf8) + identifier + Array(",\"findings\":[\(encoded.joined(separator: ","))]}\n".utf8)
    }
}

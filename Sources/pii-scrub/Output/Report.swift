import PIIScrubbing

/// A finding and where it is, for a report.
struct Report: Sendable {
    let input: String
    let finding: Finding
    let start: PositionTracker.Position
    let end: PositionTracker.Position
    /// The text found; only where it was asked for.
    let match: String?

    /// Offsets from the start of the input.
    func range(_ unit: OffsetUnit) -> Range<Int> {
        switch unit {
        case .utf8: start.utf8..<end.utf8
        case .scalar: start.scalars..<end.scalars
        case .utf16: start.utf16..<end.utf16
        }
    }
}

enum ReportFormat: String, CaseIterable {
    case table
    case jsonl
    case sarif
}

/// Writes reports as they come.
struct ReportWriter {
    let format: ReportFormat
    let unit: OffsetUnit
    private var sarif = SARIFLog()

    init(format: ReportFormat, unit: OffsetUnit) {
        self.format = format
        self.unit = unit
    }

    mutating func write(_ report: Report) throws {
        let range = report.range(unit)
        switch format {
        case .sarif:
            sarif.add(report)
        case .jsonl:
            var fields = [
                "\"file\":\(JSON.text(report.input))", "\"line\":\(report.start.line)",
                "\"column\":\(report.start.column)", "\"entity\":\(JSON.text(report.finding.entity.rawValue))",
                "\"pattern\":\(JSON.text(report.finding.pattern))", "\"start\":\(range.lowerBound)",
                "\"end\":\(range.upperBound)",
            ]
            if let match = report.match {
                fields.append("\"match\":\(JSON.text(match))")
            }
            try StandardOutput.write(line: "{\(fields.joined(separator: ","))}")
        case .table:
            let place = "\(report.input):\(report.start.line):\(report.start.column)"
            var cells = [
                Self.padded(place, 32), Self.padded(report.finding.entity.rawValue, 16),
                Self.padded(report.finding.pattern, 20), "\(range.lowerBound)-\(range.upperBound)",
            ]
            if let match = report.match {
                cells.append(JSON.text(match))
            }
            try StandardOutput.write(line: cells.joined(separator: "  "))
        }
    }

    mutating func finish() throws {
        if format == .sarif {
            try StandardOutput.write(line: sarif.encoded())
        }
    }

    private static func padded(_ text: String, _ width: Int) -> String {
        text + String(repeating: " ", count: max(0, width - text.count))
    }
}

enum JSON {
    /// A text as a JSON string with its quotes.
    static func text(_ text: String) -> String {
        "\"" + String(decoding: JSONText.encode(Array(text.utf8)), as: UTF8.self) + "\""
    }
}

import PIIScrubbing

enum ReportFormat: String, CaseIterable {
    case table
    case jsonl
    case sarif
}

/// What is to be said of a finding.
struct ReportOptions: Sendable {
    let format: ReportFormat
    /// What offsets count.
    let unit: OffsetUnit
    /// Whether to show the text found.
    let showsMatches: Bool
}

/// Writes down what was found in one input. Any number of threads may do so at once.
struct ReportRenderer: Sendable {
    private let options: ReportOptions
    private let input: [UInt8]
    /// Characters of the input's name, by which columns are aligned.
    private let inputWidth: Int
    /// What is the same for all findings of a kind, by its index.
    private let kinds: [[UInt8]]

    private static let placeWidth = 32

    init(_ options: ReportOptions, input: InputSource, kinds: FindingKinds) {
        self.options = options
        inputWidth = input.name.count
        switch options.format {
        case .table:
            self.input = Array(input.name.utf8)
            self.kinds = kinds.all.map {
                Array("  \(Self.padded($0.entity.rawValue, 16))  \(Self.padded($0.name, 20))  ".utf8)
            }
        case .jsonl:
            self.input = Array("{\"file\":\(JSON.text(input.name)),\"line\":".utf8)
            self.kinds = kinds.all.map {
                Array(",\"entity\":\(JSON.text($0.entity.rawValue)),\"pattern\":\(JSON.text($0.name)),\"start\":".utf8)
            }
        case .sarif:
            self.input = SARIF.opening(input: input.name)
            self.kinds = kinds.all.map(SARIF.closing)
        }
    }

    /// What is to be said of findings.
    ///
    /// - Parameters:
    ///   - bytes: a part of the text.
    ///   - range: where it stands in the text.
    ///   - position: where it starts; set to where it ends.
    func report(
        _ matches: [Match],
        in bytes: [UInt8],
        of range: Range<Int>,
        from position: inout TextPosition
    ) -> [UInt8] {
        var report: [UInt8] = []
        bytes.withUnsafeBufferPointer { text in
            func part(_ part: Range<Int>) -> UnsafeBufferPointer<UInt8> {
                let first = range.lowerBound
                return UnsafeBufferPointer(rebasing: text[(part.lowerBound - first)..<(part.upperBound - first)])
            }
            for match in matches {
                position.advance(over: part(position.utf8..<match.lowerBound))
                let start = position
                position.advance(over: part(match.range))
                add(match, from: start, to: position, text: part(match.range), to: &report)
            }
            position.advance(over: part(position.utf8..<range.upperBound))
        }
        return report
    }

    /// Adds what is to be said of one finding.
    ///
    /// - Parameter text: what was found.
    private func add(
        _ match: Match,
        from start: TextPosition,
        to end: TextPosition,
        text: UnsafeBufferPointer<UInt8>,
        to report: inout [UInt8]
    ) {
        let kind = kinds[match.pattern]
        report += input
        switch options.format {
        case .table:
            let before = report.count
            report.append(UInt8(ascii: ":"))
            report.append(decimal: start.line)
            report.append(UInt8(ascii: ":"))
            report.append(decimal: start.column)
            let missing = max(0, Self.placeWidth - inputWidth - (report.count - before))
            report.append(contentsOf: repeatElement(UInt8(ascii: " "), count: missing))
            report += kind
            report.append(decimal: start.offset(in: options.unit))
            report.append(UInt8(ascii: "-"))
            report.append(decimal: end.offset(in: options.unit))
            if options.showsMatches { report += "  \(JSON.text(String(decoding: text, as: UTF8.self)))".utf8 }
            report.append(UInt8(ascii: "\n"))
        case .jsonl:
            report.append(decimal: start.line)
            report += ",\"column\":".utf8
            report.append(decimal: start.column)
            report += kind
            report.append(decimal: start.offset(in: options.unit))
            report += ",\"end\":".utf8
            report.append(decimal: end.offset(in: options.unit))
            if options.showsMatches { report += ",\"match\":\(JSON.text(String(decoding: text, as: UTF8.self)))".utf8 }
            report += "}\n".utf8
        case .sarif:
            SARIF.add(regionFrom: start, to: end, to: &report)
            report += kind
        }
    }

    private static func padded(_ text: String, _ width: Int) -> String {
        text + String(repeating: " ", count: max(0, width - text.count))
    }
}

extension TextPosition {
    func offset(in unit: OffsetUnit) -> Int {
        switch unit {
        case .utf8: utf8
        case .scalar: scalars
        case .utf16: utf16
        }
    }
}

extension [UInt8] {
    /// Adds a number that is not negative.
    mutating func append(decimal number: Int) {
        withUnsafeTemporaryAllocation(of: UInt8.self, capacity: 20) { digits in
            var start = digits.count
            var rest = number.magnitude
            repeat {
                start -= 1
                digits[start] = UInt8(ascii: "0") + UInt8(truncatingIfNeeded: rest % 10)
                rest /= 10
            } while rest > 0
            append(contentsOf: digits[start...])
        }
    }
}

enum JSON {
    /// A text as a JSON string with its quotes.
    static func text(_ text: String) -> String {
        "\"" + String(decoding: JSONText.encode(Array(text.utf8)), as: UTF8.self) + "\""
    }
}

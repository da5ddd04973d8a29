import PIIScrubbing

/// Writes reports as they come.
struct ReportWriter {
    let options: ReportOptions
    /// Patterns that found something, with their entities: SARIF lists them behind what they found.
    private var rules: [String: String] = [:]

    init(_ options: ReportOptions) {
        self.options = options
    }

    /// - Parameter report: what a ``ReportRenderer`` made of the findings.
    mutating func write(_ report: [UInt8], of findings: FindingCounts) throws {
        guard findings.total > 0 else { return }
        guard options.format == .sarif else { return try StandardOutput.write(report) }
        // Every result has a comma before it, which the first must not have.
        try StandardOutput.write(rules.isEmpty ? SARIF.head + report.dropFirst() : report)
        for (kind, _) in findings.found { rules[kind.rule] = kind.entity.rawValue }
    }

    func finish() throws {
        guard options.format == .sarif else { return }
        try StandardOutput.write((rules.isEmpty ? SARIF.head + [UInt8(ascii: "\n")] : []) + SARIF.tail(rules: rules))
    }
}

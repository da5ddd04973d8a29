import BotanuSDK
import Foundation
import Tracing

/// Writes spans to standard error, as trees with times, tokens and costs.
struct ConsoleExporter: SpanExporter {
    private let console = Console()

    func export(_ spans: [FinishedSpan]) async -> ExportOutcome {
        await console.write(Self.text(of: spans))
            ? ExportOutcome(exported: spans.count) : ExportOutcome(failed: spans.count)
    }

    /// A tree for each trace, in the order in which they started. A span whose parent is not among them is a root.
    static func text(of spans: [FinishedSpan]) -> String {
        let traces = Dictionary(grouping: spans, by: \.context.traceID).values
        let lines = traces.sorted { first($0) < first($1) }.flatMap { SpanTree($0)?.lines ?? [] }
        return lines.joined(separator: "\n") + "\n"
    }

    private static func first(_ spans: [FinishedSpan]) -> UInt64 { spans.map(\.start).min() ?? 0 }
}

/// Standard error. It can be closed, full, or a pipe that nobody reads.
private struct Console: Sendable {
    private static let work = FileWork("console")

    /// - Returns: whether all of it was written.
    func write(_ text: String) async -> Bool {
        await Self.work.run { (try? FileHandle.standardError.write(contentsOf: Data(text.utf8))) != nil }
    }
}

private struct SpanTree {
    private let children: [SpanID: [FinishedSpan]]
    private let roots: [FinishedSpan]
    private let trace: TraceID
    private let all: [FinishedSpan]

    init?(_ spans: [FinishedSpan]) {
        guard let first = spans.first else { return nil }
        trace = first.context.traceID
        all = spans.sorted { $0.start < $1.start }
        let known = Set(spans.map(\.context.spanID))
        var (children, roots) = ([SpanID: [FinishedSpan]](), [FinishedSpan]())
        for span in all {
            if let parent = span.parent?.spanID, known.contains(parent) {
                children[parent, default: []].append(span)
            } else {
                roots.append(span)
            }
        }
        (self.children, self.roots) = (children, roots)
    }

    var lines: [String] {
        var rows: [(name: String, span: FinishedSpan)] = []
        for root in roots { add(root, "", "", &rows, depth: 0) }
        let width = min(60, rows.map { $0.name.count }.max() ?? 0)
        var lines = ["trace \(trace)"]
        for (name, span) in rows {
            let padding = String(repeating: " ", count: max(0, width - name.count))
            lines.append("\(name)\(padding)  \(columns(span))")
        }
        return lines
    }

    private func add(
        _ span: FinishedSpan,
        _ mark: String,
        _ indent: String,
        _ rows: inout [(name: String, span: FinishedSpan)],
        depth: Int
    ) {
        rows.append((mark + Self.line(span.name), span))
        // A cycle cannot be, and a chain of thousands would take the stack.
        guard depth < 100, let below = children[span.context.spanID] else { return }
        for (index, child) in below.enumerated() {
            let isLast = index == below.count - 1
            add(child, indent + (isLast ? "└─ " : "├─ "), indent + (isLast ? "   " : "│  "), &rows, depth: depth + 1)
        }
    }

    private func columns(_ span: FinishedSpan) -> String {
        var columns = [Self.right(Self.time(span.end - span.start), 9)]
        let tokens = [("in", "gen_ai.usage.input_tokens"), ("out", "gen_ai.usage.output_tokens")].map { label, name in
            Self.right(span.number(name).map { "\(label) \(String(format: "%.0f", $0))" } ?? "", 10)
        }
        columns += tokens
        let cost = ["gen_ai.usage.cost", "llm.cost.total", "botanu.cost"].lazy.compactMap { span.number($0) }.first
        columns.append(Self.right(cost.map { "$" + String(format: "%.4f", $0) } ?? "", 9))
        if let status = span.status, status.code == .error {
            columns.append(Self.line("error " + (status.message ?? "")))
        }
        var text = columns.joined(separator: " ")
        while text.last == " " { text.removeLast() }
        return text
    }

    private static func right(_ text: String, _ width: Int) -> String {
        String(repeating: " ", count: max(0, width - text.count)) + text
    }

    private static func time(_ nanoseconds: UInt64) -> String {
        let milliseconds = Double(nanoseconds) / 1e6
        return milliseconds < 1000
            ? String(format: "%.2f ms", milliseconds) : String(format: "%.2f s", milliseconds / 1000)
    }

    /// One line, without what a terminal would take for a command.
    private static func line(_ text: String) -> String {
        String(
            String.UnicodeScalarView(
                text.unicodeScalars.prefix(200).map { scalar in
                    scalar.properties.generalCategory == .control ? " " : scalar
                }
            )
        )
    }
}

extension FinishedSpan {
    fileprivate func number(_ name: String) -> Double? {
        switch attributes.first(where: { $0.name == name })?.value {
        case .int64(let value): Double(value)
        case .int32(let value): Double(value)
        case .double(let value): value
        default: nil
        }
    }
}

/// Writes readings to standard error, a line for each series.
struct ConsoleMetricExporter: MetricExporter {
    private let console = Console()

    func export(_ readings: [MetricReading], patience: Duration) async -> Bool {
        await console.write(readings.map(Self.line).joined(separator: "\n") + "\n")
    }

    private static func line(_ reading: MetricReading) -> String {
        let dimensions = reading.key.dimensions.map { "\($0.name)=\($0.value)" }.joined(separator: ", ")
        let unit = reading.description.unit.isEmpty ? "" : " " + reading.description.unit
        let value =
            switch reading.point.value {
            case .sum(let value), .gauge(let value): "\(value)\(unit)"
            case .integerSum(let value): "\(value)\(unit)"
            case .histogram(let histogram): "\(histogram.count) values, sum \(histogram.sum)\(unit)"
            }
        return "metric \(reading.key.label) {\(dimensions)} \(value)"
    }
}

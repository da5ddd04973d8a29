import Foundation
import PIIScrubbing

/// A report in the Static Analysis Results Interchange Format, version 2.1.0 (OASIS). Without the text found.
struct SARIFLog {
    private struct Document: Encodable {
        let schema = "https://json.schemastore.org/sarif-2.1.0.json"
        let version = "2.1.0"
        let runs: [Run]

        enum CodingKeys: String, CodingKey {
            case schema = "$schema"
            case version, runs
        }
    }

    private struct Run: Encodable {
        let tool: Tool
        let columnKind = "utf16CodeUnits"
        let results: [Result]
    }

    private struct Tool: Encodable {
        struct Driver: Encodable {
            let name = "pii-scrub"
            let version = Version.current
            let rules: [Rule]
        }

        let driver: Driver
    }

    private struct Rule: Encodable {
        let id: String
        let name: String
        let shortDescription: Text
    }

    private struct Text: Encodable {
        let text: String
    }

    private struct Result: Encodable {
        let ruleId: String
        let level = "warning"
        let message: Text
        let locations: [Location]
    }

    private struct Location: Encodable {
        struct Physical: Encodable {
            let artifactLocation: Artifact
            let region: Region
        }

        struct Artifact: Encodable {
            let uri: String
        }

        struct Region: Encodable {
            let startLine: Int
            let startColumn: Int
            let endLine: Int
            let endColumn: Int
            let byteOffset: Int
            let byteLength: Int
        }

        let physicalLocation: Physical
    }

    private var results: [Result] = []
    private var rules: [String: Rule] = [:]

    mutating func add(_ report: Report) {
        let entity = report.finding.entity.rawValue
        rules[report.finding.pattern] = Rule(
            id: report.finding.pattern,
            name: entity,
            shortDescription: Text(text: "\(entity) found by the pattern '\(report.finding.pattern)'")
        )
        let region = Location.Region(
            startLine: report.start.line,
            startColumn: report.start.utf16Column,
            endLine: report.end.line,
            endColumn: report.end.utf16Column,
            byteOffset: report.start.utf8,
            byteLength: report.end.utf8 - report.start.utf8
        )
        let location = Location(
            physicalLocation: .init(artifactLocation: .init(uri: Self.uri(report.input)), region: region)
        )
        results.append(
            Result(ruleId: report.finding.pattern, message: Text(text: "\(entity) in text"), locations: [location])
        )
    }

    func encoded() throws -> String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
        let driver = Tool.Driver(rules: rules.values.sorted { $0.id < $1.id })
        let document = Document(runs: [Run(tool: Tool(driver: driver), results: results)])
        return String(decoding: try encoder.encode(document), as: UTF8.self)
    }

    /// A path as a relative or absolute URI reference.
    private static func uri(_ path: String) -> String {
        let escaped = path.addingPercentEncoding(withAllowedCharacters: .urlPathAllowed) ?? path
        return path.hasPrefix("/") ? "file://" + escaped : escaped
    }
}

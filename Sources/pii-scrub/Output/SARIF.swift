import Foundation
import PIIScrubbing

/// A report in the Static Analysis Results Interchange Format, version 2.1.0 (OASIS), written as results come. Without
/// the text found.
enum SARIF {
    /// All before the first result.
    static let head = Array(
        """
        {
          "$schema" : "https://json.schemastore.org/sarif-2.1.0.json",
          "runs" : [
            {
              "columnKind" : "utf16CodeUnits",
              "results" : [
        """.utf8
    )

    /// What results start with, a comma before.
    static func opening(input: String) -> [UInt8] {
        Array(
            """
            ,
                    {
                      "level" : "warning",
                      "locations" : [
                        {
                          "physicalLocation" : {
                            "artifactLocation" : {
                              "uri" : \(JSON.text(uri(input)))
                            },
                            "region" : {

            """.utf8
        )
    }

    static func add(regionFrom start: TextPosition, to end: TextPosition, to report: inout [UInt8]) {
        let fields: [(StaticString, Int)] = [
            ("\"byteLength\" : ", end.utf8 - start.utf8), ("\"byteOffset\" : ", start.utf8),
            ("\"endColumn\" : ", end.utf16Column), ("\"endLine\" : ", end.line),
            ("\"startColumn\" : ", start.utf16Column), ("\"startLine\" : ", start.line),
        ]
        for (index, (key, value)) in fields.enumerated() {
            if index > 0 { report += ",\n".utf8 }
            report += "                  ".utf8
            key.withUTF8Buffer { report += $0 }
            report.append(decimal: value)
        }
    }

    /// What results of a kind end with.
    static func closing(_ kind: FindingKinds.Kind) -> [UInt8] {
        Array(
            """

                            }
                          }
                        }
                      ],
                      "message" : {
                        "text" : \(JSON.text("\(kind.entity.rawValue) in text"))
                      },
                      "ruleId" : \(JSON.text(kind.rule))
                    }
            """.utf8
        )
    }

    /// All behind the last result.
    ///
    /// - Parameter rules: names of patterns, with their entities.
    static func tail(rules: [String: String]) -> [UInt8] {
        let listed = rules.sorted { $0.key < $1.key }.map { name, entity in
            """
                        {
                          "id" : \(JSON.text(name)),
                          "name" : \(JSON.text(entity)),
                          "shortDescription" : {
                            "text" : \(JSON.text("\(entity) found by '\(name)'"))
                          }
                        }
            """
        }
        return Array(
            """

                  ],
                  "tool" : {
                    "driver" : {
                      "name" : "pii-scrub",
                      "rules" : [
            \(listed.joined(separator: ",\n"))
                      ],
                      "version" : \(JSON.text(EngineFacts.version))
                    }
                  }
                }
              ],
              "version" : "2.1.0"
            }

            """.utf8
        )
    }

    /// A path as a relative or absolute URI reference.
    private static func uri(_ path: String) -> String {
        let escaped = path.addingPercentEncoding(withAllowedCharacters: .urlPathAllowed) ?? path
        return path.hasPrefix("/") ? "file://" + escaped : escaped
    }
}

import Foundation

/// The texts of the case files that `PII_CASES` names: files of JSON Lines or folders of them, with colons between.
enum CaseTexts {
    static let paths = (ProcessInfo.processInfo.environment["PII_CASES"] ?? "").split(separator: ":").map(String.init)

    private struct Case: Decodable {
        let text: String
    }

    static func read() throws -> [String] {
        try files().flatMap { file in
            try String(contentsOfFile: file, encoding: .utf8).split(separator: "\n").map { line in
                try JSONDecoder().decode(Case.self, from: Data(line.utf8)).text
            }
        }
    }

    private static func files() throws -> [String] {
        try paths.flatMap { path in
            var isFolder: ObjCBool = false
            guard FileManager.default.fileExists(atPath: path, isDirectory: &isFolder), isFolder.boolValue else {
                return [path]
            }
            let names = try FileManager.default.contentsOfDirectory(atPath: path)
            return names.filter { $0.hasSuffix(".jsonl") }.sorted().map { "\(path)/\($0)" }
        }
    }
}

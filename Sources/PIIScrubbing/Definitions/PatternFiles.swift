import Foundation

/// Reads the pattern files of a deployment.
package enum PatternFiles {
    /// The patterns of a file, or of the `.yaml` and `.yml` files of a directory in the order of their names.
    package static func patterns(at path: String) throws(ConfigurationError) -> [PatternDefinition] {
        var patterns: [PatternDefinition] = []
        for file in try files(at: path) {
            patterns += try PatternReader.patterns(in: text(of: file), file: file) { .file(path: file, line: $0) }
        }
        return patterns
    }

    private static func files(at path: String) throws(ConfigurationError) -> [String] {
        var isDirectory: ObjCBool = false
        guard FileManager.default.fileExists(atPath: path, isDirectory: &isDirectory) else {
            throw ConfigurationError(.unreadableFile, file: path, reason: "no such file or directory")
        }
        guard isDirectory.boolValue else { return [path] }
        guard let names = try? FileManager.default.contentsOfDirectory(atPath: path) else {
            throw ConfigurationError(.unreadableFile, file: path, reason: "the directory cannot be read")
        }
        let files = names.filter { $0.hasSuffix(".yaml") || $0.hasSuffix(".yml") }.sorted()
        guard !files.isEmpty else {
            throw ConfigurationError(.unreadableFile, file: path, reason: "the directory holds no .yaml or .yml file")
        }
        return files.map { path.hasSuffix("/") ? path + $0 : "\(path)/\($0)" }
    }

    /// The text of a file that has to be UTF-8.
    package static func text(of path: String) throws(ConfigurationError) -> String {
        let data: Data
        do {
            data = try Data(contentsOf: URL(fileURLWithPath: path))
        } catch {
            let exists = FileManager.default.fileExists(atPath: path)
            throw ConfigurationError(
                .unreadableFile,
                file: path,
                reason: exists ? "the file cannot be read; check its permissions" : "no such file"
            )
        }
        guard let text = String(validating: data, as: UTF8.self) else {
            throw ConfigurationError(.unreadableFile, file: path, reason: "the file is not UTF-8 text")
        }
        return text
    }
}

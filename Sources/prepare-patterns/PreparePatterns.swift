import Foundation
import PIIScrubbing

/// Writes the prepared form of the built-in patterns. Run after every change to a file in `patterns/`.
@main
struct PreparePatterns {
    static func main() throws {
        let folder = CommandLine.arguments.dropFirst().first ?? "patterns"
        do {
            let prepared = try PreparedPatterns.encode(BuiltinPatternFiles.patterns(in: folder))
            try Data(prepared.utf8).write(to: URL(fileURLWithPath: folder + "/builtin.prepared"))
        } catch let error as ConfigurationError {
            FileHandle.standardError.write(Data("prepare-patterns: \(error)\n".utf8))
            exit(1)
        }
    }
}

import Foundation

/// The repository that the tests were built from.
enum Repository {
    static let root: String = {
        let file = URL(fileURLWithPath: #filePath)
        return file.deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent().path
    }()

    static let patterns = root + "/patterns"
}

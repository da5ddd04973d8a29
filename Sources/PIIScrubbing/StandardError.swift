import Foundation

extension Scrubber {
    /// Writes a warning as one line to standard error.
    public static func writeToStandardError(_ warning: ScrubberWarning) {
        try? FileHandle.standardError.write(contentsOf: Data("pii-scrubbing: warning: \(warning)\n".utf8))
    }
}

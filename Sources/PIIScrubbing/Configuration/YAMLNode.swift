import Yams

/// A node of a YAML file that knows its place, so that every mistake can be told with file, line and key.
package struct YAMLNode {
    let node: Node
    let file: String
    let path: String

    /// Parses a file's text. An empty file gives nil.
    package static func parse(_ text: String, file: String) throws(ConfigurationError) -> YAMLNode? {
        do {
            guard let node = try Yams.compose(yaml: text) else { return nil }
            return YAMLNode(node: node, file: file, path: "")
        } catch let error as YamlError {
            throw malformed(error, file: file)
        } catch {
            throw ConfigurationError(.malformedYAML, file: file, reason: "this is not valid YAML")
        }
    }

    var line: Int? { node.mark?.line }

    package func error(_ code: ConfigurationError.Code, _ reason: String) -> ConfigurationError {
        ConfigurationError(code, file: file, line: line, key: path.isEmpty ? nil : path, reason: reason)
    }

    // MARK: Mappings

    /// The fields of a mapping whose keys are all among `known`.
    package func fields(known: [String]) throws(ConfigurationError) -> YAMLFields {
        let fields = try fields()
        for (key, value) in fields.entries where !known.contains(key) {
            let hint = Suggestion.nearest(to: key, among: known).map { "did you mean '\($0)'? " } ?? ""
            throw value.error(.unknownKey, "unknown key; \(hint)known keys: \(known.joined(separator: ", "))")
        }
        return fields
    }

    /// The fields of a mapping with any keys, in the order of the file.
    package func fields() throws(ConfigurationError) -> YAMLFields {
        guard let mapping = node.mapping else { throw wrongType("a mapping (key: value)") }
        var entries: [(String, YAMLNode)] = []
        for (key, value) in mapping {
            guard let name = key.scalar?.string else {
                throw YAMLNode(node: key, file: file, path: path).error(.wrongType, "a key must be a plain text")
            }
            let child = YAMLNode(
                node: Self.marked(value, by: key),
                file: file,
                path: path.isEmpty ? name : "\(path).\(name)"
            )
            guard !entries.contains(where: { $0.0 == name }) else {
                throw child.error(.duplicateName, "this key stands twice in its mapping; remove one")
            }
            entries.append((name, child))
        }
        return YAMLFields(owner: self, entries: entries)
    }

    // MARK: Values

    var isScalar: Bool { node.scalar != nil }
    var isSequence: Bool { node.sequence != nil }
    package var isNull: Bool { node.tag == Tag(.null) && node.scalar != nil }

    package func string() throws(ConfigurationError) -> String {
        guard let scalar = node.scalar else { throw wrongType("a text") }
        guard node.tag == Tag(.str) else { throw wrongType("a text; put it in quotes") }
        return scalar.string
    }

    package func bool() throws(ConfigurationError) -> Bool {
        guard let value = node.bool, node.tag == Tag(.bool) else { throw wrongType("true or false") }
        return value
    }

    package func int(in range: ClosedRange<Int>) throws(ConfigurationError) -> Int {
        guard node.tag == Tag(.int), let value = node.int else { throw wrongType("a whole number") }
        guard range.contains(value) else {
            throw error(.invalidValue, "must be from \(range.lowerBound) to \(range.upperBound)")
        }
        return value
    }

    package func double(in range: ClosedRange<Double>) throws(ConfigurationError) -> Double {
        guard node.tag == Tag(.int) || node.tag == Tag(.float), let value = node.float else {
            throw wrongType("a number")
        }
        guard range.contains(value) else {
            throw error(.invalidValue, "must be from \(range.lowerBound) to \(range.upperBound)")
        }
        return value
    }

    /// One of a few words.
    package func choice<Option: CaseIterable & RawRepresentable<String>>() throws(ConfigurationError) -> Option {
        if let option = Option(rawValue: try string()) { return option }
        let known = Option.allCases.map { "'\($0.rawValue)'" }.joined(separator: " or ")
        throw error(.invalidValue, "must be \(known)")
    }

    package func sequence() throws(ConfigurationError) -> [YAMLNode] {
        guard let sequence = node.sequence else { throw wrongType("a list") }
        return sequence.enumerated().map { index, element in
            YAMLNode(node: element, file: file, path: "\(path)[\(index)]")
        }
    }

    func strings() throws(ConfigurationError) -> [String] {
        var strings: [String] = []
        for element in try sequence() {
            strings.append(try element.string())
        }
        return strings
    }

    func wrongType(_ expected: String) -> ConfigurationError {
        let found =
            switch node {
            case .mapping: "a mapping"
            case .sequence: "a list"
            case .alias: "an alias"
            case .scalar:
                switch node.tag {
                case Tag(.null): "nothing"
                case Tag(.bool): "true or false"
                case Tag(.int), Tag(.float): "a number"
                case Tag(.timestamp): "a date"
                default: "a text"
                }
            }
        return error(.wrongType, "must be \(expected), not \(found)")
    }

    // MARK: Places

    /// A scalar's own mark can be that of the line behind it; its key's is always right.
    private static func marked(_ value: Node, by key: Node) -> Node {
        guard case .scalar(var scalar) = value, let mark = key.mark else { return value }
        scalar.mark = mark
        return .scalar(scalar)
    }

    /// libyaml's problem texts speak of tokens, not of content; the text around the mark is left out.
    private static func malformed(_ error: YamlError, file: String) -> ConfigurationError {
        switch error {
        case .scanner(_, let problem, let mark, _), .parser(_, let problem, let mark, _),
            .composer(_, let problem, let mark, _):
            return ConfigurationError(.malformedYAML, file: file, line: mark.line, reason: "not valid YAML: \(problem)")
        case .reader(let problem, _, _, _):
            return ConfigurationError(.malformedYAML, file: file, reason: "not valid YAML: \(problem)")
        case .duplicatedKeysInMapping(let keys, let context):
            let names = keys.sorted().map { "'\($0)'" }.joined(separator: ", ")
            return ConfigurationError(
                .duplicateName,
                file: file,
                line: context.mark.line,
                reason: "\(names.isEmpty ? "a key" : names) stands twice in one mapping; remove one"
            )
        default:
            return ConfigurationError(.malformedYAML, file: file, reason: "this is not valid YAML")
        }
    }
}

/// The fields of a mapping, in the order of the file.
package struct YAMLFields {
    let owner: YAMLNode
    package let entries: [(key: String, value: YAMLNode)]

    init(owner: YAMLNode, entries: [(String, YAMLNode)]) {
        self.owner = owner
        self.entries = entries.map { (key: $0.0, value: $0.1) }
    }

    package subscript(key: String) -> YAMLNode? {
        entries.first { $0.key == key }?.value
    }

    func required(_ key: String) throws(ConfigurationError) -> YAMLNode {
        guard let value = self[key] else { throw owner.error(.missingKey, "the key '\(key)' is missing") }
        return value
    }
}

import Yams

extension YAMLNode {
    /// The node with `${NAME}` and `${NAME:-default}` replaced in its values, keys aside.
    ///
    /// Values are replaced after parsing: what a variable holds is never read as YAML, though a number or a truth value
    /// that stands without quotes counts as one.
    ///
    /// - Throws: for a variable that is not set and has no default.
    package func interpolated(_ environment: [String: String]) throws(ConfigurationError) -> YAMLNode {
        switch node {
        case .scalar(let scalar):
            guard scalar.string.contains("${") else { return self }
            let text = try interpolated(scalar.string, environment)
            let isPlain = scalar.style == .plain || scalar.style == .any
            return replaced(.scalar(.init(text, isPlain ? Tag(.implicit) : Tag(.str), scalar.style, scalar.mark)))
        case .sequence(var sequence):
            for (index, element) in sequence.enumerated() {
                let child = YAMLNode(node: element, file: file, path: "\(path)[\(index)]")
                sequence[index] = try child.interpolated(environment).node
            }
            return replaced(.sequence(sequence))
        case .mapping(var mapping):
            for (key, value) in mapping {
                let name = key.scalar?.string ?? ""
                let child = YAMLNode(node: value, file: file, path: path.isEmpty ? name : "\(path).\(name)")
                mapping[key] = try child.interpolated(environment).node
            }
            return replaced(.mapping(mapping))
        case .alias:
            return self
        }
    }

    private func replaced(_ node: Node) -> YAMLNode {
        YAMLNode(node: node, file: file, path: path)
    }

    private func interpolated(_ text: String, _ environment: [String: String]) throws(ConfigurationError) -> String {
        var result = ""
        var rest = text[...]
        while let start = rest.firstRange(of: "${") {
            result += rest[..<start.lowerBound]
            rest = rest[start.upperBound...]
            guard let end = rest.firstIndex(of: "}") else {
                throw error(.invalidValue, "'${' has no '}'; write ${NAME} or ${NAME:-default}")
            }
            let reference = rest[..<end]
            rest = rest[rest.index(after: end)...]
            let parts = reference.firstRange(of: ":-")
            let name = parts.map { reference[..<$0.lowerBound] } ?? reference
            guard let first = name.utf8.first, !ASCII.isDigit(first),
                name.utf8.allSatisfy({ ASCII.isAlphanumeric($0) || $0 == UInt8(ascii: "_") })
            else {
                throw error(.invalidValue, "between '${' and '}' must stand a name, or a name, ':-' and a default")
            }
            if let value = environment[String(name)] {
                result += value
            } else if let parts {
                result += reference[parts.upperBound...]
            } else {
                throw error(.invalidValue, "the variable '\(name)' is not set; set it, or write ${\(name):-default}")
            }
        }
        return result + rest
    }
}

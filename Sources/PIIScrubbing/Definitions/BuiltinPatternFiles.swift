/// The YAML files that the built-in patterns are made from, as they lie in the repository.
package enum BuiltinPatternFiles {
    /// In the order in which the patterns run and are listed.
    package static let names = ["secrets.yaml", "personal.yaml", "network.yaml"]

    /// - Parameter folder: path of `patterns/`.
    package static func patterns(in folder: String) throws(ConfigurationError) -> [PatternDefinition] {
        var patterns: [PatternDefinition] = []
        for name in names {
            let text = try PatternFiles.text(of: "\(folder)/\(name)")
            patterns += try PatternReader.patterns(in: text, file: name) { _ in .builtin(file: name) }
        }
        return patterns
    }
}

/// Where a setting was made, for the message that tells what is wrong with it.
package struct SettingPlace: Sendable, Hashable {
    /// Path of the file, name of the environment variable, or the option as it is typed.
    package var file: String?
    package var line: Int?
    /// Path of the key in the file; a variable or an option says all by its name.
    package var key: String?

    package init(file: String? = nil, line: Int? = nil, key: String? = nil) {
        self.file = file
        self.line = line
        self.key = key
    }

    func error(_ code: ConfigurationError.Code, _ reason: String) -> ConfigurationError {
        ConfigurationError(code, file: file, line: line, key: key, reason: reason)
    }
}

extension SettingPlace: CustomStringConvertible {
    package var description: String {
        [file.map { file in line.map { "\(file):\($0)" } ?? file }, key].compactMap(\.self).joined(separator: ": ")
    }
}

extension YAMLNode {
    package var place: SettingPlace { SettingPlace(file: file, line: line, key: path.isEmpty ? nil : path) }
}

public import Foundation
public import PIIScrubbing

extension BotanuConfig {
    /// Reads the configuration: defaults, then a YAML file, then the environment.
    ///
    /// - Parameters:
    ///   - file: path of a YAML file. Where it is nil the first of these is read that exists: the file that
    ///     `BOTANU_CONFIG_FILE` names, `botanu.yaml`, `botanu.yml`, `config/botanu.yaml`, `config/botanu.yml`.
    ///   - environment: the variables of the process unless given.
    /// - Throws: for a file that is named and cannot be read, and for anything in it that is not understood.
    public static func load(
        file: String? = nil,
        environment: [String: String] = ProcessInfo.processInfo.environment
    ) throws(ConfigurationError) -> BotanuConfig {
        var config = BotanuConfig()
        let named = file ?? environment["BOTANU_CONFIG_FILE"].flatMap { $0.isEmpty ? nil : $0 }
        let usual = ["botanu.yaml", "botanu.yml", "config/botanu.yaml", "config/botanu.yml"]
        if let path = named ?? usual.first(where: { FileManager.default.fileExists(atPath: $0) }) {
            try config.apply(yaml: PatternFiles.text(of: path), file: path, environment: environment)
        }
        config.apply(environment: environment)
        return config
    }

    /// - Parameter environment: what `${VARIABLE}` and `${VARIABLE:-default}` stand for.
    package mutating func apply(
        yaml: String,
        file: String,
        environment: [String: String]
    ) throws(ConfigurationError) {
        guard let root = try YAMLNode.parse(yaml, file: file)?.interpolated(environment), !root.isNull else { return }
        let sections = try root.fields(
            known: [
                "service", "resource", "otlp", "export", "limits", "eval", "propagation", "auto_instrument_packages",
            ]
        )
        if let section = sections["service"], !section.isNull { try apply(service: section) }
        if let section = sections["resource"], !section.isNull {
            let fields = try section.fields(known: ["auto_detect", "attributes"])
            if let value = fields["auto_detect"] { detectsResources = try value.bool() }
            if let value = fields["attributes"], !value.isNull {
                for (name, attribute) in try value.fields().entries {
                    resourceAttributes[name] = try attribute.string()
                }
            }
        }
        if let section = sections["otlp"], !section.isNull { try apply(otlp: section) }
        if let section = sections["export"], !section.isNull { try apply(export: section) }
        if let section = sections["limits"], !section.isNull { try apply(limits: section) }
        if let section = sections["eval"], !section.isNull {
            let fields = try section.fields(known: ["content_capture_rate", "pii", "compat"])
            if let value = fields["compat"], !value.isNull { compatibility = try Self.options(value) }
            if let value = fields["content_capture_rate"] { contentCaptureRate = try value.double(in: 0...1) }
            if let value = fields["pii"], !value.isNull { try apply(scrubbing: value) }
        }
        if let section = sections["propagation"], !section.isNull { try apply(propagation: section) }
        if let value = sections["auto_instrument_packages"] {
            warnings.append("\(value.place): there are no packages to instrument in Swift; this does nothing")
        }
    }

    private mutating func apply(service section: YAMLNode) throws(ConfigurationError) {
        let fields = try section.fields(known: ["name", "version", "namespace", "environment"])
        if let value = fields["name"], !value.isNull { serviceName = try value.string() }
        if let value = fields["version"], !value.isNull { serviceVersion = try value.string() }
        if let value = fields["namespace"], !value.isNull { serviceNamespace = try value.string() }
        if let value = fields["environment"], !value.isNull { deploymentEnvironment = try value.string() }
    }

    private mutating func apply(scrubbing section: YAMLNode) throws(ConfigurationError) {
        scrubbing = try ScrubberConfiguration(section: section)
        let fields = try section.fields()
        if let value = fields["scope"] { scrubbingScope = try value.choice() }
        if let value = fields["ids"] { identifiers = try value.choice() }
        if let value = fields["id_key"], !value.isNull {
            let key = try value.string()
            identifierKey = key.isEmpty ? nil : key
        }
        if let value = fields["recognizer_deadline_ms"] {
            recognizerDeadline = .milliseconds(try value.int(in: 1...600_000))
        }
    }

    private mutating func apply(propagation section: YAMLNode) throws(ConfigurationError) {
        let fields = try section.fields(known: ["hosts", "ids"])
        if let value = fields["hosts"], !value.isNull {
            propagationHosts = []
            for host in try value.sequence() {
                let name = try host.string()
                guard Self.isHostPattern(name) else {
                    throw host.error(.invalidValue, "must be a host, as in 'api.example.com' or '*.example.com'")
                }
                propagationHosts.append(name)
            }
        }
        if let value = fields["ids"] { propagatesDigests = try value.choice() == IdentifierPolicy.digest }
    }

    static func options<Option: CaseIterable & RawRepresentable<String> & Hashable>(
        _ value: YAMLNode
    ) throws(ConfigurationError) -> Set<Option> {
        var options: Set<Option> = []
        for entry in try value.sequence() { options.insert(try entry.choice()) }
        return options
    }
}

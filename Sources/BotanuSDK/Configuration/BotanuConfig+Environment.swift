import Foundation
import PIIScrubbing

extension BotanuConfig {
    /// Takes over what the environment sets: `BOTANU_*`, and `OTEL_*` where those are unset.
    ///
    /// A value that is not understood is ignored with a warning.
    public mutating func apply(environment: [String: String]) {
        warnOfMisspeltVariables(environment.keys.filter { $0.hasPrefix("BOTANU_") }.sorted())
        func first(_ names: String...) -> (name: String, value: String)? {
            for name in names {
                if let value = environment[name], !value.isEmpty { return (name, value) }
            }
            return nil
        }
        if let found = first("BOTANU_SERVICE_NAME", "OTEL_SERVICE_NAME") { serviceName = found.value }
        if let found = first("BOTANU_SERVICE_VERSION", "OTEL_SERVICE_VERSION") { serviceVersion = found.value }
        if let found = first("BOTANU_SERVICE_NAMESPACE", "OTEL_SERVICE_NAMESPACE") { serviceNamespace = found.value }
        if let found = first("BOTANU_ENVIRONMENT", "OTEL_DEPLOYMENT_ENVIRONMENT") {
            deploymentEnvironment = found.value
        }
        if let found = first("BOTANU_AUTO_DETECT_RESOURCES") { set(\.detectsResources, to: found, Self.flag) }
        // A key from a file has a line break as a rule.
        apiKey = first("BOTANU_API_KEY")?.value.trimmingCharacters(in: .whitespacesAndNewlines) ?? apiKey
        if let found = first("BOTANU_COLLECTOR_ENDPOINT", "OTEL_EXPORTER_OTLP_ENDPOINT") {
            warnOfCredentials(found)
            if Self.isUsable(endpoint: found.value) {
                otlpEndpoint = found.value
            } else {
                warnings.append("\(found.name) is ignored: it must be a URL, as in 'http://localhost:4318'")
            }
        } else if apiKey != nil, otlpEndpoint == BotanuConfig().otlpEndpoint {
            otlpEndpoint = "https://ingest.botanu.ai"
        }
        apply(telemetryEnvironment: environment)
        if let found = first("BOTANU_MAX_QUEUE_SIZE", "OTEL_BSP_MAX_QUEUE_SIZE") {
            set(\.maximumQueueSize, to: found, Self.count)
        }
        if let found = first("BOTANU_MAX_EXPORT_BATCH_SIZE", "OTEL_BSP_MAX_EXPORT_BATCH_SIZE") {
            set(\.maximumExportBatchSize, to: found, Self.count)
        }
        if let found = first("BOTANU_SCHEDULE_DELAY_MILLIS", "OTEL_BSP_SCHEDULE_DELAY") {
            set(\.scheduleDelay, to: found, Self.milliseconds)
        }
        if let found = first("BOTANU_EXPORT_TIMEOUT_MILLIS", "OTEL_BSP_EXPORT_TIMEOUT") {
            set(\.exportTimeout, to: found, Self.milliseconds)
        }
        if let found = first("BOTANU_CONTENT_CAPTURE_RATE") {
            set(\.contentCaptureRate, to: found) { Double($0).flatMap { $0.isNaN ? nil : $0 } }
            if let rate = Double(found.value), rate > 1 {
                warnings.append("\(found.name) is above 1, so everything is captured; 0.1 is one text in ten")
            }
        }
        scrubbing.apply(environment: environment)
        if let found = first("BOTANU_PII_SCOPE") { setOption(\.scrubbingScope, to: found) }
        if let found = first("BOTANU_PII_IDS") { setOption(\.identifiers, to: found) }
        if let found = first("BOTANU_PII_ID_KEY") { identifierKey = found.value }
        if let found = first("BOTANU_EVAL_COMPAT") { setOptions(\.compatibility, to: found) }
        if let found = first("BOTANU_DISK_BUFFER") {
            // Its other settings may stand in the file.
            if export.disk == nil { export.disk = DiskBufferOptions(folder: found.value) }
            export.disk?.folder = found.value
        }
        if apiKey != nil, !Self.mayReceiveKey(tracesTarget.url) {
            warnings.append(
                "BOTANU_API_KEY is not sent: the endpoint is no host of botanu.ai; point it at https://ingest.botanu.ai"
            )
        }
    }

    mutating func warnOfCredentials(_ found: (name: String, value: String)) {
        guard found.value.contains("@") else { return }
        warnings.append("\(found.name): credentials in a URL are dropped; set headers or BOTANU_API_KEY")
    }

    mutating func set<Value>(
        _ path: WritableKeyPath<BotanuConfig, Value>,
        to found: (name: String, value: String),
        _ parse: (String) -> Value?
    ) {
        if let value = parse(found.value) {
            self[keyPath: path] = value
        } else {
            // The value may be anything, a secret in the wrong place among others.
            warnings.append("\(found.name) is ignored: its value is not understood")
        }
    }

    private static let variables = [
        "BOTANU_SERVICE_NAME", "BOTANU_SERVICE_VERSION", "BOTANU_SERVICE_NAMESPACE", "BOTANU_ENVIRONMENT",
        "BOTANU_AUTO_DETECT_RESOURCES", "BOTANU_API_KEY", "BOTANU_COLLECTOR_ENDPOINT", "BOTANU_CONFIG_FILE",
        "BOTANU_MAX_QUEUE_SIZE", "BOTANU_MAX_EXPORT_BATCH_SIZE", "BOTANU_SCHEDULE_DELAY_MILLIS",
        "BOTANU_EXPORT_TIMEOUT_MILLIS", "BOTANU_CONTENT_CAPTURE_RATE", "BOTANU_PII_SCOPE", "BOTANU_PII_IDS",
        "BOTANU_PII_ID_KEY", "BOTANU_EVAL_COMPAT", "BOTANU_DISK_BUFFER",
    ]

    private mutating func warnOfMisspeltVariables(_ names: [String]) {
        for name in names where !Self.variables.contains(name) && !name.hasPrefix("BOTANU_PII_SCRUB_") {
            guard let near = Suggestion.nearest(to: name, among: Self.variables) else { continue }
            warnings.append("\(name) is ignored: there is no such variable; did you mean '\(near)'?")
        }
    }

    mutating func setOption<Option: CaseIterable & RawRepresentable<String>>(
        _ path: WritableKeyPath<BotanuConfig, Option>,
        to found: (name: String, value: String)
    ) {
        if let option = Option(rawValue: found.value.lowercased()) {
            self[keyPath: path] = option
        } else {
            warnings.append("\(found.name) is ignored: it must be \(Self.shown(Option.allCases.map(\.rawValue)))")
        }
    }

    mutating func setOptions<Option: CaseIterable & RawRepresentable<String> & Hashable>(
        _ path: WritableKeyPath<BotanuConfig, Set<Option>>,
        to found: (name: String, value: String)
    ) {
        if let options: Set<Option> = Self.options(found.value) {
            self[keyPath: path] = options
        } else {
            let known = Self.shown(Option.allCases.map(\.rawValue) + ["none"])
            warnings.append("\(found.name) is ignored: it must be \(known), several with commas between")
        }
    }

    private static func shown(_ options: [String]) -> String {
        options.map { "'\($0)'" }.joined(separator: " or ")
    }

    /// Several with commas between; `none` for none of them.
    static func options<Option: RawRepresentable<String> & Hashable>(_ text: String) -> Set<Option>? {
        var options: Set<Option> = []
        for entry in text.lowercased().split(separator: ",") {
            let name = entry.filter { !$0.isWhitespace }
            if name == "none" || name.isEmpty { continue }
            guard let option = Option(rawValue: name) else { return nil }
            options.insert(option)
        }
        return options
    }

    static func flag(_ text: String) -> Bool? {
        switch text.lowercased() {
        case "true", "1", "yes", "on": true
        case "false", "0", "no", "off": false
        default: nil
        }
    }

    static func count(_ text: String) -> Int? {
        Int(text).flatMap { (1...10_000_000).contains($0) ? $0 : nil }
    }

    static func milliseconds(_ text: String) -> Duration? {
        Int(text).flatMap { (1...86_400_000).contains($0) ? .milliseconds($0) : nil }
    }

    /// `key=value` with commas between, as the OpenTelemetry specification has it; values may be percent-encoded.
    static func headers(_ text: String) -> [String: String]? {
        var headers: [String: String] = [:]
        for entry in text.split(separator: ",") where !entry.allSatisfy(\.isWhitespace) {
            guard let equals = entry.firstIndex(of: "=") else { return nil }
            let key = entry[..<equals].filter { !$0.isWhitespace }
            let value = entry[entry.index(after: equals)...]
            let decoded = String(value).removingPercentEncoding ?? String(value)
            // With a colon in place of the sign, a credential would become a name.
            guard !key.isEmpty, !key.contains(":"), !decoded.unicodeScalars.contains(where: { $0.value < 0x20 })
            else { return nil }
            headers[key] = decoded
        }
        return headers
    }
}

import Foundation

extension BotanuConfig {
    /// Takes over the variables that the OpenTelemetry specification has for exporters, samplers and limits.
    mutating func apply(telemetryEnvironment environment: [String: String]) {
        func value(_ name: String) -> (name: String, value: String)? {
            environment[name].flatMap { $0.isEmpty ? nil : (name, $0) }
        }
        if let found = value("OTEL_SDK_DISABLED"), found.value.lowercased() == "true" {
            (export.traces, export.metrics) = ([], [])
        } else {
            if let found = value("OTEL_TRACES_EXPORTER") { setOptions(\.export.traces, to: found) }
            if let found = value("OTEL_METRICS_EXPORTER") { setOptions(\.export.metrics, to: found) }
        }
        if let found = value("OTEL_EXPORTER_OTLP_HEADERS") { set(\.otlpHeaders, to: found, Self.headers) }
        otlp = options(otlp, "OTEL_EXPORTER_OTLP_", environment)
        apply(\.otlpTraces, "OTEL_EXPORTER_OTLP_TRACES_", environment)
        apply(\.otlpMetrics, "OTEL_EXPORTER_OTLP_METRICS_", environment)
        if let found = value("OTEL_EXPORTER_OTLP_METRICS_TEMPORALITY_PREFERENCE") {
            setOption(\.export.temporality, to: found)
        }
        if let found = value("OTEL_METRIC_EXPORT_INTERVAL") {
            set(\.export.metricInterval, to: found, Self.milliseconds)
        }
        if let found = value("OTEL_RESOURCE_ATTRIBUTES") { set(\.resourceAttributes, to: found, Self.headers) }
        applySampler(environment)
        applyLimits(environment)
        applyProxy(environment)
    }

    /// The usual variables of proxies, for each signal by its own URL. They are not meant for us alone: one that cannot be
    /// used is told of and left alone.
    private mutating func applyProxy(_ environment: [String: String]) {
        for (path, url) in [(\BotanuConfig.otlpTraces, tracesTarget.url), (\.otlpMetrics, metricsTarget.url)] {
            var options = self[keyPath: path].options ?? otlp
            let scheme = URLComponents(string: url)?.scheme?.lowercased() ?? "http"
            let names = ["\(scheme)_proxy", "\(scheme.uppercased())_PROXY"]
            guard options.proxy == nil, let name = names.first(where: { environment[$0]?.isEmpty == false }),
                let proxy = environment[name],
                !Self.isExcepted(url, environment["no_proxy"] ?? environment["NO_PROXY"] ?? "")
            else { continue }
            guard Self.isUsable(proxy: proxy) else {
                let warning = "\(name) is ignored: it is no proxy of http, as in 'http://proxy.internal:3128'"
                if !warnings.contains(warning) { warnings.append(warning) }
                continue
            }
            options.proxy = proxy
            self[keyPath: path].options = options
        }
    }

    private mutating func apply(
        _ path: WritableKeyPath<BotanuConfig, OTLPSignalOptions>,
        _ prefix: String,
        _ environment: [String: String]
    ) {
        if let endpoint = environment[prefix + "ENDPOINT"], !endpoint.isEmpty,
            // As in the Python SDK, Botanu's own variable goes before.
            environment["BOTANU_COLLECTOR_ENDPOINT"].map(\.isEmpty) ?? true
        {
            warnOfCredentials((prefix + "ENDPOINT", endpoint))
            if Self.isUsable(endpoint: endpoint) {
                self[keyPath: path].endpoint = endpoint
            } else {
                warnings.append("\(prefix)ENDPOINT is ignored: its value is no URL of http or https")
            }
        }
        if let headers = environment[prefix + "HEADERS"], !headers.isEmpty {
            if let headers = Self.headers(headers) {
                self[keyPath: path].headers = headers
            } else {
                warnings.append("\(prefix)HEADERS is ignored: its value is not understood")
            }
        }
        let own = options(otlp, prefix, environment)
        if own != otlp { self[keyPath: path].options = own }
    }

    private mutating func options(_ base: OTLPOptions, _ prefix: String, _ environment: [String: String]) -> OTLPOptions
    {
        var options = base
        func value(_ name: String) -> String? { environment[prefix + name].flatMap { $0.isEmpty ? nil : $0 } }
        func warn(_ name: String, _ fix: String) {
            warnings.append("\(prefix)\(name) is ignored: \(fix)")
        }
        if let text = value("PROTOCOL") {
            if let encoding = OTLPOptions.Encoding(rawValue: text.lowercased()) {
                options.encoding = encoding
            } else {
                warn("PROTOCOL", "it must be 'http/protobuf' or 'http/json'; there is no gRPC")
            }
        }
        if let text = value("COMPRESSION") {
            if let compression = OTLPOptions.Compression(rawValue: text.lowercased()) {
                options.compression = compression
            } else {
                warn("COMPRESSION", "it must be 'gzip' or 'none'")
            }
        }
        if let text = value("TIMEOUT") {
            if let timeout = Self.milliseconds(text) {
                options.timeout = timeout
            } else {
                warn("TIMEOUT", "it must be a number of milliseconds")
            }
        }
        if let path = value("CERTIFICATE") { options.certificateFile = path }
        if let path = value("CLIENT_CERTIFICATE") { options.clientCertificateFile = path }
        if let path = value("CLIENT_KEY") { options.clientKeyFile = path }
        return options
    }

    private mutating func applySampler(_ environment: [String: String]) {
        guard let name = environment["OTEL_TRACES_SAMPLER"], !name.isEmpty else { return }
        let argument = environment["OTEL_TRACES_SAMPLER_ARG"].flatMap { $0.isEmpty ? nil : $0 }
        if let sampler = Sampler(name: name.lowercased(), argument: argument) {
            self.sampler = sampler
        } else {
            let known = Sampler.names.map { "'\($0)'" }.joined(separator: ", ")
            warnings.append(
                "OTEL_TRACES_SAMPLER is ignored: it must be one of \(known), with OTEL_TRACES_SAMPLER_ARG from 0 to 1"
            )
        }
    }

    private mutating func applyLimits(_ environment: [String: String]) {
        let counts: [(String, [WritableKeyPath<BotanuConfig, Int>])] = [
            (
                "OTEL_ATTRIBUTE_COUNT_LIMIT",
                [
                    \.spanLimits.attributeCount, \.spanLimits.eventAttributeCount, \.spanLimits.linkAttributeCount,
                ]
            ),
            ("OTEL_SPAN_ATTRIBUTE_COUNT_LIMIT", [\.spanLimits.attributeCount]),
            ("OTEL_SPAN_EVENT_COUNT_LIMIT", [\.spanLimits.eventCount]),
            ("OTEL_SPAN_LINK_COUNT_LIMIT", [\.spanLimits.linkCount]),
            ("OTEL_EVENT_ATTRIBUTE_COUNT_LIMIT", [\.spanLimits.eventAttributeCount]),
            ("OTEL_LINK_ATTRIBUTE_COUNT_LIMIT", [\.spanLimits.linkAttributeCount]),
        ]
        for (name, paths) in counts {
            guard let text = environment[name], !text.isEmpty else { continue }
            for path in paths { set(path, to: (name, text), Self.limit) }
        }
        for name in ["OTEL_ATTRIBUTE_VALUE_LENGTH_LIMIT", "OTEL_SPAN_ATTRIBUTE_VALUE_LENGTH_LIMIT"] {
            guard let text = environment[name], !text.isEmpty else { continue }
            set(\.spanLimits.attributeValueLength, to: (name, text)) { text in Self.limit(text).map { .some($0) } }
        }
    }

    private static func limit(_ text: String) -> Int? {
        Int(text).flatMap { (0...1_000_000_000).contains($0) ? $0 : nil }
    }

    /// Whether a host is on the list of `NO_PROXY`: names, `.suffix`, or `*`.
    private static func isExcepted(_ url: String, _ list: String) -> Bool {
        guard let host = URLComponents(string: url)?.host?.lowercased() else { return true }
        return list.lowercased().split(separator: ",").contains { entry in
            let entry = entry.filter { !$0.isWhitespace }
            let name = entry.hasPrefix(".") ? String(entry.dropFirst()) : entry
            return name == "*" || host == name || (!name.isEmpty && host.hasSuffix("." + name))
        }
    }
}

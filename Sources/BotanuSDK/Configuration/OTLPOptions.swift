/// How telemetry is sent over OTLP/HTTP (OpenTelemetry Protocol 1.x).
public struct OTLPOptions: Sendable, Hashable {
    /// How a request is written.
    public enum Encoding: String, Sendable, Hashable, CaseIterable {
        case protobuf = "http/protobuf"
        case json = "http/json"
    }

    public enum Compression: String, Sendable, Hashable, CaseIterable {
        case gzip
        case none
    }

    public var encoding = Encoding.protobuf
    /// None unless set, as the specification has it: worth its time where telemetry leaves the network.
    public var compression = Compression.none
    /// How long one request may take, its answer included.
    public var timeout: Duration = .seconds(10)
    /// A PEM file of certificates that receivers are trusted by, in place of the system's.
    public var certificateFile: String?
    /// PEM files of the certificate that this process shows, and of its key.
    public var clientCertificateFile: String?
    public var clientKeyFile: String?
    /// An HTTP proxy, as in `http://proxy.internal:3128`. Receivers on this machine are reached without it.
    public var proxy: String?

    public init() {}
}

extension OTLPOptions: CustomStringConvertible, CustomReflectable {
    /// Shows no proxy, whose URL can hold a password.
    public var description: String {
        """
        OTLPOptions(encoding: \(encoding.rawValue), compression: \(compression.rawValue), timeout: \(timeout), \
        proxy: \(proxy == nil ? "none" : "set"))
        """
    }

    public var customMirror: Mirror { Mirror(self, children: ["description": description]) }
}

/// What is different for one signal: spans, or metrics.
public struct OTLPSignalOptions: Sendable, Hashable {
    /// The whole URL, in place of the base with `/v1/traces` or `/v1/metrics`.
    public var endpoint: String? {
        didSet { endpoint = endpoint.map(BotanuConfig.withoutCredentials) }
    }
    /// In place of the common ones.
    public var headers: [String: String]?
    /// In place of the common ones.
    public var options: OTLPOptions?

    public init() {}
}

extension OTLPSignalOptions: CustomStringConvertible, CustomReflectable {
    /// Shows neither header values nor a query, which can hold keys.
    public var description: String {
        "OTLPSignalOptions(endpoint: \(endpoint == nil ? "common" : "own"), headers: \((headers ?? [:]).keys.sorted()))"
    }

    public var customMirror: Mirror { Mirror(self, children: ["description": description]) }
}

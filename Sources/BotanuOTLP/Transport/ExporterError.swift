import BotanuSDK

/// What keeps an exporter from being made.
public enum ExporterError: Error, Sendable, Equatable {
    /// A file of certificates cannot be read as PEM.
    case certificate(String)
    /// The file of a key cannot be read as PEM.
    case key(String)
    /// Of client certificate and key there is only one.
    case halfClientCertificate
    /// A header cannot be sent.
    case header
    /// The proxy is no URL of http.
    case proxy
    /// The endpoint is no URL of http or https.
    case endpoint
    /// A file cannot be opened for writing.
    case file(String)
    /// The folder of the disk buffer cannot be used.
    case folder(String)
    /// Exporting was set up before.
    case isEnabled
}

extension ExporterError: CustomStringConvertible {
    public var description: String {
        switch self {
        case .certificate(let path):
            "otlp: there is no certificate in '\(path)'; it must be a readable PEM file"
        case .key(let path):
            "otlp.client_key: there is no key in '\(path)'; it must be a readable PEM file without a password"
        case .halfClientCertificate:
            "otlp: client_certificate and client_key must be given together"
        case .header:
            // Not which: where a separator is wrong, a credential stands in place of the name.
            "otlp.headers: one cannot be sent; names have letters, digits and dashes, values one line, as in 'x-team=blue'"
        case .proxy:
            "otlp.proxy must be a URL of http, as in 'http://proxy.internal:3128'"
        case .endpoint:
            "otlp.endpoint must be a URL of http or https, as in 'https://ingest.botanu.ai'"
        case .file(let path):
            "export.file: '\(path)' cannot be opened for writing"
        case .folder(let path):
            "export.disk.folder: '\(path)' cannot be made or written to"
        case .isEnabled:
            "Botanu.enable was called before; call it once, when the process starts"
        }
    }
}

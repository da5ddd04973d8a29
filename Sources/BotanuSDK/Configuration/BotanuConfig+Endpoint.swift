import Foundation

extension BotanuConfig {
    /// Where one kind of telemetry is sent, and how.
    package struct Target: Sendable {
        package var url: String
        package var headers: [String: String]
        package var options: OTLPOptions
    }

    package var tracesTarget: Target { target(otlpTraces, path: "v1/traces") }
    package var metricsTarget: Target { target(otlpMetrics, path: "v1/metrics") }

    /// The API key goes to hosts of Botanu and to this machine only: an endpoint can be set by whoever sets the
    /// environment, and the key opens all of a tenant's data.
    private func target(_ signal: OTLPSignalOptions, path: String) -> Target {
        let url = signal.endpoint ?? Self.appending(path, to: otlpEndpoint)
        var headers = signal.headers ?? otlpHeaders
        if let apiKey, !headers.keys.contains(where: { $0.lowercased() == "authorization" }), Self.mayReceiveKey(url) {
            headers["Authorization"] = "Bearer \(apiKey)"
        }
        return Target(url: url, headers: headers, options: signal.options ?? otlp)
    }

    /// The URL of a signal below a base, which may be that of the other signal already.
    private static func appending(_ path: String, to base: String) -> String {
        guard var components = URLComponents(string: base) else { return base }
        var folder = components.path
        for known in ["/v1/traces", "/v1/metrics"] where folder.hasSuffix(known) {
            folder = String(folder.dropLast(known.count))
        }
        components.path = folder + (folder.hasSuffix("/") ? "" : "/") + path
        return components.string ?? base
    }

    package static func mayReceiveKey(_ endpoint: String) -> Bool {
        guard let components = URLComponents(string: endpoint), let host = components.host?.lowercased() else {
            return false
        }
        let plain = host.hasPrefix("[") ? String(host.dropFirst().dropLast()) : host
        if ["localhost", "127.0.0.1", "::1"].contains(plain) { return true }
        // Elsewhere everybody on the way would read it.
        guard components.scheme?.lowercased() == "https" else { return false }
        return plain == "botanu.ai" || plain.hasSuffix(".botanu.ai")
    }

    /// The same URL without `user:password@`, which would be seen wherever the URL is.
    static func withoutCredentials(_ endpoint: String) -> String {
        guard endpoint.contains("@") else { return endpoint }
        guard var components = URLComponents(string: endpoint) else {
            // What cannot be read is not shown either.
            return "http://localhost:4318"
        }
        components.user = nil
        components.password = nil
        return components.string ?? "http://localhost:4318"
    }

    package static func isUsable(endpoint: String) -> Bool {
        guard let components = URLComponents(string: endpoint), let host = components.host else { return false }
        return !host.isEmpty && ["http", "https"].contains(components.scheme?.lowercased())
    }

    /// Whether a proxy can be used: its URL, or a host with or without a port.
    package static func isUsable(proxy: String) -> Bool {
        let components = URLComponents(string: proxy.contains("://") ? proxy : "http://" + proxy)
        return components?.scheme?.lowercased() == "http" && components?.host?.isEmpty == false
    }

    /// The endpoint as it may be shown.
    var shownEndpoint: String { Self.shown(endpoint: otlpEndpoint) }

    /// A URL as it may be shown: a query can hold a key.
    package static func shown(endpoint: String) -> String {
        guard var components = URLComponents(string: endpoint) else { return "no URL" }
        if components.query != nil { components.query = "…" }
        return components.string ?? "no URL"
    }
}

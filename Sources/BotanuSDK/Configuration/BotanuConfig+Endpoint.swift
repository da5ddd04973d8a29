import Foundation

extension BotanuConfig {
    /// The headers that telemetry is sent with.
    ///
    /// The API key goes to hosts of Botanu and to this machine only: an endpoint can be set by whoever sets the
    /// environment, and the key opens all of a tenant's data.
    package var exportHeaders: [String: String] {
        guard let apiKey, !otlpHeaders.keys.contains(where: { $0.lowercased() == "authorization" }),
            Self.mayReceiveKey(otlpEndpoint)
        else { return otlpHeaders }
        return otlpHeaders.merging(["Authorization": "Bearer \(apiKey)"]) { own, _ in own }
    }

    package static func mayReceiveKey(_ endpoint: String) -> Bool {
        guard let host = URLComponents(string: endpoint)?.host?.lowercased() else { return false }
        let plain = host.hasPrefix("[") ? String(host.dropFirst().dropLast()) : host
        return ["localhost", "127.0.0.1", "::1", "botanu.ai"].contains(plain) || plain.hasSuffix(".botanu.ai")
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

    static func isUsable(endpoint: String) -> Bool {
        guard let components = URLComponents(string: endpoint), let host = components.host else { return false }
        return !host.isEmpty && ["http", "https"].contains(components.scheme?.lowercased())
    }

    /// The endpoint as it may be shown: a query can hold a key.
    var shownEndpoint: String {
        guard var components = URLComponents(string: otlpEndpoint) else { return "no URL" }
        if components.query != nil { components.query = "…" }
        return components.string ?? "no URL"
    }
}

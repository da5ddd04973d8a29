import BotanuSDK
import Foundation
import PIIScrubbing
import Tracing

extension Resource {
    /// The resource of this process: what the configuration says goes before what is found.
    ///
    /// It never holds command-line arguments or the path of the program: both can name customers and hold keys.
    init(_ config: BotanuConfig, environment: [String: String] = ProcessInfo.processInfo.environment) {
        var values: [String: SpanAttribute] = [
            "telemetry.sdk.name": "botanu", "telemetry.sdk.language": "swift",
            "telemetry.sdk.version": .string(EngineFacts.version),
        ]
        if config.detectsResources {
            values.merge(Self.host) { $1 }
            values.merge(Self.process) { $1 }
            values.merge(Self.container(environment)) { $1 }
        }
        for (name, value) in config.resourceAttributes { values[name] = .string(value) }
        let name = config.serviceName
        // A name that nobody set must not hide one that stands among the attributes.
        if values["service.name"] == nil || name != BotanuConfig().serviceName {
            values["service.name"] = .string(name)
        }
        if let version = config.serviceVersion { values["service.version"] = .string(version) }
        if let namespace = config.serviceNamespace { values["service.namespace"] = .string(namespace) }
        let environment = SpanAttribute.string(config.deploymentEnvironment)
        // The conventions have renamed it; receivers know one or the other.
        for name in ["deployment.environment.name", "deployment.environment"] where values[name] == nil {
            values[name] = environment
        }
        attributes = values.map { CollectedAttribute($0.key, $0.value) }.sorted { $0.name < $1.name }
    }

    private static var host: [String: SpanAttribute] {
        var values: [String: SpanAttribute] = [:]
        let name = ProcessInfo.processInfo.hostName
        if !name.isEmpty { values["host.name"] = .string(name) }
        #if arch(x86_64)
            values["host.arch"] = "amd64"
        #elseif arch(arm64)
            values["host.arch"] = "arm64"
        #endif
        #if os(Linux)
            values["os.type"] = "linux"
        #elseif os(macOS)
            values["os.type"] = "darwin"
        #endif
        return values
    }

    private static var process: [String: SpanAttribute] {
        [
            "process.pid": .int64(Int64(ProcessInfo.processInfo.processIdentifier)),
            "process.executable.name": .string(ProcessInfo.processInfo.processName),
            "process.runtime.name": "swift",
        ]
    }

    /// What a container, and Kubernetes, tell of themselves.
    private static func container(_ environment: [String: String]) -> [String: SpanAttribute] {
        var values: [String: SpanAttribute] = [:]
        if let id = containerID { values["container.id"] = .string(id) }
        guard environment["KUBERNETES_SERVICE_HOST"] != nil else { return values }
        let account = "/var/run/secrets/kubernetes.io/serviceaccount/namespace"
        let namespace = environment["POD_NAMESPACE"] ?? (try? String(contentsOfFile: account, encoding: .utf8))
        // The host name of a pod is its name unless somebody set it otherwise.
        let found = [
            ("k8s.namespace.name", namespace), ("k8s.pod.name", environment["POD_NAME"] ?? environment["HOSTNAME"]),
            ("k8s.pod.uid", environment["POD_UID"]), ("k8s.node.name", environment["NODE_NAME"]),
        ]
        for case (let name, let value?) in found where !value.isEmpty {
            values[name] = .string(value.trimmingCharacters(in: .whitespacesAndNewlines))
        }
        return values
    }

    /// 64 hexadecimal digits: of control groups, version 1, or of the mounts of version 2.
    private static var containerID: String? {
        if let groups = try? String(contentsOfFile: "/proc/self/cgroup", encoding: .utf8),
            let id = identifier(in: groups)
        {
            return id
        }
        guard let mounts = try? String(contentsOfFile: "/proc/self/mountinfo", encoding: .utf8) else { return nil }
        let lines = mounts.split(separator: "\n").filter { $0.contains("/containers/") }
        return lines.lazy.compactMap { identifier(in: String($0)) }.first
    }

    private static func identifier(in text: String) -> String? {
        let runs = text.utf8.split { byte in
            !(UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
                && !(UInt8(ascii: "a")...UInt8(ascii: "f")).contains(byte)
        }
        return runs.first { $0.count == 64 }.map { String(decoding: $0, as: UTF8.self) }
    }
}

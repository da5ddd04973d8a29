import BotanuSDK
import CoreMetrics
import Crypto
import Foundation
import NIOHTTP1
import NIOSSL
import SwiftASN1
import Testing
import Tracing
import X509

@testable import BotanuOTLP

@Suite("how telemetry is sent", .timeLimit(.minutes(15)))
struct TransportTests {
    @Test("encodings and compression are told in headers", arguments: OTLPOptions.Encoding.allCases, [true, false])
    func headers(encoding: OTLPOptions.Encoding, compresses: Bool) async throws {
        let receiver = try await Receiver()
        try await exporting(
            to: receiver,
            {
                $0.otlp.encoding = encoding
                $0.otlp.compression = compresses ? .gzip : .none
                $0.otlpHeaders = ["X-Team": "a b", "content-type": "text/plain"]
            }
        ) { pipeline in
            pipeline.span("span")
            #expect(await pipeline.flush(within: patience))
            let request = try #require(receiver.requests.first)
            #expect(request.path == "/v1/traces")
            #expect(request.headers["Content-Type"] == [encoding.contentType])
            #expect(request.headers["Content-Encoding"] == (compresses ? ["gzip"] : []))
            #expect(request.headers["X-Team"] == ["a b"])
            #expect(request.headers["User-Agent"].first?.hasPrefix("BotanuOTLP/") == true)
            #expect(request.headers["traceparent"].isEmpty)
        }
        await receiver.close()
    }

    @Test("signals can have endpoints, headers and options of their own")
    func signals() async throws {
        let (first, second) = (try await Receiver(), try await Receiver())
        try await exporting(
            to: first,
            { config in
                config.apply(environment: [
                    "OTEL_EXPORTER_OTLP_ENDPOINT": first.url + "/base/", "OTEL_EXPORTER_OTLP_HEADERS": "a=1",
                    "OTEL_EXPORTER_OTLP_METRICS_ENDPOINT": second.url + "/own",
                    "OTEL_EXPORTER_OTLP_METRICS_HEADERS": "b=2", "OTEL_EXPORTER_OTLP_METRICS_PROTOCOL": "http/json",
                    "OTEL_EXPORTER_OTLP_METRICS_COMPRESSION": "none", "OTEL_METRICS_EXPORTER": "otlp",
                ])
            }
        ) { pipeline in
            pipeline.span("span")
            pipeline.metrics?.makeCounter(label: "c", dimensions: []).increment(by: 1)
            #expect(await pipeline.flush(within: patience))
            #expect(first.requests.map(\.path) == ["/base/v1/traces"] && second.requests.map(\.path) == ["/own"])
            #expect(first.requests[0].headers["a"] == ["1"])
            #expect(second.requests[0].headers["a"].isEmpty && second.requests[0].headers["b"] == ["2"])
            #expect(second.requests[0].headers["Content-Type"] == ["application/json"])
            #expect(second.requests[0].body.first == UInt8(ascii: "{"))
        }
        await first.close()
        await second.close()
    }

    @Test("TLS with certificates of one's own; one that has run out, or that nobody knows, gets nothing")
    func tls() async throws {
        try await withFolder { folder in
            let (roots, wrong) = (
                folder.appendingPathComponent("roots.pem"), folder.appendingPathComponent("wrong.pem")
            )
            let good = try Identity(validFor: 3600)
            try good.pem.write(to: roots, atomically: true, encoding: .utf8)
            try Identity(validFor: 3600).pem.write(to: wrong, atomically: true, encoding: .utf8)
            let receiver = try await Receiver(tls: try good.serverConfiguration)
            try await exporting(to: receiver, { $0.otlp.certificateFile = roots.path }) { pipeline in
                pipeline.span("span")
                #expect(await pipeline.flush(within: patience))
                #expect(receiver.spans.map(\.name) == ["span"])
            }
            for file in [nil, wrong.path] {
                try await exporting(to: receiver, { $0.otlp.certificateFile = file }) { pipeline in
                    pipeline.span("span")
                    #expect(await !pipeline.flush(within: .milliseconds(500)))
                    #expect(receiver.attempts == 1)
                }
            }
            await receiver.close()

            let old = try Identity(validFor: -60)
            try old.pem.write(to: roots, atomically: true, encoding: .utf8)
            let expired = try await Receiver(tls: try old.serverConfiguration)
            try await exporting(to: expired, { $0.otlp.certificateFile = roots.path }) { pipeline in
                pipeline.span("span")
                #expect(await !pipeline.flush(within: .milliseconds(500)))
                #expect(expired.attempts == 0)
            }
            await expired.close()
        }
    }

    @Test("a receiver that wants to know who sends is shown the client's certificate")
    func clientCertificate() async throws {
        try await withFolder { folder in
            let (server, client) = (try Identity(validFor: 3600), try Identity(validFor: 3600))
            var configuration = try server.serverConfiguration
            configuration.trustRoots = .certificates([
                try NIOSSLCertificate(bytes: Array(client.pem.utf8), format: .pem)
            ])
            configuration.certificateVerification = .noHostnameVerification
            let files = ["roots": server.pem, "certificate": client.pem, "key": client.keyPEM]
            for (name, text) in files {
                try text.write(to: folder.appendingPathComponent(name), atomically: true, encoding: .utf8)
            }
            let receiver = try await Receiver(tls: configuration)
            try await exporting(
                to: receiver,
                {
                    $0.otlp.certificateFile = folder.appendingPathComponent("roots").path
                    $0.otlp.clientCertificateFile = folder.appendingPathComponent("certificate").path
                    $0.otlp.clientKeyFile = folder.appendingPathComponent("key").path
                }
            ) { pipeline in
                pipeline.span("span")
                #expect(await pipeline.flush(within: patience))
            }
            #expect(receiver.spans.count == 1)
            await receiver.close()
        }
    }

    static let mistakes: [(ExporterError, @Sendable (inout BotanuConfig) -> Void)] = [
        (.certificate("/nowhere.pem"), { $0.otlp.certificateFile = "/nowhere.pem" }),
        (.halfClientCertificate, { $0.otlp.clientKeyFile = "/nowhere.pem" }),
        (
            .certificate("/nowhere.pem"),
            { ($0.otlp.clientCertificateFile, $0.otlp.clientKeyFile) = ("/nowhere.pem", "/nowhere.key") }
        ),
        (.header, { $0.otlpHeaders = ["Bad Name": "x"] }),
        (.header, { $0.otlpHeaders = ["X": "line\nbreak"] }),
        (.endpoint, { $0.otlpEndpoint = "ftp://example.com" }), (.endpoint, { $0.otlpEndpoint = "" }),
        (.proxy, { ($0.otlp.proxy, $0.otlpEndpoint) = ("socks5://x", "http://example.com") }),
        (.file("/nowhere/file"), { ($0.export.traces, $0.export.file) = ([.file], "/nowhere/file") }),
    ]

    @Test("what cannot be used is told at the start, and what to do", arguments: mistakes)
    func mistake(error: ExporterError, change: @Sendable (inout BotanuConfig) -> Void) throws {
        var config = BotanuConfig()
        change(&config)
        #expect(throws: error) { try TelemetryPipeline(config, inMemory: nil) }
        #expect("\(error)".hasPrefix("otlp") || "\(error)".hasPrefix("export"))
    }

    @Test("a proxy is asked for receivers elsewhere, never for those on this machine")
    func proxy() async throws {
        let proxy = try await Receiver()
        try await exporting(
            to: proxy,
            { ($0.otlpEndpoint, $0.otlp.proxy) = ("http://collector.example:4318", proxy.url) }
        ) {
            pipeline in
            // The client asks for a tunnel, which this proxy does not dig.
            pipeline.span("span")
            #expect(await eventually { !proxy.requests.isEmpty })
            #expect(proxy.requests.first?.path == "collector.example:4318")
            await pipeline.shutdown(within: .milliseconds(100))
        }
        let asked = proxy.attempts
        let here = try await Receiver()
        try await exporting(to: here, { $0.otlp.proxy = proxy.url }) { pipeline in
            pipeline.span("span")
            #expect(await pipeline.flush(within: patience))
        }
        #expect(proxy.attempts == asked && here.spans.count == 1)
        await proxy.close()
        await here.close()
    }
}

/// A key with a certificate that it has signed itself, for this machine.
private struct Identity {
    let pem: String
    let keyPEM: String

    init(validFor seconds: Double) throws {
        let key = P256.Signing.PrivateKey()
        let name = try DistinguishedName { CommonName("localhost") }
        let now = Date()
        let certificate = try Certificate(
            version: .v3,
            serialNumber: Certificate.SerialNumber(),
            publicKey: .init(key.publicKey),
            notValidBefore: now.addingTimeInterval(min(-3600, seconds - 3600)),
            notValidAfter: now.addingTimeInterval(seconds),
            issuer: name,
            subject: name,
            signatureAlgorithm: .ecdsaWithSHA256,
            extensions: try Certificate.Extensions {
                Critical(BasicConstraints.isCertificateAuthority(maxPathLength: nil))
                SubjectAlternativeNames([
                    .dnsName("localhost"), .ipAddress(ASN1OctetString(contentBytes: [127, 0, 0, 1])),
                ])
            },
            issuerPrivateKey: .init(key)
        )
        pem = try certificate.serializeAsPEM().pemString
        keyPEM = key.pemRepresentation
    }

    var serverConfiguration: TLSConfiguration {
        get throws {
            let certificate = try NIOSSLCertificate(bytes: Array(pem.utf8), format: .pem)
            let key = try NIOSSLPrivateKey(bytes: Array(keyPEM.utf8), format: .pem)
            return .makeServerConfiguration(certificateChain: [.certificate(certificate)], privateKey: .privateKey(key))
        }
    }
}

import Foundation
import NIOCore
import NIOHTTP1
import NIOPosix
import NIOSSL
import SwiftProtobuf
import Synchronization

/// An OTLP receiver on this machine that answers as it is told to: a real server, over a real connection.
final class Receiver: Sendable {
    enum Answer: Sendable {
        case ok
        case status(Int, headers: [String: String] = [:], body: String = "")
        /// A success that says so many were rejected.
        case partial(Int, message: String = "")
        /// No answer.
        case hang
        /// An answer whose body never ends.
        case trickle
        /// The connection is cut while the request is read.
        case reset
        /// A success with something that is no answer of OTLP.
        case garbage
        /// A success that breaks off.
        case truncated
    }

    struct Request: Sendable {
        var path: String
        var headers: HTTPHeaders
        /// Decompressed.
        var body: [UInt8]
        var isTaken: Bool
    }

    /// What it was told, and what it was sent.
    final class Journal: Sendable {
        struct State {
            var script: [Answer]
            var usual = Answer.ok
            var requests: [Request] = []
            var attempts = 0
        }

        let state: Mutex<State>

        init(_ script: [Answer]) { state = Mutex(State(script: script)) }

        func next() -> Answer {
            state.withLock { state in
                state.attempts += 1
                return state.script.isEmpty ? state.usual : state.script.removeFirst()
            }
        }
    }

    let port: Int
    private let scheme: String
    private let channel: any Channel
    private let journal: Journal

    /// - Parameters:
    ///   - script: how the first requests are answered; all others are taken.
    ///   - port: 0 for any.
    init(_ script: [Answer] = [], port: Int = 0, tls: TLSConfiguration? = nil) async throws {
        let journal = Journal(script)
        let context = try tls.map { try NIOSSLContext(configuration: $0) }
        channel = try await ServerBootstrap(group: MultiThreadedEventLoopGroup.singleton)
            .serverChannelOption(.socketOption(.so_reuseaddr), value: 1)
            .childChannelInitializer { channel in
                channel.eventLoop.makeCompletedFuture {
                    if let context {
                        try channel.pipeline.syncOperations.addHandler(NIOSSLServerHandler(context: context))
                    }
                    try channel.pipeline.syncOperations.configureHTTPServerPipeline()
                    try channel.pipeline.syncOperations.addHandler(ReceiverHandler(journal))
                }
            }
            .bind(host: "127.0.0.1", port: port)
            .get()
        self.port = channel.localAddress?.port ?? 0
        self.journal = journal
        scheme = tls == nil ? "http" : "https"
    }

    func close() async { try? await channel.close() }

    var url: String { "\(scheme)://127.0.0.1:\(port)" }

    /// How requests are answered from now on.
    func answer(_ answer: Answer) { journal.state.withLock { ($0.script, $0.usual) = ([], answer) } }

    /// All requests that came in, whatever became of them.
    var attempts: Int { journal.state.withLock { $0.attempts } }

    var requests: [Request] { journal.state.withLock { $0.requests } }

    /// Spans in the requests that were taken, as protobuf.
    var spans: [Otlp_Span] {
        requests.filter { $0.isTaken && $0.path == "/v1/traces" }.flatMap { request in
            (try? Otlp_TracesRequest(serializedBytes: request.body))?.spans ?? []
        }
    }

    var metrics: [Otlp_Metric] {
        requests.filter { $0.isTaken && $0.path == "/v1/metrics" }.flatMap { request in
            (try? Otlp_MetricsRequest(serializedBytes: request.body))?.metrics ?? []
        }
    }

    /// All that was received, taken or not.
    var bytes: [UInt8] { requests.flatMap(\.body) }
}

extension Otlp_TracesRequest {
    var spans: [Otlp_Span] { resourceSpans.flatMap(\.scopeSpans).flatMap(\.spans) }
}

extension Otlp_MetricsRequest {
    var metrics: [Otlp_Metric] { resourceMetrics.flatMap(\.scopeMetrics).flatMap(\.metrics) }
}

extension [Otlp_KeyValue] {
    subscript(name: String) -> Otlp_AnyValue.OneOf_Value? { first { $0.key == name }?.value.value }
}

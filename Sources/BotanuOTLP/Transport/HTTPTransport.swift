import AsyncHTTPClient
import BotanuSDK
import Foundation
import NIOCore
import NIOHTTP1
import NIOPosix
import NIOSSL
import PIIScrubbing
import Synchronization

/// Posts to one endpoint. It is not traced itself, follows no redirects, and reads answers up to a limit.
final class HTTPTransport: Sendable {
    struct Answer: Sendable {
        /// Nil where there was no answer in time.
        var status: Int?
        var body: [UInt8] = []
        var isJSON = false
        /// How long the receiver asks to wait.
        var retryAfter: Duration?
        /// Why there was none.
        var problem = ""

        static func none(_ problem: String) -> Answer { Answer(status: nil, problem: problem) }
    }

    private static let mostAnswerBytes = 64 << 10

    private let configuration: HTTPClient.Configuration
    private let state = Mutex(State.unused)
    private let url: String
    private let headers: HTTPHeaders
    private let compresses: Bool
    private let timeout: Duration

    /// - Throws: for a certificate, key or proxy that cannot be used; says which.
    init(_ target: BotanuConfig.Target, timeout: Duration) throws(ExporterError) {
        url = target.url
        var headers = HTTPHeaders()
        for (name, value) in target.headers {
            guard Self.isHeader(name, value) else { throw .header }
            headers.add(name: name, value: value)
        }
        if !headers.contains(name: "User-Agent") {
            headers.add(name: "User-Agent", value: "BotanuOTLP/\(EngineFacts.version)")
        }
        compresses = target.options.compression == .gzip
        if compresses { headers.replaceOrAdd(name: "Content-Encoding", value: "gzip") }
        self.headers = headers
        self.timeout = timeout
        var configuration = HTTPClient.Configuration(redirectConfiguration: .disallow)
        configuration.tlsConfiguration = try TLS.configuration(target.options)
        configuration.timeout = .init(connect: .nanoseconds(min(timeout, .seconds(10)).inNanoseconds))
        // Its own calls must not become spans that it exports.
        configuration.tracing.tracer = nil
        // The exporter tries again itself, and knows what it counts.
        configuration.connectionPool.retryConnectionEstablishment = false
        if let proxy = target.options.proxy, !Self.isHere(target.url) {
            configuration.proxy = try Self.proxy(proxy)
        }
        self.configuration = configuration
    }

    /// A client must be shut down before it goes, so it is made when it is needed first: what is only looked at and thrown
    /// away has none.
    private enum State {
        case unused
        case used(HTTPClient)
        case shut
    }

    /// Nil after the shutdown.
    private var client: HTTPClient? {
        state.withLock { state in
            switch state {
            case .shut: return nil
            case .used(let client): return client
            case .unused:
                let client = HTTPClient(eventLoopGroupProvider: .singleton, configuration: configuration)
                state = .used(client)
                return client
            }
        }
    }

    func post(_ body: [UInt8], _ encoding: OTLPOptions.Encoding) async -> Answer {
        guard let client else { return .none("it is shut down") }
        var request = HTTPClientRequest(url: url)
        request.method = .POST
        request.headers = headers
        request.headers.replaceOrAdd(name: "Content-Type", value: encoding.contentType)
        if compresses {
            guard let compressed = Gzip.compressed(body) else { return .none("the request cannot be compressed") }
            request.body = .bytes(compressed)
        } else {
            request.body = .bytes(body)
        }
        let (limit, whole) = (timeout, request)
        // The deadline of the client ends with the answer's head; a body can trickle for ever.
        return await withTaskGroup(of: Answer.self) { group in
            group.addTask {
                do {
                    let deadline = NIODeadline.now() + .nanoseconds(limit.inNanoseconds)
                    let response = try await client.execute(whole, deadline: deadline)
                    return await Self.answer(response)
                } catch {
                    return .none(Self.problem(error))
                }
            }
            group.addTask {
                try? await Task.sleep(for: limit)
                return .none("not within \(limit)")
            }
            let first = await group.next() ?? .none("")
            group.cancelAll()
            return first
        }
    }

    func shutdown() async {
        let last = state.withLock { state in
            defer { state = .shut }
            return state
        }
        if case .used(let client) = last { try? await client.shutdown() }
    }

    /// What went wrong, in words that hold nothing of the request.
    private static func problem(_ error: any Error) -> String {
        switch error {
        case let error as HTTPClientError: error.shortDescription
        case is NIOConnectionError: "nobody listens there, or its name is not known"
        case is NIOSSLError, is BoringSSLError: "no TLS: is it https there, and its certificate known?"
        default: "\(type(of: error))"
        }
    }

    private static func answer(_ response: HTTPClientResponse) async -> Answer {
        var body: [UInt8] = []
        do {
            for try await part in response.body {
                body.append(contentsOf: part.readableBytesView.prefix(mostAnswerBytes - body.count))
                if body.count >= mostAnswerBytes { break }
            }
        } catch {
            // Of an error the status is enough; a success whose answer breaks off may be none.
            if response.status == .ok { return .none("its answer breaks off") }
        }
        return Answer(
            status: Int(response.status.code),
            body: body,
            isJSON: response.headers.first(name: "Content-Type")?.lowercased().contains("json") ?? false,
            retryAfter: response.headers.first(name: "Retry-After").flatMap(RetryAfter.delay)
        )
    }

    private static func isHeader(_ name: String, _ value: String) -> Bool {
        let marks = "!#$%&'*+-.^_`|~".utf8
        return !name.isEmpty
            && name.utf8.allSatisfy { byte in
                (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
                    || (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte | 0x20) || marks.contains(byte)
            } && value.utf8.allSatisfy { $0 >= 0x20 && $0 != 0x7F || $0 == 0x09 }
    }

    /// Whether a receiver is on this machine, which no proxy stands before.
    private static func isHere(_ url: String) -> Bool {
        guard let host = URLComponents(string: url)?.host else { return true }
        return ["localhost", "127.0.0.1", "::1", "[::1]"].contains(host.lowercased())
    }

    private static func proxy(_ text: String) throws(ExporterError) -> HTTPClient.Configuration.Proxy {
        let url = text.contains("://") ? text : "http://" + text
        guard BotanuConfig.isUsable(proxy: text), let components = URLComponents(string: url),
            let host = components.host
        else { throw .proxy }
        let port = components.port ?? 3128
        if let user = components.user, let password = components.password {
            return .server(host: host, port: port, authorization: .basic(username: user, password: password))
        }
        return .server(host: host, port: port)
    }
}

extension OTLPOptions.Encoding {
    var contentType: String {
        switch self {
        case .protobuf: "application/x-protobuf"
        case .json: "application/json"
        }
    }
}

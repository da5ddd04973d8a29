import NIOCore
import NIOHTTP1
import SwiftProtobuf
import Synchronization

/// One connection of a receiver.
final class ReceiverHandler: ChannelInboundHandler {
    typealias InboundIn = HTTPServerRequestPart
    typealias OutboundOut = HTTPServerResponsePart

    private let journal: Receiver.Journal
    private var head: HTTPRequestHead?
    private var body: [UInt8] = []
    private var answer = Receiver.Answer.ok

    init(_ journal: Receiver.Journal) { self.journal = journal }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        switch unwrapInboundIn(data) {
        case .head(let head):
            self.head = head
            body = []
            answer = journal.next()
        case .body(let part):
            if case .reset = answer {
                context.close(promise: nil)
                return
            }
            body.append(contentsOf: part.readableBytesView)
        case .end: respond(context)
        }
    }

    private func respond(_ context: ChannelHandlerContext) {
        guard let head else { return }
        let isCompressed = head.headers.first(name: "Content-Encoding") == "gzip"
        let plain = isCompressed ? Gunzip.bytes(body) : body
        var isTaken = false
        switch answer {
        case .ok, .partial, .garbage, .truncated: isTaken = true
        default: break
        }
        let request = Receiver.Request(path: head.uri, headers: head.headers, body: plain ?? [], isTaken: isTaken)
        journal.state.withLock { $0.requests.append(request) }
        // What cannot be decompressed is a bad request to any receiver.
        if plain == nil { answer = .status(400, body: "not gzip") }
        switch answer {
        case .ok: send(context, 200, [:], [])
        case .status(let code, let headers, let text): send(context, code, headers, Array(text.utf8))
        case .partial(let count, let message):
            let response = Otlp_Response.with {
                $0.partialSuccess = .with { ($0.rejected, $0.errorMessage) = (Int64(count), message) }
            }
            send(context, 200, ["Content-Type": "application/x-protobuf"], (try? response.serializedBytes()) ?? [])
        case .hang: break
        case .trickle: trickle(context)
        case .reset: context.close(promise: nil)
        case .garbage: send(context, 200, ["Content-Type": "application/json"], Array("<html>\u{0}".utf8))
        case .truncated:
            write(context, 200, ["Content-Length": "1000"])
            context.writeAndFlush(wrapOutboundOut(.body(.byteBuffer(ByteBuffer(string: "{")))), promise: nil)
            context.close(promise: nil)
        }
    }

    private func send(_ context: ChannelHandlerContext, _ code: Int, _ headers: [String: String], _ body: [UInt8]) {
        var headers = headers
        headers["Content-Length"] = "\(body.count)"
        write(context, code, headers)
        if !body.isEmpty { context.write(wrapOutboundOut(.body(.byteBuffer(ByteBuffer(bytes: body)))), promise: nil) }
        context.writeAndFlush(wrapOutboundOut(.end(nil)), promise: nil)
    }

    private func write(_ context: ChannelHandlerContext, _ code: Int, _ headers: [String: String]) {
        let head = HTTPResponseHead(
            version: .http1_1,
            status: HTTPResponseStatus(statusCode: code),
            headers: HTTPHeaders(headers.map { ($0.key, $0.value) })
        )
        context.writeAndFlush(wrapOutboundOut(.head(head)), promise: nil)
    }

    private func trickle(_ context: ChannelHandlerContext) {
        write(context, 200, ["Transfer-Encoding": "chunked"])
        let (loop, bound) = (context.eventLoop, NIOLoopBound(context, eventLoop: context.eventLoop))
        let own = NIOLoopBound(self, eventLoop: loop)
        loop.scheduleRepeatedTask(initialDelay: .milliseconds(50), delay: .milliseconds(50)) { task in
            guard bound.value.channel.isActive else {
                task.cancel()
                return
            }
            let part = own.value.wrapOutboundOut(.body(.byteBuffer(ByteBuffer(string: " "))))
            bound.value.writeAndFlush(part, promise: nil)
        }
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        context.close(promise: nil)
    }
}

import BotanuSDK
import Logging
import Synchronization

/// Sends requests of one signal, again and again where that may help. Requests are sent one after the other.
final class OTLPSender: Sendable {
    enum Outcome: Sendable, Equatable {
        /// The receiver has it, but for so many spans or points.
        case taken(rejected: Int)
        /// It will not take it.
        case refused
        /// It could not be reached in time.
        case givenUp
    }

    /// What the log was told, so that it is told once, and until when the receiver wants to be left alone.
    private struct Told {
        var notBefore: ContinuousClock.Instant?
        var isDown = false
        var statuses: Set<Int> = []
        var hasPartial = false
    }

    private let transport: HTTPTransport
    private let signal: String
    private let patience: Duration
    private let waker = Waker()
    private let told = Mutex(Told())

    /// - Parameters:
    ///   - patience: how long one request is tried. Longer than outages that are rather short, and not for ever, since one
    ///     that a receiver fails at would keep all others from it.
    ///   - place: where it sends to, as it may be shown.
    init(_ transport: HTTPTransport, signal: String, place: String, patience: Duration = .seconds(300)) {
        self.transport = transport
        self.signal = "\(signal) at \(place)"
        self.patience = patience
    }

    /// Tries again at once: somebody wants everything out.
    func hurry() { waker.wake() }

    func shutdown() async { await transport.shutdown() }

    /// Sends a request until it is taken or refused, the patience ends, or the task is cancelled.
    func send(_ body: [UInt8], _ encoding: OTLPOptions.Encoding, patience: Duration? = nil) async -> Outcome {
        let end = ContinuousClock.now + (patience ?? self.patience).clamped
        var backoff = Backoff()
        if let notBefore = told.withLock({ $0.notBefore }) { await waker.sleep(for: notBefore, atMost: end) }
        while true {
            if Task.isCancelled { return .givenUp }
            let answer = await transport.post(body, encoding)
            switch answer.status {
            case let status? where (200..<300).contains(status):
                tellOfReturn()
                return taken(OTLPResponse(answer.body, isJSON: answer.isJSON))
            case 429, 502, 503, 504, nil:
                tellOfOutage(answer)
            case let status?:
                tellOfRefusal(status, answer.body)
                return .refused
            }
            let next = ContinuousClock.now + backoff.next(asked: answer.retryAfter)
            told.withLock { $0.notBefore = next }
            if Task.isCancelled { return .givenUp }
            // Also the last pause is kept, so that nobody who asks again and again is any faster.
            await waker.sleep(for: next, atMost: end)
            if ContinuousClock.now >= end { return .givenUp }
        }
    }

    private func taken(_ response: OTLPResponse) -> Outcome {
        if response.rejected > 0 || !response.message.isEmpty {
            let isFirst = told.withLock { told in
                defer { told.hasPartial = true }
                return !told.hasPartial
            }
            if isFirst {
                Log.telemetry.warning(
                    """
                    the receiver of \(signal) took a request in part, \(response.rejected) were rejected: \
                    \(Self.shown(response.message)); later ones are only counted
                    """
                )
            }
        }
        return .taken(rejected: response.rejected)
    }

    /// Whether the last attempt found no receiver.
    var isDown: Bool { told.withLock { $0.isDown } }

    private func tellOfOutage(_ answer: HTTPTransport.Answer) {
        let isFirst = told.withLock { told in
            defer { told.isDown = true }
            return !told.isDown
        }
        guard isFirst else { return }
        let reason = answer.status.map { "answers \($0)" } ?? "does not answer (\(answer.problem))"
        Log.telemetry.warning("the receiver of \(signal) \(reason); they wait, and are sent if it comes back in time")
    }

    private func tellOfReturn() {
        let wasDown = told.withLock { told in
            defer { (told.isDown, told.notBefore) = (false, nil) }
            return told.isDown
        }
        if wasDown { Log.telemetry.notice("the receiver of \(signal) is back") }
    }

    private func tellOfRefusal(_ status: Int, _ body: [UInt8]) {
        let isFirst = told.withLock { $0.statuses.insert(status).inserted }
        guard isFirst else { return }
        let fix =
            switch status {
            case 300..<400: "it redirects; set the endpoint to where it points"
            case 401, 403: "check the headers and the API key"
            case 404, 405: "check the endpoint; it may not take \(signal)"
            case 413: "make export.batch_size smaller"
            case 415: "it does not take this encoding; set otlp.protocol"
            default: Self.shown(String(decoding: body, as: UTF8.self))
            }
        Log.telemetry.error("the receiver of \(signal) refuses with \(status): \(fix); later ones are only counted")
    }

    /// What a receiver says may quote what it was sent.
    private static func shown(_ text: String) -> String {
        // Scrubbed before it is cut: half a number is no number.
        String(Botanu.scrubbedForLog(text).prefix(200).map { $0.isNewline ? " " : $0 })
    }
}

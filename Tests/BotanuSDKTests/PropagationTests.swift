import BotanuSDK
import Foundation
import InMemoryTracing
import MetricsTestKit
import Testing
import Tracing

@Suite("Runs that go over calls")
struct PropagationTests {
    private func capturing(_ change: (inout BotanuConfig) -> Void = { _ in }) -> BotanuConfig {
        var config = BotanuConfig()
        change(&config)
        return config
    }

    private func incoming(_ baggage: String) -> ServiceContext {
        var context = ServiceContext.topLevel
        RunPropagator().extract(["baggage": baggage], into: &context, using: PrivacyTests.DictionaryExtractor())
        return context
    }

    private static let run = "botanu.run_id=r,botanu.workflow=w,botanu.event_id=e,botanu.customer_id=c"

    @Test(
        "what comes in is not trusted",
        arguments: [
            "botanu.deadline=inf", "botanu.deadline=nan", "botanu.deadline=1e300", "botanu.deadline=-1e300",
            "botanu.deadline=9223372036854775807", "botanu.deadline=99999999999999999999", "botanu.deadline=-1",
            "botanu.deadline=253402300799000", "botanu.attempt=9223372036854775807", "botanu.attempt=-5",
            "botanu.attempt=nan", "botanu.run_id=other", "botanu.cancelled=maybe", "=", ";;;", "botanu.x=%ZZ",
            "botanu.tenant_id=" + String(repeating: "t", count: 7000),
        ]
    )
    func hostile(member: String) async throws {
        var headers: [String: String] = [:]
        let context = incoming("\(Self.run),\(member)")
        let sent = try await Recorded.of(BotanuConfig()) {
            ServiceContext.withValue(context) {
                let run = Botanu.currentRunContext
                #expect(run?.runID == "r")
                _ = run?.remainingTime
                _ = run?.isPastDeadline
                #expect((run?.retry.attempt ?? 0) > 0)
                Botanu.event(workflow: "w", eventID: "e", customerID: "c", options: EventOptions(retryOf: run)) { _ in
                    Botanu.propagating {
                        let context = ServiceContext.current ?? .topLevel
                        RunPropagator().inject(context, into: &headers, using: Headers())
                    }
                }
                Botanu.propagating {
                    RunPropagator().inject(ServiceContext.current ?? .topLevel, into: &headers, using: Headers())
                }
            }
        }
        #expect(sent.spans.count == 1)
    }

    @Test("a deadline in the far past has passed")
    func pastDeadline() async throws {
        _ = try await Recorded.of(BotanuConfig()) {
            let options = EventOptions(deadline: .seconds(Int64.min))
            Botanu.event(workflow: "w", eventID: "e", customerID: "c", options: options) { run in
                #expect(run.isCancelled)
                var headers: [String: String] = [:]
                Botanu.propagating {
                    RunPropagator().inject(ServiceContext.current ?? .topLevel, into: &headers, using: Headers())
                }
                #expect(headers["baggage"] != nil)
            }
        }
    }

    @Test(
        "a deadline that is no deadline stays here",
        arguments: [Duration.seconds(Int64.max), .seconds(9_300_000_000_000_000)]
    )
    func endlessDeadline(limit: Duration) async throws {
        var headers: [String: String] = [:]
        _ = try await Recorded.of(BotanuConfig()) {
            let options = EventOptions(deadline: limit)
            Botanu.event(workflow: "w", eventID: "e", customerID: "c", options: options) { run in
                #expect(run.context.deadline == nil)
                Botanu.propagating {
                    RunPropagator().inject(ServiceContext.current ?? .topLevel, into: &headers, using: Headers())
                }
            }
        }
        #expect(headers["baggage"]?.contains("deadline") == false)
    }

    @Test("digests stay what they are on their way")
    func digestsOverHops() async throws {
        let config = capturing {
            $0.propagatesDigests = true
            $0.identifierKey = "k"
        }
        var hops: [String] = []
        _ = try await Recorded.of(config) {
            var context = ServiceContext.topLevel
            for hop in 0..<3 {
                ServiceContext.withValue(context) {
                    var headers: [String: String] = [:]
                    func inject() {
                        Botanu.propagating {
                            let context = ServiceContext.current ?? .topLevel
                            RunPropagator().inject(context, into: &headers, using: Headers())
                        }
                    }
                    if hop == 0 {
                        Botanu.event(workflow: "w", eventID: Samples.email, customerID: "c-1") { run in
                            hops.append(run.context.eventID)
                            inject()
                        }
                    } else {
                        hops.append(Botanu.currentRunContext?.eventID ?? "")
                        inject()
                    }
                    context = incoming(headers["baggage"] ?? "")
                }
            }
        }
        #expect(hops.count == 3 && Set(hops).count == 1 && hops[0].hasPrefix("id_"))
    }

    @Test("a run whose names are too long for a header does not go out")
    func longBaggage() async throws {
        var headers: [String: String] = [:]
        _ = try await Recorded.of(BotanuConfig()) {
            Botanu.event(workflow: "w", eventID: String(repeating: "ä", count: 2000), customerID: "c") { _ in
                Botanu.propagating {
                    RunPropagator().inject(ServiceContext.current ?? .topLevel, into: &headers, using: Headers())
                }
            }
        }
        #expect(headers.isEmpty)
    }

    @Test("an event inside an event has its tenant, its deadline at most, and stops with it")
    func nestedEvents() async throws {
        _ = try await Recorded.of(BotanuConfig()) {
            let outer = EventOptions(tenantID: "t", deadline: .seconds(60))
            Botanu.event(workflow: "w", eventID: "e", customerID: "c", options: outer) { outer in
                let options = EventOptions(deadline: .seconds(600))
                Botanu.event(workflow: "w", eventID: "e", customerID: "c", options: options) { inner in
                    #expect(inner.context.tenantID == "t")
                    #expect(inner.context.deadline == outer.context.deadline)
                    #expect(!inner.isCancelled)
                    outer.requestCancellation()
                    #expect(inner.isCancelled)
                }
            }
        }
    }

    @Test(
        "a run goes out to hosts on the list only",
        arguments: [
            ("api.example.com", true), ("API.example.com", true), ("a.b.internal", true), ("internal", false),
            ("evil-api.example.com", false), ("api.example.com.evil.org", false), ("xinternal", false),
        ]
    )
    func hosts(host: String, isAllowed: Bool) async throws {
        let config = capturing { $0.propagationHosts = ["api.example.com", "*.internal"] }
        var headers: [String: String] = [:]
        _ = try await Recorded.of(config) {
            Botanu.event(workflow: "w", eventID: "e", customerID: "c-1") { _ in
                Botanu.propagating(to: host) {
                    RunPropagator().inject(ServiceContext.current ?? .topLevel, into: &headers, using: Headers())
                }
            }
        }
        #expect(headers.isEmpty == !isAllowed)
    }

    @Test("identifiers go out as digests where that is asked for")
    func digestsGoOut() async throws {
        let config = capturing { $0.propagatesDigests = true }
        var headers: [String: String] = [:]
        _ = try await Recorded.of(config) {
            let options = EventOptions(tenantID: "tenant-1")
            Botanu.event(workflow: "w", eventID: "event-1", customerID: "customer-1", options: options) { _ in
                Botanu.propagating {
                    RunPropagator().inject(ServiceContext.current ?? .topLevel, into: &headers, using: Headers())
                }
            }
        }
        let baggage = try #require(headers["baggage"])
        #expect(baggage.contains("botanu.customer_id=id_"))
        for name in ["tenant-1", "event-1", "customer-1"] { #expect(!baggage.contains(name)) }
    }

    private struct Headers: Injector {
        func inject(_ value: String, forKey key: String, into carrier: inout [String: String]) { carrier[key] = value }
    }
}

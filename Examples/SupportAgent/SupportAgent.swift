import AsyncHTTPClient
import BotanuOTLP
import BotanuSDK
import Foundation

/// Answers one question of a customer: asks a model, calls the tool that it asks for, asks again, falls back to another
/// model where one fails. `MODEL_URL` is the server that answers as the model.
@main
struct SupportAgent {
    static func main() async throws {
        if CommandLine.arguments.contains("--secrets") {
            print(Customer.sample.secrets.joined(separator: "\n"))
            return
        }
        try Botanu.enable()
        let model = ModelClient(url: ProcessInfo.processInfo.environment["MODEL_URL"] ?? "http://127.0.0.1:8080")
        do {
            let answer = try await answer(Customer.sample, model)
            // What the customer gets has everything in it; a terminal must not.
            print(try Scrubber().scrub(answer))
        } catch {
            print("no answer: \(type(of: error))")
        }
        try await model.shutdown()
        await Botanu.shutdown()
    }

    static func answer(_ customer: Customer, _ model: ModelClient) async throws -> String {
        try await Botanu.event(
            workflow: "Support",
            eventID: "ticket-1042",
            customerID: customer.email,
            input: customer.question
        ) { run in
            run.setCorrelation(["zendesk_ticket_id": "ZD-1042"])
            let order = try await Botanu.step("lookup") {
                let call = try await model.chat("gpt-4o", customer.question, offersTool: true)
                return lookUp(call, customer)
            }
            let answer = try await Botanu.step("answer") {
                let question = "\(customer.question)\nThe order: \(order)"
                do {
                    return try await model.chat("gpt-4o-unavailable", question).text
                } catch {
                    return try await Botanu.withRetryAttempt(2) {
                        try await model.chat("gpt-4o", question).text
                    }
                }
            }
            run.emitOutcome(
                valueType: "tickets_resolved",
                valueAmount: 1,
                reason: "answered \(customer.name) at \(customer.phone)"
            )
            return answer
        }
    }

    /// The tool that the model asks for.
    static func lookUp(_ call: ModelClient.Answer, _ customer: Customer) -> String {
        Botanu.trackToolCall("lookup_order", callID: call.toolCallID) { tool in
            tool.setInputContent(call.toolArguments ?? "{}")
            let order =
                "{\"order\":\"A-77\",\"status\":\"shipped\",\"to\":\"\(customer.email)\",\"card\":\"\(customer.card)\"}"
            tool.setOutputContent(order)
                .setResult(success: true, itemsReturned: 1, bytesProcessed: order.utf8.count)
                .addMetadata(["contact": customer.phone, "requested_from": customer.address])
            return order
        }
    }
}

/// Somebody with much to hide. Nothing of it is real; keys are put together here so that no file holds one.
struct Customer {
    let name = "Jane Doe"
    let email = "jane.doe" + "@" + "example.com"
    let phone = "(415) 555-0132"
    let card = "4111 1111" + " 1111 1111"
    let ssn = "123-45" + "-6789"
    let address = "203.0.113" + ".77"
    let key = "sk-" + "proj-SevzWEV_NmNnMndQ5gn6PjFcX_9ay5SEKse8AL0EuYAB"

    static let sample = Customer()

    /// What must not leave. Names are for recognizers, which the example has none of.
    var secrets: [String] { [email, phone, card, ssn, address, key] }

    var question: String {
        """
        Hello, where is my parcel? I ordered it last Tuesday. My mail is \(email), my number \(phone), I paid with \
        \(card). My SSN is \(ssn), if you need it, and I write from \(address). The key that I was given is \(key).
        """
    }
}

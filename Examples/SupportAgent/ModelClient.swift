import AsyncHTTPClient
import BotanuSDK
import Foundation
import NIOCore
import NIOFoundationCompat
import NIOHTTP1

/// Calls a model by OpenAI's API, and tracks each call.
///
/// It is made after `Botanu.enable()`, so that the HTTP client's own spans are part of the traces.
struct ModelClient {
    struct Answer {
        var text: String
        var toolCallID: String?
        var toolArguments: String?
    }

    struct Failure: Error, CustomStringConvertible {
        var status: UInt
        var message: String

        var description: String { "the model answers \(status): \(message)" }
    }

    private let client = HTTPClient(eventLoopGroupProvider: .singleton)
    private let url: String

    init(url: String) { self.url = url }

    func shutdown() async throws { try await client.shutdown() }

    func chat(_ model: String, _ question: String, offersTool: Bool = false) async throws -> Answer {
        try await Botanu.trackLLMCall(provider: "openai", model: model) { call in
            call.setInputContent(question).setRequestParams(temperature: 0.2, maxTokens: 500)
            let completion = try await post(Request(model, question, offersTool: offersTool))
            call.setTokens(input: completion.usage.promptTokens, output: completion.usage.completionTokens)
                .setRequestID(provider: completion.id)
                .setResponseModel(completion.model)
            guard let choice = completion.choices.first else { throw Failure(status: 200, message: "no choice") }
            call.setFinishReason(choice.finishReason)
            if let text = choice.message.content { call.setOutputContent(text) }
            let tool = choice.message.toolCalls?.first
            return Answer(
                text: choice.message.content ?? "",
                toolCallID: tool?.id,
                toolArguments: tool?.function.arguments
            )
        }
    }

    private func post(_ body: Request) async throws -> Completion {
        var request = HTTPClientRequest(url: url + "/v1/chat/completions")
        request.method = .POST
        request.headers.add(name: "Content-Type", value: "application/json")
        request.body = .bytes(ByteBuffer(data: try JSONEncoder().encode(body)))
        let response = try await client.execute(request, timeout: .seconds(30))
        let data = Data(buffer: try await response.body.collect(upTo: 1 << 20))
        let decoder = JSONDecoder()
        decoder.keyDecodingStrategy = .convertFromSnakeCase
        guard response.status == .ok else {
            let problem = try? decoder.decode(Problem.self, from: data)
            throw Failure(status: response.status.code, message: problem?.error.message ?? "")
        }
        return try decoder.decode(Completion.self, from: data)
    }
}

private struct Request: Encodable {
    struct Message: Encodable {
        let role = "user"
        let content: String

        enum CodingKeys: CodingKey { case role, content }
    }

    struct Tool: Encodable {
        struct Function: Encodable {
            let name: String
        }

        let type = "function"
        let function: Function

        enum CodingKeys: CodingKey { case type, function }
    }

    let model: String
    let messages: [Message]
    let tools: [Tool]?

    init(_ model: String, _ question: String, offersTool: Bool) {
        self.model = model
        messages = [Message(content: question)]
        tools = offersTool ? [Tool(function: .init(name: "lookup_order"))] : nil
    }
}

private struct Completion: Decodable {
    struct Usage: Decodable {
        var promptTokens: Int
        var completionTokens: Int
    }

    struct Choice: Decodable {
        struct Message: Decodable {
            struct ToolCall: Decodable {
                struct Function: Decodable {
                    var arguments: String
                }

                var id: String
                var function: Function
            }

            var content: String?
            var toolCalls: [ToolCall]?
        }

        var message: Message
        var finishReason: String
    }

    var id: String
    var model: String
    var usage: Usage
    var choices: [Choice]
}

private struct Problem: Decodable {
    struct Body: Decodable {
        var message: String
    }

    var error: Body
}

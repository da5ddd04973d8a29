import Foundation
import Tracing

/// Captured content under the names that products look for (`eval.compat`). It is scrubbed when it comes here.
enum MirroredContent {
    /// Attributes to add to those of a span.
    static func attributes(
        of attributes: [(name: String, value: SpanAttribute)],
        for products: Set<Compatibility>
    ) -> [(name: String, value: SpanAttribute)] {
        var mirrored: [(name: String, value: SpanAttribute)] = []
        var finishReason: String?
        var isChain = false
        var isCall = false
        var isTool = false
        for (name, value) in attributes {
            switch (name, value) {
            case (AttributeName.GenAI.finishReasons, .stringArray(let reasons)): finishReason = reasons.first
            case (AttributeName.GenAI.toolName, _): (isCall, isTool) = (true, true)
            case (AttributeName.GenAI.operationName, _), (AttributeName.Data.system, _),
                (AttributeName.Messaging.system, _), (AttributeName.Storage.system, _):
                isCall = true
            case (AttributeName.Run.id, _), (AttributeName.Run.step, _): isChain = true
            default: break
            }
        }
        // Products know calls to models and tools themselves; a run or step is nothing to them.
        if products.contains(.openInference), isChain, !isCall {
            mirrored.append((AttributeName.Mirrored.spanKind, "CHAIN"))
        }
        for case (let name, .string(let text)) in attributes {
            let isInput = name == AttributeName.Content.input
            guard isInput || name == AttributeName.Content.output else { continue }
            if products.contains(.openInference) {
                let mirror = isInput ? AttributeName.Mirrored.inputValue : AttributeName.Mirrored.outputValue
                mirrored.append((mirror, .string(text)))
            }
            // What a tool is called with is no message, and has a name already.
            if products.contains(.genAI), !isTool {
                let mirror = isInput ? AttributeName.Mirrored.inputMessages : AttributeName.Mirrored.outputMessages
                let message = Message(isInput: isInput, text: text, finishReason: finishReason)
                if let json = message.json { mirrored.append((mirror, .string(json))) }
            }
        }
        return mirrored
    }
}

/// A message as the semantic conventions for GenAI write it.
private struct Message: Encodable {
    struct Part: Encodable {
        let type = "text"
        let content: String

        enum CodingKeys: CodingKey { case type, content }
    }

    let role: String
    let parts: [Part]
    let finishReason: String?

    enum CodingKeys: String, CodingKey {
        case role, parts
        case finishReason = "finish_reason"
    }

    init(isInput: Bool, text: String, finishReason: String?) {
        role = isInput ? "user" : "assistant"
        parts = [Part(content: text)]
        self.finishReason = isInput ? nil : finishReason ?? "stop"
    }

    var json: String? {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        return (try? encoder.encode([self])).map { String(decoding: $0, as: UTF8.self) }
    }
}

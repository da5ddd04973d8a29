import Foundation
import Tracing

/// Captured content under the names that products look for (`eval.compat`). It is scrubbed when it comes here.
enum MirroredContent {
    /// Attributes to add to those of a span.
    static func attributes(
        of attributes: [CollectedAttribute],
        for products: Set<Compatibility>
    ) -> [CollectedAttribute] {
        var mirrored: [CollectedAttribute] = []
        var finishReason: String?
        var isChain = false
        var isCall = false
        var isTool = false
        for attribute in attributes {
            switch (attribute.name, attribute.value) {
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
            mirrored.append(CollectedAttribute(AttributeName.Mirrored.spanKind, "CHAIN"))
        }
        for attribute in attributes {
            let isInput = attribute.name == AttributeName.Content.input
            guard isInput || attribute.name == AttributeName.Content.output, case .string(let text) = attribute.value
            else { continue }
            if products.contains(.openInference) {
                let mirror = isInput ? AttributeName.Mirrored.inputValue : AttributeName.Mirrored.outputValue
                mirrored.append(CollectedAttribute(mirror, .string(text)))
            }
            // What a tool is called with is no message, and has a name already.
            if products.contains(.genAI), !isTool {
                let mirror = isInput ? AttributeName.Mirrored.inputMessages : AttributeName.Mirrored.outputMessages
                let message = Message(isInput: isInput, text: text, finishReason: finishReason)
                if let json = message.json { mirrored.append(CollectedAttribute(mirror, .string(json))) }
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

/// What a model is asked to do, by the names of the OpenTelemetry conventions. Others than these can be made from a
/// literal.
public struct ModelOperation: Sendable, Hashable, RawRepresentable, ExpressibleByStringLiteral {
    public let rawValue: String

    public init(rawValue: String) {
        self.rawValue = rawValue
    }

    public init(stringLiteral value: String) {
        self.init(rawValue: value)
    }

    public static let chat: ModelOperation = "chat"
    public static let textCompletion: ModelOperation = "text_completion"
    public static let embeddings: ModelOperation = "embeddings"
    public static let generateContent: ModelOperation = "generate_content"
    public static let executeTool: ModelOperation = "execute_tool"
    public static let createAgent: ModelOperation = "create_agent"
    public static let invokeAgent: ModelOperation = "invoke_agent"
    public static let rerank: ModelOperation = "rerank"
    public static let imageGeneration: ModelOperation = "image_generation"
    public static let imageEdit: ModelOperation = "image_edit"
    public static let speechToText: ModelOperation = "speech_to_text"
    public static let textToSpeech: ModelOperation = "text_to_speech"
    public static let moderation: ModelOperation = "moderation"

    /// The same as ``textCompletion``.
    public static let completion = textCompletion
    /// The same as ``embeddings``.
    public static let embedding = embeddings
    /// The same as ``executeTool``.
    public static let functionCall = executeTool
    /// The same as ``executeTool``.
    public static let toolUse = executeTool
}

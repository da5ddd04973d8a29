/// Who runs a model, by one name however it is written: `azure-openai` and ` AzureOpenAI ` are `azure.openai`.
///
/// A provider that is not known keeps its name, in lower case and without blanks around it.
public struct Provider: Sendable, Hashable, ExpressibleByStringLiteral {
    /// The name that goes into `gen_ai.provider.name`.
    public let name: String

    public init(_ name: String) {
        self.name = NormalizedName.of(name, among: Self.aliases)
    }

    public init(stringLiteral value: String) {
        self.init(value)
    }

    public static let openAI: Provider = "openai"
    public static let azureOpenAI: Provider = "azure.openai"
    public static let anthropic: Provider = "anthropic"
    public static let bedrock: Provider = "aws.bedrock"
    public static let vertexAI: Provider = "gcp.vertex_ai"
    public static let cohere: Provider = "cohere"
    public static let mistral: Provider = "mistral"
    public static let together: Provider = "together"
    public static let groq: Provider = "groq"
    public static let replicate: Provider = "replicate"
    public static let ollama: Provider = "ollama"
    public static let huggingFace: Provider = "huggingface"
    public static let fireworks: Provider = "fireworks"
    public static let perplexity: Provider = "perplexity"

    private static let aliases = [
        "azure_openai": "azure.openai", "azure-openai": "azure.openai", "azureopenai": "azure.openai",
        "claude": "anthropic",
        "bedrock": "aws.bedrock", "aws_bedrock": "aws.bedrock", "amazon_bedrock": "aws.bedrock",
        "vertex": "gcp.vertex_ai", "vertexai": "gcp.vertex_ai", "vertex_ai": "gcp.vertex_ai",
        "gcp_vertex": "gcp.vertex_ai", "gemini": "gcp.vertex_ai", "google": "gcp.vertex_ai",
        "mistralai": "mistral", "togetherai": "together", "hf": "huggingface",
    ]
}

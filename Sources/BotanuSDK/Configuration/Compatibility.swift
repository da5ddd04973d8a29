/// Names that observability products show content under, besides the SDK's own (`eval.compat`). What they get is the
/// scrubbed text.
public enum Compatibility: String, Sendable, Hashable, CaseIterable {
    /// `input.value`, `output.value` and `openinference.span.kind`, as Arize Phoenix shows them.
    case openInference = "openinference"
    /// `gen_ai.input.messages` and `gen_ai.output.messages`, of the semantic conventions.
    case genAI = "genai"
}

/// Something sensitive in a text: what it is, who found it, where. Never the text itself.
public struct Finding: Sendable, Hashable {
    public let entity: Entity
    /// Name of the pattern or recognizer.
    public let pattern: String
    /// UTF-8 bytes of the text.
    public let range: Range<Int>

    public init(entity: Entity, pattern: String, range: Range<Int>) {
        self.entity = entity
        self.pattern = pattern
        self.range = range
    }
}

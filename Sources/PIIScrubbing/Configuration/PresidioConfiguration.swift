/// How Microsoft Presidio is run, which finds names and places; the recognizer itself is in the module `PIIPresidio`.
///
/// In YAML: `eval.pii.presidio`.
public struct PresidioConfiguration: Sendable, Hashable {
    /// A virtual environment or an interpreter; `none` for no Python at all. Nil to look for one.
    public var python: String?
    /// What Presidio is asked for. Names and places need a model; the others of its entities it looks for with patterns
    /// of its own, besides those of the engine.
    public var entities: [Entity] = [.person, .location]
    /// The lowest score that counts, from 0 to 1: of the model's findings and of Presidio's patterns. What the context of
    /// a name tells has none.
    public var scoreThreshold = 0.4
    /// The package or folder of a spaCy model; nil for the best that is installed.
    public var model: String?
    /// Words and phrases that are nobody's name and no place, in upper or lower case: those of a company's products.
    public var allowList: [String] = []
    /// Words that are always found, with what they are: the name of a person in the news, of a branch.
    public var denyList: [String: Entity] = [:]
    /// Processes that Python runs in; 0 for a thread inside this one.
    ///
    /// Inside, one text after the other is analyzed on one core, and what crashes Python or the model takes this process
    /// with it. A worker that crashes is replaced, and fails no text but the one that it cannot get over; one that does not
    /// come to an end fails those that it was given together. Each takes some hundreds of megabytes. They end with the recognizer, and with this process.
    public var workers = 0
    /// Texts that are analyzed at once, at most.
    public var batchSize = 32
    /// Texts that wait, at most; further ones count as failed.
    public var queueLimit = 256
    /// How long a call may take that has no deadline of its own.
    public var timeout: Duration = .seconds(10)

    public init() {}

    /// What findings may be: the entities that are asked for, and what the words of the deny list are.
    package var findable: [Entity] {
        entities + Set(denyList.values).subtracting(entities).sorted { $0.rawValue < $1.rawValue }
    }
}

extension PresidioConfiguration {
    init(_ node: YAMLNode) throws(ConfigurationError) {
        self.init()
        let fields = try node.fields(known: [
            "python", "entities", "score_threshold", "model", "allow_list", "deny_list", "workers", "batch_size",
            "queue_limit", "timeout_ms",
        ])
        if let value = fields["python"], !value.isNull { python = try value.string() }
        if let value = fields["model"], !value.isNull { model = try value.string() }
        if let value = fields["score_threshold"] { scoreThreshold = try value.double(in: 0...1) }
        if let value = fields["entities"] {
            entities = []
            for element in try value.sequence() { entities.append(try Self.entity(element)) }
            guard !entities.isEmpty else {
                throw value.error(.invalidValue, "names no entity; use_presidio: false switches Presidio off")
            }
        }
        if let value = fields["allow_list"], !value.isNull { allowList = try value.strings() }
        if let value = fields["deny_list"], !value.isNull {
            for (entity, words) in try value.fields().entries {
                guard let named = Entity(rawValue: entity) else { throw Self.noEntity(words) }
                for word in try words.strings() { denyList[word] = named }
            }
        }
        if let value = fields["workers"] { workers = try value.int(in: 0...64) }
        if let value = fields["batch_size"] { batchSize = try value.int(in: 1...1024) }
        if let value = fields["queue_limit"] { queueLimit = try value.int(in: 1...100_000) }
        if let value = fields["timeout_ms"] { timeout = .milliseconds(try value.int(in: 1...3_600_000)) }
    }

    private static func entity(_ node: YAMLNode) throws(ConfigurationError) -> Entity {
        guard let entity = Entity(rawValue: try node.string()) else { throw noEntity(node) }
        return entity
    }

    private static func noEntity(_ node: YAMLNode) -> ConfigurationError {
        node.error(.invalidValue, "must name an entity of Presidio in upper case, as PERSON or LOCATION")
    }
}

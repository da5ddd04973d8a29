/// A database or data warehouse, by one name however it is written.
public struct DatabaseSystem: Sendable, Hashable, ExpressibleByStringLiteral {
    /// The name that goes into `db.system`.
    public let name: String

    public init(_ name: String) {
        self.name = NormalizedName.of(name, among: Self.aliases)
    }

    public init(stringLiteral value: String) {
        self.init(value)
    }

    public static let postgreSQL: DatabaseSystem = "postgresql"
    public static let mySQL: DatabaseSystem = "mysql"
    public static let sqlite: DatabaseSystem = "sqlite"
    public static let mongoDB: DatabaseSystem = "mongodb"
    public static let dynamoDB: DatabaseSystem = "dynamodb"
    public static let redis: DatabaseSystem = "redis"
    public static let elasticsearch: DatabaseSystem = "elasticsearch"
    public static let snowflake: DatabaseSystem = "snowflake"
    public static let bigQuery: DatabaseSystem = "bigquery"

    private static let aliases = [
        "postgres": "postgresql", "pg": "postgresql", "sqlserver": "mssql", "mongo": "mongodb",
    ]
}

/// An object store or file store, by one name however it is written.
public struct StorageSystem: Sendable, Hashable, ExpressibleByStringLiteral {
    /// The name that goes into `botanu.storage.system`.
    public let name: String

    public init(_ name: String) {
        self.name = NormalizedName.of(name, among: Self.aliases)
    }

    public init(stringLiteral value: String) {
        self.init(value)
    }

    public static let s3: StorageSystem = "s3"
    public static let gcs: StorageSystem = "gcs"
    public static let azureBlob: StorageSystem = "azure_blob"

    private static let aliases = ["aws_s3": "s3", "google_cloud_storage": "gcs", "blob": "azure_blob"]
}

/// A queue or broker, by one name however it is written.
public struct MessagingSystem: Sendable, Hashable, ExpressibleByStringLiteral {
    /// The name that goes into `messaging.system`.
    public let name: String

    public init(_ name: String) {
        self.name = NormalizedName.of(name, among: Self.aliases)
    }

    public init(stringLiteral value: String) {
        self.init(value)
    }

    public static let sqs: MessagingSystem = "sqs"
    public static let sns: MessagingSystem = "sns"
    public static let pubSub: MessagingSystem = "pubsub"
    public static let serviceBus: MessagingSystem = "servicebus"
    public static let kafka: MessagingSystem = "kafka"
    public static let rabbitMQ: MessagingSystem = "rabbitmq"
    public static let nats: MessagingSystem = "nats"

    private static let aliases = [
        "aws_sqs": "sqs", "google_pubsub": "pubsub", "azure_servicebus": "servicebus",
    ]
}

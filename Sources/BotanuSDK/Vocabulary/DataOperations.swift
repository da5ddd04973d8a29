/// What is done to a database. Others than these can be made from a literal.
public struct DatabaseOperation: Sendable, Hashable, RawRepresentable, ExpressibleByStringLiteral {
    public let rawValue: String

    public init(rawValue: String) {
        self.rawValue = rawValue
    }

    public init(stringLiteral value: String) {
        self.init(rawValue: value)
    }

    public static let select: DatabaseOperation = "SELECT"
    public static let insert: DatabaseOperation = "INSERT"
    public static let update: DatabaseOperation = "UPDATE"
    public static let delete: DatabaseOperation = "DELETE"
    public static let upsert: DatabaseOperation = "UPSERT"
    public static let merge: DatabaseOperation = "MERGE"
    public static let create: DatabaseOperation = "CREATE"
    public static let drop: DatabaseOperation = "DROP"
    public static let alter: DatabaseOperation = "ALTER"
    public static let index: DatabaseOperation = "INDEX"
    public static let transaction: DatabaseOperation = "TRANSACTION"
    public static let batch: DatabaseOperation = "BATCH"
}

/// What is done to an object store. Others than these can be made from a literal.
public struct StorageOperation: Sendable, Hashable, RawRepresentable, ExpressibleByStringLiteral {
    public let rawValue: String

    public init(rawValue: String) {
        self.rawValue = rawValue
    }

    public init(stringLiteral value: String) {
        self.init(rawValue: value)
    }

    public static let get: StorageOperation = "GET"
    public static let put: StorageOperation = "PUT"
    public static let delete: StorageOperation = "DELETE"
    public static let list: StorageOperation = "LIST"
    public static let head: StorageOperation = "HEAD"
    public static let copy: StorageOperation = "COPY"
    public static let multipartUpload: StorageOperation = "MULTIPART_UPLOAD"
}

/// What is done with messages. Others than these can be made from a literal.
public struct MessagingOperation: Sendable, Hashable, RawRepresentable, ExpressibleByStringLiteral {
    public let rawValue: String

    public init(rawValue: String) {
        self.rawValue = rawValue
    }

    public init(stringLiteral value: String) {
        self.init(rawValue: value)
    }

    public static let publish: MessagingOperation = "publish"
    public static let consume: MessagingOperation = "consume"
    public static let receive: MessagingOperation = "receive"
    public static let send: MessagingOperation = "send"
    public static let subscribe: MessagingOperation = "subscribe"
}

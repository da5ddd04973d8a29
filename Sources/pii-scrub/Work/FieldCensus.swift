import Synchronization

/// What the named fields were in the records: one that no record has is a typing error, by which what should be
/// scrubbed would pass unseen.
struct FieldCensus: Sendable {
    /// What a field was at the most.
    enum Presence: Int, Sendable, Comparable {
        case absent
        /// `null`, or a list or mapping with nothing in it.
        case empty
        /// A number or a truth value, which are not scrubbed.
        case noText
        case text

        static func < (left: Presence, right: Presence) -> Bool { left.rawValue < right.rawValue }
    }

    private(set) var records = 0
    private(set) var presences: [Presence]

    init(fields: [FieldPath]) {
        presences = fields.map { _ in .absent }
    }

    var hasAny: Bool { presences.contains { $0 > .absent } }

    mutating func add(_ other: FieldCensus) {
        records += other.records
        presences = zip(presences, other.presences).map(max)
    }

    /// Counts one record.
    mutating func add(_ record: JSONRecord, line: [UInt8], fields: [FieldPath]) {
        records += 1
        for value in record.values {
            for (index, field) in fields.enumerated() where presences[index] < .text && field.covers(value.path) {
                presences[index] = max(presences[index], Self.presence(of: value, in: line))
            }
        }
    }

    private static func presence(of value: JSONRecord.Value, in line: [UInt8]) -> Presence {
        if value.isText { return .text }
        return "[{n".utf8.contains(line[value.range.lowerBound]) ? .empty : .noText
    }

    /// What is to be told at the end of a run.
    func warnings(fields: [FieldPath]) -> [String] {
        guard records > 0 else { return [] }
        return zip(fields, presences).compactMap { field, presence in
            switch presence {
            case .absent: "warning: --fields: no record has the field '\(field)'; check its name (a.b for nested ones)"
            case .noText: "warning: --fields: the field '\(field)' is nowhere a text; only texts are scrubbed"
            case .empty, .text: nil
            }
        }
    }
}

/// The census of a whole run, to which inputs add theirs from their threads.
final class SharedFieldCensus: Sendable {
    private let census: Mutex<FieldCensus>

    init(fields: [FieldPath]) {
        census = Mutex(FieldCensus(fields: fields))
    }

    func add(_ other: FieldCensus) {
        census.withLock { $0.add(other) }
    }

    func warnings(fields: [FieldPath]) -> [String] {
        census.withLock { $0.warnings(fields: fields) }
    }
}

import Foundation

extension AttributeName {
    /// Whether the last gate lets a value pass: identifiers, times and durations that are made here, by what they are
    /// named and by their shape, since anybody can use the name. All else is looked at.
    package static func isExportedAsGiven(_ name: String, _ value: String) -> Bool {
        if identifiers.contains(name) { return UUID(uuidString: value) != nil }
        return name == Run.startTime && isTime(value)
    }

    package static func isExportedAsGiven(_ name: String) -> Bool { durations.contains(name) }

    private static let identifiers: Set<String> = [Run.id, Run.rootID, Run.parentID, Run.retryOf]

    private static let durations: Set<String> = [
        Run.durationMilliseconds, Tool.durationMilliseconds, Data.durationMilliseconds, Storage.durationMilliseconds,
        Messaging.durationMilliseconds, Run.deadline, Run.cancelledAt,
    ]

    /// As in `2026-11-21T20:15:00.000Z`.
    private static func isTime(_ text: String) -> Bool {
        let shape = Array("0000-00-00T00:00:00.000Z".utf8)
        return text.utf8.count == shape.count
            && zip(text.utf8, shape).allSatisfy { byte, kind in
                kind == UInt8(ascii: "0") ? (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) : byte == kind
            }
    }
}

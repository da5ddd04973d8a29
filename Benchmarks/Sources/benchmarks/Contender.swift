import PIIScrubbing

/// Something that is measured: what it is called and what it does to one text.
struct Contender {
    enum Task: String {
        case find
        case replace
    }

    let name: String
    let task: Task
    /// How many findings a text has; nil for what only replaces. Throws where the text was not scanned to its end.
    let count: ((String) throws -> Int)?
    /// The work to measure. What it returns only keeps it from being optimised away.
    let run: (String) throws -> Int

    static func yardstick(_ task: Task) throws -> Contender {
        let yardstick = try Yardstick()
        return Contender(
            name: "yardstick",
            task: task,
            count: task == .find ? { yardstick.find($0) } : { yardstick.countReplaced($0) },
            run: task == .find ? { yardstick.find($0) } : { yardstick.replace($0) }
        )
    }

    /// - Parameter set: which patterns our engine works with.
    static func ours(_ task: Task, _ set: PatternSet, folder: String) throws -> Contender {
        let scrubber = try set.scrubber(folder: folder)
        return Contender(
            name: "ours, \(set.rawValue)",
            task: task,
            count: { try scrubber.findings(in: $0).count },
            run: task == .find ? { try scrubber.findings(in: $0).count } : { scrubber.scrub($0).utf8.count }
        )
    }
}

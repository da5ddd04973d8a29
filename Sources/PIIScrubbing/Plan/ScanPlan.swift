import CByteScan

/// How all patterns of a set are looked for in one pass. Immutable, shared by all threads.
final class ScanPlan: @unchecked Sendable {
    /// By index of the pattern.
    let plans: [PatternPlan]
    /// By index of the pattern, whatever room there was for its plan: whether its matches may start before a blank.
    let mayStartBeforeBlank: [Bool]
    /// By index of the pattern; nil where a regex is not understood.
    let syntaxes: [RegexNode?]
    let triggers: TriggerTable
    /// What a tag of the scanner asks for. Raw memory: it is read at every candidate.
    let actions: UnsafeMutablePointer<Action>
    let actionCount: Int
    /// For each pattern, what may stand at a start of its matches.
    let starts: UnsafeMutablePointer<StartTable>
    /// Runs of digits of all patterns that start with one; nil where there are none.
    let run: RunPlan?
    /// Patterns that are searched for in every text.
    let searched: [Int]
    /// Patterns that are searched for in texts with one of their keywords.
    let keyworded: [Int]
    /// Of those, the ones whose time is bounded.
    let searchedInterruptibly: [Int]
    /// Whether a text may have to be searched besides.
    var needsSearch: Bool { !searched.isEmpty || !keyworded.isEmpty }
    /// Redaction markers that the scanner looks for; those that are too short for it are not.
    private let markers: [[UInt8]]
    let findsMarkers: Bool

    struct Action {
        enum Kind: UInt8 {
            case opening, chain, pivot, keyword, run, marker
        }

        var kind: Kind
        /// Whether starts before one pivot fail together.
        var failsAsOne = false
        var pattern: Int
        /// How many bytes at least and at most stand before what the scanner found.
        var leastBefore = 0
        var mostBefore = Int.max
        /// Bytes that may stand before, as a table of zero and one.
        var before: UnsafeMutablePointer<UInt8>?
    }

    /// - Parameter markers: what redaction leaves behind.
    init(_ definitions: [PatternDefinition], markers: [[UInt8]]) {
        let syntaxes = definitions.map { Self.syntax(of: $0) }
        self.syntaxes = syntaxes
        var plans = zip(definitions, syntaxes).map { PatternPlan($0, syntax: $1) }
        mayStartBeforeBlank = plans.map(\.mayStartBeforeBlank)
        run = RunPlan(&plans, definitions)
        var contents = TriggerTable.Contents()
        var list: [Action] = []
        for index in plans.indices {
            plans[index] = Self.add(plans[index], index, to: &contents, &list)
        }
        if let run {
            contents.run = (run.minimumDigits, run.maximumGap, run.separators, list.count)
            list.append(Action(kind: .run, pattern: 0))
        }
        let findsMarkers = markers.allSatisfy { marker in
            ByteFrequency.frequency(of: marker.prefix(3).map { ByteSet($0) }) <= ByteFrequency.rare
        }
        self.findsMarkers = findsMarkers
        self.markers = markers
        if findsMarkers {
            for (index, marker) in markers.enumerated() {
                let sets = marker.prefix(8).map { ByteSet($0) }
                let opening = Opening(previous: .all, sets: sets, isWhole: false)
                contents.literals.append((opening, [opening].rarestWindow, list.count))
                list.append(Action(kind: .marker, pattern: index))
            }
        }
        self.plans = plans
        triggers = TriggerTable(contents)
        actionCount = list.count
        actions = .allocate(capacity: max(1, list.count))
        actions.initialize(from: list, count: list.count)
        starts = .allocate(capacity: max(1, definitions.count))
        for (index, syntax) in syntaxes.enumerated() {
            (starts + index).initialize(to: StartTable(syntax))
        }
        searched = plans.indices.filter { if case .search = plans[$0] { true } else { false } }
        keyworded = plans.indices.filter { if case .keywords = plans[$0] { true } else { false } }
        searchedInterruptibly = (searched + keyworded).filter { !definitions[$0].source.isBuiltin }
    }

    deinit {
        for index in 0..<actionCount { actions[index].before?.deallocate() }
        actions.deallocate()
        for index in plans.indices { starts[index].deallocate() }
        starts.deallocate()
    }

    /// The most bytes that a match of a pattern has; as many as there can be where that is not known, or where the
    /// search behind a rejected match would not go on from its second byte.
    func mostBytes(of pattern: Int) -> Int {
        guard let most = syntaxes[pattern]?.maximumLength, most <= CompiledPattern.retryLength else { return Int.max }
        return most
    }

    /// The bytes that may stand from the start of a match up to where it is noticed, where these are gone back over.
    func lead(of pattern: Int) -> ByteSet? {
        if case .pivot(let pivot) = plans[pattern] { pivot.before } else { nil }
    }

    /// Whether the marker that an action looks for stands at the start of a text.
    func isMarker(_ action: UnsafeMutablePointer<Action>, _ text: UnsafePointer<UInt8>, count: Int) -> Bool {
        UnsafeBufferPointer(start: text, count: count).starts(with: markers[action.pointee.pattern])
    }

    /// Nil where a regex is not run on bytes or not understood.
    static func syntax(of definition: PatternDefinition) -> RegexNode? {
        guard !Regex.wantsUnicode(definition.regex), let syntax = RegexParser.parse(definition.regex) else {
            return nil
        }
        return syntax.contains { $0 == .skip } && !Regex.knowsSkips(of: definition.regex) ? nil : syntax
    }

    /// Adds what a plan needs to the tables.
    ///
    /// - Returns: the plan, or a search where there is no room for it.
    private static func add(
        _ plan: PatternPlan,
        _ pattern: Int,
        to contents: inout TriggerTable.Contents,
        _ list: inout [Action]
    ) -> PatternPlan {
        func hasRoom(_ literals: Int) -> Bool {
            contents.literals.count + literals <= TriggerTable.Contents.maximumLiterals
                && list.count < TriggerTable.Contents.maximumTag
        }
        switch plan {
        case .openings(let openings, let shapes):
            guard hasRoom(openings.count + shapes.count),
                contents.shapes.count + shapes.count <= TriggerTable.Contents.maximumShapes
            else { return .search(.noRoom) }
            // Starts of a pattern come in ascending order: one shift for all literals, which is no longer than what
            // stands before the separator that a shape is noticed by.
            let shift = min(openings.rarestWindow, shapes.map { $0.groups[0] }.min() ?? Int.max)
            contents.literals += openings.map { ($0, shift, list.count) }
            list.append(Action(kind: .opening, pattern: pattern))
            for shape in shapes {
                contents.shapes.append((shape, list.count))
                list.append(Action(kind: .opening, pattern: pattern, leastBefore: shape.groups[0]))
            }
        case .chain(let chain):
            guard hasRoom(0), contents.hasRoom(for: chain) else { return .search(.noRoom) }
            contents.chains.append((chain, list.count))
            list.append(
                Action(
                    kind: .chain,
                    pattern: pattern,
                    leastBefore: chain.lead.lowerBound,
                    mostBefore: chain.lead.upperBound,
                    before: chain.fill.table()
                )
            )
        case .pivot(let pivot):
            guard hasRoom(1) else { return .search(.noRoom) }
            let previous = pivot.leastBefore > 0 ? pivot.before : .all
            contents.literals.append((Opening(previous: previous, sets: pivot.sets, isWhole: false), 0, list.count))
            list.append(
                Action(
                    kind: .pivot,
                    failsAsOne: pivot.failsAsOne,
                    pattern: pattern,
                    leastBefore: pivot.leastBefore,
                    mostBefore: pivot.reach ?? Int.max,
                    before: pivot.before.table()
                )
            )
        case .keywords(let keywords):
            guard hasRoom(keywords.count) else { return .search(.noRoom) }
            for keyword in keywords {
                let sets = keyword.utf8.prefix(8).map { ByteSet($0).ignoringCase }
                let opening = Opening(previous: .all, sets: sets, isWhole: false)
                contents.literals.append((opening, [opening].rarestWindow, list.count))
            }
            list.append(Action(kind: .keyword, pattern: pattern))
        case .digitRun, .search:
            break
        }
        return plan
    }
}

extension ByteSet {
    /// Zero or one for each byte; to be deallocated by who asks.
    func table() -> UnsafeMutablePointer<UInt8> {
        let table = UnsafeMutablePointer<UInt8>.allocate(capacity: 256)
        for byte in UInt8.min...UInt8.max {
            (table + Int(byte)).initialize(to: contains(byte) ? 1 : 0)
        }
        return table
    }
}

/// Which bytes a match may start with behind which byte, as two tables of bits: one bit for each way to open.
struct StartTable {
    private let tables: UnsafeMutablePointer<UInt8>

    init(_ syntax: RegexNode?) {
        tables = .allocate(capacity: 512)
        tables.initialize(repeating: 0xFF, count: 512)
        guard let syntax, syntax.minimumLength > 0 else { return }
        tables.update(repeating: 0, count: 512)
        for (index, opening) in syntax.openings(depth: 1, limit: 64).enumerated() {
            // More than eight ways share the last bit, which then lets more through than it must.
            let bit = UInt8(1) << UInt8(min(index, 7))
            for byte in UInt8.min...UInt8.max {
                if opening.sets.first?.contains(byte) ?? true { tables[Int(byte)] |= bit }
                if opening.previous.contains(byte) { tables[256 + Int(byte)] |= bit }
            }
        }
    }

    func deallocate() {
        tables.deallocate()
    }

    /// Whether a match may start at an offset.
    @inline(__always)
    func allows(_ text: UnsafePointer<UInt8>, at offset: Int) -> Bool {
        let first = tables[Int(text[offset])]
        return offset == 0 ? first != 0 : first & tables[256 &+ Int(text[offset &- 1])] != 0
    }
}

/// How matches of one pattern are looked for. Every plan finds what a plain search finds; they differ in cost.
enum PatternPlan: Sendable, Hashable {
    /// A match starts with one of these openings, or with a shape of digits.
    case openings([Opening], shapes: [DigitShape])
    /// A match starts with a run of digits, or with a byte that leads to one.
    case digitRun(DigitRun)
    /// A match starts just before a chain of separators.
    case chain(Chain)
    /// Every match has a pivot; what stands before it leads back to the start.
    case pivot(Pivot)
    /// Searched for where one of these texts stands anywhere in the text, without regard to ASCII case.
    case keywords([String])
    /// Searched for in every text.
    case search(Reason)

    /// Whether a match is taken to start even with a byte behind which a blank stands. Not where a pivot leads to it: nearly
    /// all that starts e-mail addresses ends other things too.
    var mayStartBeforeBlank: Bool {
        if case .pivot = self { false } else { true }
    }

    /// Why nothing better than a search is possible.
    enum Reason: Sendable, Hashable {
        /// The regex uses what depends on where a search starts, or syntax that is not analysed.
        case syntax
        /// No byte that every match has is rare enough to be looked for.
        case noRareByte
        /// Others took all the room that the scanner has for plans of this kind.
        case noRoom
    }

    /// The plan that a regex allows.
    init(_ definition: PatternDefinition, syntax: RegexNode?) {
        let keywords = PatternPlan.searchable(definition.keywords) ?? PatternPlan.searchable(definition.anchor)
        let fallback: (Reason) -> PatternPlan = { keywords.map(PatternPlan.keywords) ?? .search($0) }
        guard let syntax else {
            self = fallback(.syntax)
            return
        }
        guard syntax.minimumLength > 0 else {
            self = fallback(.noRareByte)
            return
        }
        // What says where the search goes on must be run too, and stands where no match does.
        let hasSkip = syntax.contains { $0 == .skip }
        if !hasSkip, let chain = Chain(syntax) {
            self = .chain(chain)
        } else if let plan = Self.openings(syntax) {
            self = plan
        } else if hasSkip {
            self = fallback(.syntax)
        } else if let pivot = Pivot(syntax) {
            self = .pivot(pivot)
        } else if let run = DigitRun(syntax) {
            self = .digitRun(run)
        } else {
            self = fallback(.noRareByte)
        }
    }

    private static let openingDepth = 16
    private static let maximumOpenings = 48
    private static let maximumShapes = 2

    private static func openings(_ syntax: RegexNode) -> PatternPlan? {
        // Digits open a match only as a shape, which has few bytes.
        let isLong = syntax.maximumLength ?? Int.max > openingDepth
        if isLong, !syntax.first.isDisjoint(with: .digits) { return nil }
        var shapes: [DigitShape] = []
        var literals: [Opening] = []
        for opening in syntax.openings(depth: openingDepth, limit: maximumOpenings) {
            if let shape = DigitShape(opening) {
                shapes.append(shape)
            } else if !opening.sets.isEmpty, ByteFrequency.frequency(of: opening.sets.prefix(3)) <= ByteFrequency.rare,
                opening.sets[0].isDisjoint(with: .digits)
            {
                literals.append(opening)
            } else {
                return nil
            }
        }
        shapes = DigitShape.merged(shapes)
        literals = Opening.merged(literals)
        guard shapes.count <= maximumShapes, literals.count <= maximumOpenings else { return nil }
        return shapes.isEmpty && literals.isEmpty ? nil : .openings(literals, shapes: shapes)
    }

    /// Texts that are worth looking for; nil where one of them is not, since then all of them are of no help.
    private static func searchable(_ texts: [String]) -> [String]? {
        let isUseful = texts.allSatisfy { text in
            let sets = text.utf8.prefix(3).map { ByteSet($0).ignoringCase }
            return text.utf8.allSatisfy { $0 < 0x80 } && ByteFrequency.frequency(of: sets) <= ByteFrequency.rare
        }
        return texts.isEmpty || !isUseful ? nil : texts
    }

    /// What an anchor promises of every match.
    private static func searchable(_ anchor: Anchor?) -> [String]? {
        switch anchor {
        case .atSign: searchable(["@"])
        case .literals(let literals, _): searchable(literals)
        case .digitRun, .hexColon, nil: nil
        }
    }
}

extension PatternPlan: CustomStringConvertible {
    /// One line for a person who asks what a pattern costs.
    var description: String {
        switch self {
        case .openings(let openings, let shapes):
            var seen = Set<String>()
            let all = openings.map { $0.sets.display } + shapes.map(\.description)
            let parts = all.filter { seen.insert($0).inserted }
            let shown = parts.prefix(6).joined(separator: ", ")
            return "opens with \(shown)\(parts.count > 6 ? ", …" : "")"
        case .digitRun(let run):
            return "runs of at least \(run.minimumDigits) digits"
        case .chain(let chain):
            return "anchored at \(chain.count) times '\(Character(UnicodeScalar(chain.separator)))' at short distances"
        case .pivot(let pivot):
            return "anchored at \(pivot.sets.display)"
        case .keywords(let keywords):
            let shown = keywords.prefix(6).map { "'\($0)'" }.joined(separator: ", ")
            return "searched where a text has \(shown)\(keywords.count > 6 ? ", …" : "")"
        case .search(.syntax):
            return "searched: its regex is not analysed, costs a full pass"
        case .search(.noRareByte):
            return "searched: no required byte, costs a full pass"
        case .search(.noRoom):
            return "searched: too many patterns of its kind, costs a full pass"
        }
    }
}

extension DigitShape: CustomStringConvertible {
    var description: String {
        "digits in groups of " + groups.map(String.init).joined(separator: ", ")
    }
}

extension [ByteSet] {
    /// The bytes as a person would write them, as far as they are a text with small classes in it.
    fileprivate var display: String {
        var text = ""
        for set in self {
            guard let part = set.display else { break }
            text += part
        }
        return text.isEmpty ? "one of \(first?.count ?? 0) bytes" : "'\(text)'"
    }
}

extension ByteSet {
    /// A character, or a class of a few; nil where it is neither.
    fileprivate var display: String? {
        if let byte = single ?? letterOfBothCases {
            return byte >= 0x20 && byte < 0x7F ? String(Character(UnicodeScalar(byte))) : nil
        }
        if self == .digits { return "[0-9]" }
        let members = members
        guard members.count <= 6, members.allSatisfy({ $0 > 0x20 && $0 < 0x7F }) else { return nil }
        return "[" + String(decoding: members, as: UTF8.self) + "]"
    }

    fileprivate var letterOfBothCases: UInt8? {
        guard count == 2, let byte = members.last, ASCII.isLetter(byte), contains(byte ^ 0x20) else { return nil }
        return byte
    }
}

import PIIScrubbing

/// All that is known of a pattern, for a person to read.
enum PatternSheet {
    /// - Parameter set: the active patterns, with which it shares the scanner; it may not be one of them.
    static func text(_ entry: PatternCatalog.Entry, in set: CompiledPatternSet) -> String {
        let pattern = entry.definition
        var rows: [(String, String)] = [
            ("name", pattern.name),
            ("entity", pattern.entity.rawValue),
        ]
        func add(_ key: String, _ value: String?) {
            if let value, !value.isEmpty { rows.append((key, value)) }
        }
        add("description", pattern.summary)
        add("state", entry.isActive ? "on" : "off")
        add("from", pattern.source.description)
        add("part of", pattern.parent)
        add("regex", pattern.regex)
        add("group", pattern.group == 0 ? nil : String(pattern.group))
        for validator in pattern.validators {
            add("validator", "\(validator.name): \(validator.summary)")
        }
        add("keywords", pattern.keywords.joined(separator: ", "))
        add("anchor", pattern.anchor.map(describe))
        let index = set.patterns.firstIndex { $0.definition.name == pattern.name }
        add("plan", index.map(set.planDescription) ?? CompiledPatternSet([pattern]).planDescription(of: 0))
        add("context", pattern.context.map { describe($0) + ($0.isRequired ? ", required" : ", raises the rank") })
        add("excluded by", pattern.excludedContext.map(describe))
        add("allowed", pattern.allowed.isEmpty ? nil : counted(pattern.allowed.count, "value"))
        add("precedence", String(pattern.precedence))
        add("redaction", pattern.redaction.map(\.description))
        // Quoted, so that blanks at the ends and line ends show.
        for example in pattern.examples.matching { add("matches", JSON.text(example.text)) }
        for example in pattern.examples.ignored { add("ignores", JSON.text(example.text)) }
        let width = rows.map(\.0.count).max() ?? 0
        return rows.map { key, value in
            let indent = String(repeating: " ", count: width + 2)
            let label = key + String(repeating: " ", count: width - key.count + 2)
            return label
                + value.split(separator: "\n", omittingEmptySubsequences: false).joined(separator: "\n" + indent)
        }.joined(separator: "\n")
    }

    private static func describe(_ anchor: Anchor) -> String {
        switch anchor {
        case .atSign: "at '@'"
        case .hexColon: "at ':' beside a hexadecimal digit"
        case .digitRun(let minimum, let maximum, let separators):
            "a run of \(minimum) to \(maximum) digits"
                + (separators.isEmpty ? "" : ", separated by any of '\(separators)'")
        case .literals(let literals, let ignoresCase):
            "literal " + literals.map { "'\($0)'" }.joined(separator: ", ")
                + (ignoresCase ? ", in any letter case" : "")
        }
    }

    private static func describe(_ rule: ContextRule) -> String {
        let reach = [
            rule.before > 0 ? "\(counted(rule.before, "byte")) before" : nil,
            rule.after > 0 ? "\(counted(rule.after, "byte")) behind" : nil,
        ]
        return rule.words.joined(separator: ", ") + " (up to \(reach.compactMap(\.self).joined(separator: ", ")))"
    }
}

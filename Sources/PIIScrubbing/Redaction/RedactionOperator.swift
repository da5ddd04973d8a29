/// What stands in the output in place of a finding.
public struct RedactionOperator: Sendable, Hashable {
    enum Kind: Sendable, Hashable {
        case replace(String?)
        case placeholder
        case mask(Mask)
    }

    struct Mask: Sendable, Hashable {
        var keepFirst: Int
        var keepLast: Int
        var keepsSeparators: Bool
        var character: Character
    }

    let kind: Kind

    /// The configured replacement, `[REDACTED]` unless set otherwise.
    public static let replace = RedactionOperator(kind: .replace(nil))

    /// The entity in angle brackets, as in `<EMAIL_ADDRESS>`.
    public static let placeholder = RedactionOperator(kind: .placeholder)

    /// A text of one's own. It must not be one that an active pattern finds.
    public static func replace(with replacement: String) -> RedactionOperator {
        RedactionOperator(kind: .replace(replacement))
    }

    /// Hides all but the first and last characters, as in `************1111`.
    ///
    /// Of a finding that has no more letters and digits than are to be kept, nothing is kept.
    ///
    /// - Parameters:
    ///   - keepFirst: letters and digits to keep at the start.
    ///   - keepLast: letters and digits to keep at the end.
    ///   - keepsSeparators: whether what is neither letter nor digit stays as it is.
    ///   - character: what stands for a hidden character.
    public static func mask(
        keepFirst: Int = 0,
        keepLast: Int = 0,
        keepsSeparators: Bool = true,
        character: Character = "*"
    ) -> RedactionOperator {
        RedactionOperator(
            kind: .mask(
                Mask(
                    keepFirst: max(0, keepFirst),
                    keepLast: max(0, keepLast),
                    keepsSeparators: keepsSeparators,
                    character: character
                )
            )
        )
    }
}

extension RedactionOperator: CustomStringConvertible {
    public var description: String {
        switch kind {
        case .replace(nil): "replace"
        case .replace(let text?): "replace with '\(text)'"
        case .placeholder: "placeholder"
        case .mask(let mask): "mask, keeping the first \(mask.keepFirst) and the last \(mask.keepLast)"
        }
    }
}

/// What a finding is, as in `EMAIL_ADDRESS`: a name of upper-case letters, digits and `_`, that of Presidio where
/// Presidio has one.
public struct Entity: Sendable, Hashable, RawRepresentable {
    public let rawValue: String

    /// - Returns: nil where `rawValue` is no such name, or longer than 64 bytes.
    public init?(rawValue: String) {
        guard let first = rawValue.utf8.first, first >= UInt8(ascii: "A"), first <= UInt8(ascii: "Z"),
            rawValue.utf8.count <= 64, rawValue.utf8.allSatisfy(Self.isAllowed)
        else { return nil }
        self.rawValue = rawValue
    }

    /// The name of a human being: for recognizers, no pattern finds it.
    public static let person = Entity(patternName: "PERSON")
    /// A place, a country, a building: for recognizers, no pattern finds it.
    public static let location = Entity(patternName: "LOCATION")

    /// The entity of a pattern that only has a name: `employee_id` gives `EMPLOYEE_ID`.
    init(patternName: String) {
        let bytes = patternName.utf8.map { byte -> UInt8 in
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"): byte - 32
            case _ where Self.isAllowed(byte): byte
            default: UInt8(ascii: "_")
            }
        }
        let name = String(decoding: bytes, as: UTF8.self)
        rawValue = bytes.first.map { $0 >= UInt8(ascii: "A") && $0 <= UInt8(ascii: "Z") } == true ? name : "X_" + name
    }

    private static func isAllowed(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"): true
        default: false
        }
    }
}

extension Entity: CustomStringConvertible {
    public var description: String { rawValue }
}

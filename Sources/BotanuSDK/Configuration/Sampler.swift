/// Which spans are recorded and exported (`OTEL_TRACES_SAMPLER`). It does not decide what content is captured: that is
/// ``BotanuConfig/contentCaptureRate``.
public struct Sampler: Sendable, Hashable {
    public enum Root: Sendable, Hashable {
        case always
        case never
        /// This share of traces, from 0 to 1, the same ones in every process.
        case ratio(Double)
    }

    /// How a trace is decided that starts here.
    public var root: Root
    /// Whether one that comes in with a call keeps what its caller decided.
    public var isParentBased: Bool

    public init(root: Root, isParentBased: Bool = true) {
        self.root = root
        self.isParentBased = isParentBased
    }

    /// All, unless a caller decided otherwise.
    public static let parentBasedAlways = Sampler(root: .always)

    /// - Parameters:
    ///   - name: as in `OTEL_TRACES_SAMPLER`.
    ///   - argument: the share, for those that have one; 1 where there is none.
    init?(name: String, argument: String?) {
        let names = ["always_on": Root.always, "always_off": .never, "traceidratio": nil]
        let prefix = "parentbased_"
        let isParentBased = name.hasPrefix(prefix)
        guard let known = names[isParentBased ? String(name.dropFirst(prefix.count)) : name] else { return nil }
        if let root = known {
            self.init(root: root, isParentBased: isParentBased)
        } else {
            guard let ratio = Double(argument ?? "1"), (0...1).contains(ratio) else { return nil }
            self.init(root: .ratio(ratio), isParentBased: isParentBased)
        }
    }

    static let names = [
        "always_on", "always_off", "traceidratio", "parentbased_always_on", "parentbased_always_off",
        "parentbased_traceidratio",
    ]
}

import Synchronization
package import Tracing

/// A tracer that trackers ask without looking it up first, and whose spans take attributes as they were collected.
///
/// That halves what a tracked call costs. It changes nothing else: with any other tracer, or one that a scope has bound,
/// trackers go the usual way.
package protocol DirectTracer: Sendable {
    func startSpan(_ name: String, kind: SpanKind, in context: ServiceContext, fileID: String) -> any DirectSpan
}

package protocol DirectSpan: Span {
    /// When it started, in nanoseconds since 1970.
    var start: UInt64 { get }

    /// Ends the span with attributes on top of those it was told.
    ///
    /// - Parameters:
    ///   - bytes: about how much memory they hold.
    ///   - nanoseconds: since 1970.
    func end(adding attributes: [CollectedAttribute], bytes: Int, at nanoseconds: UInt64)
}

/// The tracer that ``Botanu/bootstrap(wrapping:)`` has installed, if it is a direct one.
final class InstalledTracer: Sendable {
    /// Set once, and never given back.
    private static let installed = Atomic<UInt>(0)

    private let type: ObjectIdentifier
    private let tracer: any DirectTracer

    /// - Parameter instrument: what was bootstrapped around the tracer; nothing else is of its type.
    init(_ tracer: any DirectTracer, in instrument: some Instrument) {
        self.tracer = tracer
        type = ObjectIdentifier(Swift.type(of: instrument))
    }

    static func set(_ tracer: InstalledTracer) {
        installed.store(UInt(bitPattern: Unmanaged.passRetained(tracer).toOpaque()), ordering: .releasing)
    }

    /// Nil where a scope has bound another tracer.
    static var current: (any DirectTracer)? {
        guard let pointer = UnsafeRawPointer(bitPattern: installed.load(ordering: .acquiring)) else { return nil }
        return Unmanaged<InstalledTracer>.fromOpaque(pointer)._withUnsafeGuaranteedRef { installed in
            let type = ObjectIdentifier(Swift.type(of: InstrumentationSystem.instrument))
            return type == installed.type ? installed.tracer : nil
        }
    }
}

package import Tracing

/// An attribute as trackers collect it, and exporters get it. Of several with one name the last counts.
package struct CollectedAttribute: Sendable {
    package var name: String
    package var value: SpanAttribute

    package init(_ name: String, _ value: SpanAttribute) {
        self.name = name
        self.value = value
    }
}

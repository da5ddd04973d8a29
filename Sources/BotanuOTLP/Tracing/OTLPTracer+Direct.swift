package import BotanuSDK
package import Tracing

extension OTLPTracer: DirectTracer {
    package func startSpan(
        _ name: String,
        kind: SpanKind,
        in context: ServiceContext,
        fileID: String
    ) -> any DirectSpan {
        startSpan(
            name,
            context: context,
            ofKind: kind,
            at: DefaultTracerClock.now,
            function: "",
            file: fileID,
            line: 0
        )
    }
}

extension OTLPSpan: DirectSpan {
    package func end(adding attributes: [CollectedAttribute], bytes: Int, at nanoseconds: UInt64) {
        end(at: nanoseconds) { state in
            state.collected = attributes
            return bytes
        }
    }
}

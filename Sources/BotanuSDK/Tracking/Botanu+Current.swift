public import Tracing

extension Botanu {
    /// Tells of a call to a model on a span that somebody else made: for libraries that trace their calls without saying
    /// what they cost.
    ///
    /// - Parameters:
    ///   - span: the current one unless given. A tracer that cannot tell the current span must be given one.
    ///   - inputTokens: left out where 0, as are the others.
    public static func setLLMAttributes(
        provider: Provider,
        model: String,
        operation: ModelOperation = .chat,
        inputTokens: Int = 0,
        outputTokens: Int = 0,
        cachedTokens: Int = 0,
        streaming: Bool = false,
        providerRequestID: String? = nil,
        on span: (any Span)? = nil
    ) {
        let runtime = Runtime.current
        guard let span = span ?? currentSpan, span.isRecording else { return }
        let names = (runtime.clean(operation.rawValue), runtime.clean(provider.name), runtime.clean(model))
        let id = providerRequestID.map(runtime.identifier)
        span.updateAttributes { attributes in
            attributes[AttributeName.GenAI.operationName] = names.0
            attributes[AttributeName.GenAI.providerName] = names.1
            attributes[AttributeName.GenAI.requestModel] = names.2
            attributes[AttributeName.Call.vendor] = names.1
            if inputTokens > 0 { attributes[AttributeName.GenAI.inputTokens] = inputTokens }
            if outputTokens > 0 { attributes[AttributeName.GenAI.outputTokens] = outputTokens }
            if cachedTokens > 0 { attributes[AttributeName.Call.cachedTokens] = cachedTokens }
            if streaming {
                attributes[AttributeName.Call.streaming] = true
                attributes[AttributeName.GenAI.stream] = true
            }
            if let id, !id.isEmpty {
                attributes[AttributeName.GenAI.responseID] = id
                attributes[AttributeName.Call.vendorRequestID] = id
            }
        }
        let dimensions = [
            (AttributeName.GenAI.operationName, names.0), (AttributeName.GenAI.providerName, names.1),
            (AttributeName.GenAI.requestModel, names.2),
        ]
        runtime.instruments.recordTokens(input: inputTokens, output: outputTokens, dimensions)
    }

    /// Tells how many tokens were used on a span that somebody else made.
    ///
    /// - Parameter span: the current one unless given.
    public static func setTokenUsage(input: Int, output: Int, cached: Int = 0, on span: (any Span)? = nil) {
        guard let span = span ?? currentSpan, span.isRecording else { return }
        span.updateAttributes { attributes in
            attributes[AttributeName.GenAI.inputTokens] = input
            attributes[AttributeName.GenAI.outputTokens] = output
            if cached > 0 { attributes[AttributeName.Call.cachedTokens] = cached }
        }
    }

    /// Tells how much data was moved on a span that somebody else made. What is 0 is left out.
    ///
    /// - Parameter span: the current one unless given.
    public static func setDataMetrics(
        rowsReturned: Int = 0,
        rowsAffected: Int = 0,
        bytesRead: Int = 0,
        bytesWritten: Int = 0,
        objectsCount: Int = 0,
        on span: (any Span)? = nil
    ) {
        guard let span = span ?? currentSpan, span.isRecording else { return }
        let values = [
            (AttributeName.Data.rowsReturned, rowsReturned), (AttributeName.Data.rowsAffected, rowsAffected),
            (AttributeName.Data.bytesRead, bytesRead), (AttributeName.Data.bytesWritten, bytesWritten),
            (AttributeName.Data.objectsCount, objectsCount),
        ]
        span.updateAttributes { attributes in
            for (name, value) in values where value > 0 { attributes[name] = value }
        }
    }

    /// Tells what a query cost a data warehouse on a span that somebody else made.
    ///
    /// - Parameters:
    ///   - rowsReturned: left out where 0, as is `partitionsScanned`.
    ///   - span: the current one unless given.
    public static func setWarehouseMetrics(
        queryID: String,
        bytesScanned: Int,
        rowsReturned: Int = 0,
        partitionsScanned: Int = 0,
        on span: (any Span)? = nil
    ) {
        let runtime = Runtime.current
        guard let span = span ?? currentSpan, span.isRecording else { return }
        let id = runtime.identifier(queryID)
        span.updateAttributes { attributes in
            attributes[AttributeName.Data.queryID] = id
            attributes[AttributeName.Data.bytesScanned] = bytesScanned
            if rowsReturned > 0 { attributes[AttributeName.Data.rowsReturned] = rowsReturned }
            if partitionsScanned > 0 { attributes[AttributeName.Data.partitionsScanned] = partitionsScanned }
        }
    }

    private static var currentSpan: (any Span)? {
        guard let context = ServiceContext.current else { return nil }
        func active(_ tracer: some Tracer) -> (any Span)? { tracer.activeSpan(identifiedBy: context) }
        return active(InstrumentationSystem.tracer)
    }
}

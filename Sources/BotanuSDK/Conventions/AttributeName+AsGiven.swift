extension AttributeName {
    /// Attributes whose values are made here, or are words of a fixed vocabulary: the last gate lets them pass, since
    /// what is joined and grouped by them must still be.
    package static let exportedAsGiven: Set<String> = [
        Run.id, Run.rootID, Run.parentID, Run.retryOf, Run.startTime, Run.environment, Run.durationMilliseconds,
        GenAI.operationName, GenAI.providerName, GenAI.requestModel, GenAI.responseModel, GenAI.finishReasons,
        GenAI.tokenType, Call.vendor, Tool.durationMilliseconds, Failure.type, Failure.exceptionType,
        Data.system, Data.systemName, Data.operationName, Data.durationMilliseconds,
        Messaging.system, Messaging.operationName,
        Mirrored.spanKind, "http.request.method", "http.response.status_code", "network.protocol.name",
        "network.protocol.version", "server.port", "service.name", "telemetry.sdk.name", "telemetry.sdk.language",
        "telemetry.sdk.version", "host.arch", "os.type", "process.runtime.name", "process.runtime.version",
    ]
}

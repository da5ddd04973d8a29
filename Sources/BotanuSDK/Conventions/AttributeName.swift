/// The names of attributes, events and metrics.
///
/// `gen_ai.*`, `db.*`, `messaging.*`, `error.*` and `exception.*` follow the OpenTelemetry semantic conventions 1.41;
/// `botanu.*` is what the Python SDK sends. Where the conventions have come to name what that SDK sends under a name of
/// its own, or have renamed something, both are written.
package enum AttributeName {
    enum GenAI {
        static let operationName = "gen_ai.operation.name"
        static let providerName = "gen_ai.provider.name"
        static let requestModel = "gen_ai.request.model"
        static let responseModel = "gen_ai.response.model"
        static let responseID = "gen_ai.response.id"
        static let finishReasons = "gen_ai.response.finish_reasons"
        static let timeToFirstChunk = "gen_ai.response.time_to_first_chunk"
        static let inputTokens = "gen_ai.usage.input_tokens"
        static let outputTokens = "gen_ai.usage.output_tokens"
        static let cacheReadTokens = "gen_ai.usage.cache_read.input_tokens"
        static let cacheCreationTokens = "gen_ai.usage.cache_creation.input_tokens"
        static let reasoningTokens = "gen_ai.usage.reasoning.output_tokens"
        static let temperature = "gen_ai.request.temperature"
        static let topP = "gen_ai.request.top_p"
        static let maxTokens = "gen_ai.request.max_tokens"
        static let stopSequences = "gen_ai.request.stop_sequences"
        static let frequencyPenalty = "gen_ai.request.frequency_penalty"
        static let presencePenalty = "gen_ai.request.presence_penalty"
        static let stream = "gen_ai.request.stream"
        static let toolName = "gen_ai.tool.name"
        static let toolCallID = "gen_ai.tool.call.id"
        static let toolArguments = "gen_ai.tool.call.arguments"
        static let toolResult = "gen_ai.tool.call.result"
        static let tokenType = "gen_ai.token.type"
    }

    enum Failure {
        static let type = "error.type"
        static let exceptionType = "exception.type"
        static let exceptionMessage = "exception.message"
    }

    enum Call {
        static let vendor = "botanu.vendor"
        static let vendorRequestID = "botanu.vendor.request_id"
        static let clientRequestID = "botanu.vendor.client_request_id"
        static let cachedTokens = "botanu.usage.cached_tokens"
        static let cacheReadTokens = "botanu.usage.cache_read_tokens"
        static let cacheWriteTokens = "botanu.usage.cache_write_tokens"
        static let reasoningTokens = "botanu.usage.reasoning_tokens"
        static let streaming = "botanu.request.streaming"
        static let cacheHit = "botanu.request.cache_hit"
        static let attempt = "botanu.request.attempt"
    }

    enum Content {
        static let input = "botanu.eval.input_content"
        static let output = "botanu.eval.output_content"
        static let retrieval = "botanu.eval.retrieval_content"
    }

    /// OpenInference's names, and those of messages in the semantic conventions.
    enum Mirrored {
        static let spanKind = "openinference.span.kind"
        static let inputValue = "input.value"
        static let outputValue = "output.value"
        static let inputMessages = "gen_ai.input.messages"
        static let outputMessages = "gen_ai.output.messages"
    }

    enum Tool {
        static let prefix = "botanu.tool."
        static let success = "botanu.tool.success"
        static let itemsReturned = "botanu.tool.items_returned"
        static let bytesProcessed = "botanu.tool.bytes_processed"
        static let durationMilliseconds = "botanu.tool.duration_ms"
    }

    enum Run {
        static let id = "botanu.run_id"
        static let workflow = "botanu.workflow"
        static let eventID = "botanu.event_id"
        static let customerID = "botanu.customer_id"
        static let environment = "botanu.environment"
        static let tenantID = "botanu.tenant_id"
        static let parentID = "botanu.parent_run_id"
        static let rootID = "botanu.root_run_id"
        static let attempt = "botanu.attempt"
        static let retryOf = "botanu.retry_of_run_id"
        static let step = "botanu.step"
        static let startTime = "botanu.run.start_time"
        static let workflowVersion = "botanu.workflow.version"
        static let durationMilliseconds = "botanu.run.duration_ms"
        static let deadline = "botanu.run.deadline_ts"
        static let isCancelled = "botanu.run.cancelled"
        static let cancelledAt = "botanu.run.cancelled_at"
        static let cancelledInBaggage = "botanu.cancelled"
        static let deadlineInBaggage = "botanu.deadline"

        /// What tells which run a span belongs to.
        static let stamped: Set<String> = [
            id, workflow, eventID, customerID, environment, tenantID, parentID, rootID, step,
        ]
    }

    enum Outcome {
        static let valueType = "botanu.outcome.value_type"
        static let valueAmount = "botanu.outcome.value_amount"
        static let confidence = "botanu.outcome.confidence"
        static let reason = "botanu.outcome.reason"
        static let errorType = "botanu.outcome.error_type"
        static let metadataPrefix = "botanu.outcome.metadata."
    }

    enum Business {
        static let team = "botanu.team"
        static let costCenter = "botanu.cost_center"
        static let region = "botanu.region"
        static let correlationPrefix = "botanu.correlation."
    }

    enum Data {
        static let prefix = "botanu.data."
        static let system = "db.system"
        static let systemName = "db.system.name"
        static let operation = "db.operation"
        static let operationName = "db.operation.name"
        static let name = "db.name"
        static let namespace = "db.namespace"
        static let collection = "db.collection.name"
        static let schema = "db.schema"
        static let rowsReturned = "botanu.data.rows_returned"
        static let rowsAffected = "botanu.data.rows_affected"
        static let bytesRead = "botanu.data.bytes_read"
        static let bytesWritten = "botanu.data.bytes_written"
        static let objectsCount = "botanu.data.objects_count"
        static let durationMilliseconds = "botanu.data.duration_ms"
        static let error = "botanu.data.error"
        static let queryID = "botanu.warehouse.query_id"
        static let bytesScanned = "botanu.warehouse.bytes_scanned"
        static let partitionsScanned = "botanu.warehouse.partitions_scanned"
        static let bytesTransferred = "botanu.bytes_transferred"
        static let cloudProvider = "botanu.cloud_provider"
    }

    enum Storage {
        static let prefix = "botanu.storage."
        static let system = "botanu.storage.system"
        static let operation = "botanu.storage.operation"
        static let bucket = "botanu.storage.bucket"
        static let error = "botanu.storage.error"
        static let durationMilliseconds = "botanu.storage.duration_ms"
    }

    enum Scrubbing {
        /// That captured content was scrubbed by patterns alone, since a recognizer that worked before failed.
        static let patternsOnly = "botanu.pii.patterns_only"
    }

    enum Messaging {
        static let prefix = "botanu.messaging."
        static let system = "messaging.system"
        static let operation = "messaging.operation"
        static let operationName = "messaging.operation.name"
        static let destination = "messaging.destination.name"
        static let messageCount = "botanu.messaging.message_count"
        static let bytesTransferred = "botanu.messaging.bytes_transferred"
        static let error = "botanu.messaging.error"
        static let durationMilliseconds = "botanu.messaging.duration_ms"
    }
}

enum EventName {
    static let exception = "exception"
    static let runStarted = "botanu.run.started"
    static let runCompleted = "botanu.run.completed"
    static let outcomeEmitted = "botanu.outcome_emitted"
}

enum MetricName {
    static let tokenUsage = "gen_ai.client.token.usage"
    static let operationDuration = "gen_ai.client.operation.duration"
    static let timeToFirstChunk = "gen_ai.client.operation.time_to_first_chunk"
    static let attempts = "botanu.gen_ai.attempts"
    static let toolDuration = "botanu.tool.duration"
    static let toolExecutions = "botanu.tool.executions"
    static let droppedTexts = "botanu.pii.texts_dropped"
    static let patternsOnlyTexts = "botanu.pii.texts_patterns_only"
    static let findings = "botanu.pii.findings"
    static let scrubDuration = "botanu.pii.scrub.duration"
    static let entity = "entity"
    static let status = "status"
}

import PIIScrubbing

extension BotanuConfig {
    /// What is set as it hardly can be meant, found when the configuration is used.
    var doubts: [String] {
        var doubts: [String] = []
        if contentCaptureRate > 0, !scrubbing.isEnabled {
            doubts.append("content is captured and scrubbing is switched off: prompts and answers go out as they are")
        }
        for host in propagationHosts where !Self.isHostPattern(host) {
            doubts.append(
                "propagation.hosts: one is no host, as in 'api.example.com' or '*.example.com', and matches none"
            )
        }
        if propagatesDigests, identifierKey?.isEmpty ?? true {
            doubts.append("propagation.ids: digests mean nothing to other processes without eval.pii.id_key")
        }
        if !Self.isUsable(endpoint: otlpEndpoint) {
            doubts.append("otlp.endpoint is no URL of http or https")
        }
        if maximumExportBatchSize > maximumQueueSize {
            doubts.append("export.batch_size is larger than export.queue_size")
        }
        return doubts
    }
}

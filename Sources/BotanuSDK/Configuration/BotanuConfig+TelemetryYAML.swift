import PIIScrubbing

// The sections that say how telemetry is sent.
extension BotanuConfig {
    mutating func apply(otlp section: YAMLNode) throws(ConfigurationError) {
        let fields = try section.fields(known: [
            "endpoint", "traces_endpoint", "metrics_endpoint", "headers", "protocol", "compression", "timeout_ms",
            "certificate", "client_certificate", "client_key", "proxy",
        ])
        if let value = fields["endpoint"], !value.isNull { otlpEndpoint = try Self.endpoint(value) }
        if let value = fields["traces_endpoint"], !value.isNull { otlpTraces.endpoint = try Self.endpoint(value) }
        if let value = fields["metrics_endpoint"], !value.isNull { otlpMetrics.endpoint = try Self.endpoint(value) }
        if let value = fields["headers"], !value.isNull {
            for (name, header) in try value.fields().entries { otlpHeaders[name] = try header.string() }
        }
        if let value = fields["protocol"] { otlp.encoding = try value.choice() }
        if let value = fields["compression"] { otlp.compression = try value.choice() }
        if let value = fields["timeout_ms"] { otlp.timeout = try Self.milliseconds(value) }
        if let value = fields["certificate"], !value.isNull { otlp.certificateFile = try value.string() }
        if let value = fields["client_certificate"], !value.isNull { otlp.clientCertificateFile = try value.string() }
        if let value = fields["client_key"], !value.isNull { otlp.clientKeyFile = try value.string() }
        if let value = fields["proxy"], !value.isNull { otlp.proxy = try value.string() }
    }

    private static func endpoint(_ value: YAMLNode) throws(ConfigurationError) -> String {
        let endpoint = try value.string()
        guard !endpoint.contains("@") else {
            throw value.error(.invalidValue, "must not have credentials in it; put them into 'otlp.headers'")
        }
        guard isUsable(endpoint: endpoint) else {
            throw value.error(.invalidValue, "must be a URL, as in 'https://ingest.botanu.ai'")
        }
        return endpoint
    }

    mutating func apply(export section: YAMLNode) throws(ConfigurationError) {
        let fields = try section.fields(known: [
            "batch_size", "queue_size", "queue_bytes", "delay_ms", "export_timeout_ms", "traces", "metrics", "file",
            "metric_interval_ms", "temporality", "sampler", "sampler_arg", "disk",
        ])
        if let value = fields["batch_size"] { maximumExportBatchSize = try value.int(in: 1...10_000_000) }
        if let value = fields["queue_size"] { maximumQueueSize = try value.int(in: 1...10_000_000) }
        if let value = fields["queue_bytes"] { export.maximumQueueBytes = try value.int(in: 65_536...(1 << 40)) }
        if let value = fields["delay_ms"] { scheduleDelay = try Self.milliseconds(value) }
        if let value = fields["export_timeout_ms"] { exportTimeout = try Self.milliseconds(value) }
        if let value = fields["traces"] { export.traces = try Self.options(value) }
        if let value = fields["metrics"] { export.metrics = try Self.options(value) }
        if let value = fields["file"] { export.file = try value.string() }
        if let value = fields["metric_interval_ms"] { export.metricInterval = try Self.milliseconds(value) }
        if let value = fields["temporality"] { export.temporality = try value.choice() }
        if let value = fields["sampler"] {
            let name = try value.string()
            let argument = try fields["sampler_arg"]?.double(in: 0...1)
            guard let sampler = Sampler(name: name, argument: argument.map { "\($0)" }) else {
                let known = Sampler.names.map { "'\($0)'" }.joined(separator: ", ")
                throw value.error(.invalidValue, "must be one of \(known)")
            }
            self.sampler = sampler
        } else if let value = fields["sampler_arg"] {
            throw value.error(.invalidValue, "needs 'sampler: traceidratio' or 'sampler: parentbased_traceidratio'")
        }
        if let value = fields["disk"], !value.isNull { export.disk = try Self.disk(value) }
    }

    private static func disk(_ section: YAMLNode) throws(ConfigurationError) -> DiskBufferOptions {
        let fields = try section.fields(known: ["folder", "max_bytes", "max_age_s", "flush_ms"])
        guard let folder = fields["folder"], !folder.isNull else {
            throw section.error(.invalidValue, "must have a 'folder'")
        }
        var disk = DiskBufferOptions(folder: try folder.string())
        if let value = fields["max_bytes"] { disk.maximumBytes = try value.int(in: (1 << 20)...(1 << 40)) }
        if let value = fields["max_age_s"] { disk.maximumAge = .seconds(try value.int(in: 1...31_536_000)) }
        if let value = fields["flush_ms"] { disk.flushInterval = try milliseconds(value) }
        return disk
    }

    mutating func apply(limits section: YAMLNode) throws(ConfigurationError) {
        let counts: [(String, WritableKeyPath<BotanuConfig, Int>)] = [
            ("attributes", \.spanLimits.attributeCount), ("events", \.spanLimits.eventCount),
            ("links", \.spanLimits.linkCount), ("event_attributes", \.spanLimits.eventAttributeCount),
            ("link_attributes", \.spanLimits.linkAttributeCount),
        ]
        let fields = try section.fields(known: counts.map(\.0) + ["value_length"])
        for (name, path) in counts {
            if let value = fields[name] { self[keyPath: path] = try value.int(in: 0...1_000_000_000) }
        }
        if let value = fields["value_length"], !value.isNull {
            spanLimits.attributeValueLength = try value.int(in: 0...1_000_000_000)
        }
    }

    private static func milliseconds(_ value: YAMLNode) throws(ConfigurationError) -> Duration {
        .milliseconds(try value.int(in: 1...86_400_000))
    }
}

import Synchronization

/// Takes readings to each exporter, which knows by itself what it has been told.
final class MetricFanOut: MetricExporter {
    private let exporters: [any MetricExporter]
    private let isDelta: Bool
    private let baselines: Mutex<[MetricBaseline]>

    init(_ exporters: [any MetricExporter], isDelta: Bool) {
        self.exporters = exporters
        self.isDelta = isDelta
        baselines = Mutex(exporters.map { _ in MetricBaseline() })
    }

    func export(_ readings: [MetricReading], patience: Duration) async -> Bool {
        var isTaken = true
        for (index, exporter) in exporters.enumerated() {
            let own = isDelta ? baselines.withLock { $0[index].since(readings) } : readings
            // Receivers refuse an empty request.
            guard !own.isEmpty else { continue }
            if await exporter.export(own, patience: patience) {
                baselines.withLock { $0[index].note(readings) }
            } else {
                isTaken = false
            }
        }
        return isTaken
    }

    func hurry() {
        for exporter in exporters { exporter.hurry() }
    }

    func shutdown() async {
        for exporter in exporters { await exporter.shutdown() }
    }
}

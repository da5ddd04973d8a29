import BotanuSDK
import Foundation
import Logging
import Synchronization

/// Appends requests to a file, as lines of OTLP JSON.
final class FileExporter: Sendable {
    private let handle: Mutex<FileHandle?>
    private let hasWarned = Atomic(false)
    private let work = FileWork("file")

    /// - Throws: where the file cannot be opened.
    init(_ path: String) throws(ExporterError) {
        // Readable to nobody else: what was not scrubbed before stands in it.
        let descriptor = open(path, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { throw .file(path) }
        handle = Mutex(FileHandle(fileDescriptor: descriptor, closeOnDealloc: true))
    }

    /// - Returns: whether it was written.
    func append(_ line: [UInt8]) async -> Bool { await work.run { self.appendNow(line) } }

    private func appendNow(_ line: [UInt8]) -> Bool {
        let isWritten = handle.withLock { handle in
            do {
                guard let handle else { return false }
                try handle.write(contentsOf: Data(line + [UInt8(ascii: "\n")]))
                return true
            } catch {
                return false
            }
        }
        if !isWritten, !hasWarned.exchange(true, ordering: .relaxed) {
            Log.telemetry.error("the file of export.file cannot be written; what is lost is counted")
        }
        return isWritten
    }
}

/// Writes each batch of spans as a line.
struct FileSpanExporter: SpanExporter {
    let file: FileExporter
    let encoder: OTLPEncoder

    func export(_ spans: [FinishedSpan]) async -> ExportOutcome {
        await file.append(encoder.request(spans))
            ? ExportOutcome(exported: spans.count) : ExportOutcome(failed: spans.count)
    }
}

/// Writes all readings as a line.
struct FileMetricExporter: MetricExporter {
    let file: FileExporter
    let isDelta: Bool
    let resource: Resource

    func export(_ readings: [MetricReading], patience: Duration) async -> Bool {
        var writer = JSONWriter()
        writer.metrics(readings, isDelta: isDelta, of: resource)
        return await file.append(writer.bytes)
    }
}

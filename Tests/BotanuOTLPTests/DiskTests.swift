import BotanuSDK
import Foundation
import Testing
import Tracing

@testable import BotanuOTLP

@Suite("the disk buffer", .timeLimit(.minutes(15)))
struct DiskTests {
    private static func record(_ text: String) -> SegmentRecord {
        SegmentRecord(payload: Array(text.utf8), spans: 1, encoding: .protobuf)
    }

    private static func next(_ buffer: DiskBuffer) -> DiskBuffer.Next? { buffer.next { _, _ in } }

    private static func drain(_ buffer: DiskBuffer) -> [String] {
        var texts: [String] = []
        while let next = next(buffer) {
            texts.append(String(decoding: next.record.payload, as: UTF8.self))
            buffer.noteTaken(next)
        }
        return texts
    }

    @Test("records come back in order, once, and their files go")
    func order() throws {
        try withFolder { folder in
            let buffer = try DiskBuffer(DiskBufferOptions(folder: folder.path))
            let texts = (0..<50).map { "record \($0) " + String(repeating: "x", count: 200_000) }
            for text in texts { #expect(buffer.append(Self.record(text))) }
            #expect(try segments(in: folder).count > 1)
            #expect(Self.drain(buffer) == texts)
            #expect(buffer.isEmpty)
            #expect(try segments(in: folder).isEmpty)
            buffer.shutdown()
        }
    }

    @Test("the next process sends what is left, from where the last one stood")
    func restart() throws {
        try withFolder { folder in
            let options = DiskBufferOptions(folder: folder.path)
            let first = try DiskBuffer(options)
            for number in 0..<5 { #expect(first.append(Self.record("\(number)"))) }
            for _ in 0..<2 { first.noteTaken(try #require(Self.next(first))) }
            first.shutdown()
            let second = try DiskBuffer(options)
            #expect(second.append(Self.record("new")))
            #expect(Self.next(second)?.isRecovered == true)
            #expect(Self.drain(second) == ["2", "3", "4", "new"])
            second.shutdown()
        }
    }

    @Test("processes that share a folder keep out of each other's way; what one leaves another takes over")
    func sharing() throws {
        try withFolder { folder in
            let options = DiskBufferOptions(folder: folder.path)
            let (first, second) = (try DiskBuffer(options), try DiskBuffer(options))
            #expect(first.append(Self.record("first")) && second.append(Self.record("second")))
            #expect(Self.next(first)?.record.payload == Array("first".utf8))
            second.shutdown()
            first.shutdown()
            let third = try DiskBuffer(options)
            #expect(Set(Self.drain(third)) == ["first", "second"])
            third.shutdown()
        }
    }

    @Test("a write that is torn at any byte loses its own record alone")
    func torn() throws {
        let whole = Self.record("whole").bytes
        let last = Self.record("the last one").bytes
        for length in 0..<last.count {
            let bytes = whole + last.prefix(length)
            let (record, end) = try #require(SegmentRecord.next(in: bytes, from: 0))
            #expect(record == Self.record("whole"))
            #expect(SegmentRecord.next(in: bytes, from: end) == nil)
        }
    }

    @Test("damage in the middle loses what is damaged alone")
    func damage() throws {
        var generator = SplitMix(7)
        let records = (0..<5).map { Self.record("record \($0)") }
        let size = records[0].bytes.count
        for _ in 0..<500 {
            var bytes = records.flatMap(\.bytes)
            let place = generator.number(bytes.count)
            bytes[place] ^= UInt8(1 << generator.number(8))
            var (found, start) = ([SegmentRecord](), 0)
            while let (record, end) = SegmentRecord.next(in: bytes, from: start) {
                found.append(record)
                start = end
            }
            var expected = records
            expected.remove(at: place / size)
            #expect(found == expected)
        }
    }

    @Test("files that are none, or cut, stop nothing")
    func strangers() throws {
        try withFolder { folder in
            let own = folder.appendingPathComponent("process-0")
            try FileManager.default.createDirectory(at: own, withIntermediateDirectories: true)
            for (name, text) in [
                ("00000000000000000001.segment", ""), ("00000000000000000002.segment", "BOTANU01"),
                ("00000000000000000003.segment", "BOTANU01" + String(repeating: "\u{7F}", count: 500)),
                ("note.txt", "keep"), ("x.segment", "keep"),
            ] {
                try Data(text.utf8).write(to: own.appendingPathComponent(name))
            }
            var options = DiskBufferOptions(folder: folder.path)
            options.maximumAge = .seconds(1 << 33)
            let buffer = try DiskBuffer(options)
            #expect(buffer.append(Self.record("new")))
            #expect(Self.drain(buffer) == ["new"])
            #expect(FileManager.default.fileExists(atPath: own.appendingPathComponent("note.txt").path))
            buffer.shutdown()
        }
    }

    @Test("it is bounded in size and age, and says what it gives up")
    func bounds() async throws {
        try await withFolder { folder in
            var options = DiskBufferOptions(folder: folder.path)
            (options.maximumBytes, options.maximumAge) = (1 << 20, .milliseconds(300))
            let buffer = try DiskBuffer(options)
            let record = Self.record(String(repeating: "x", count: 10_000))
            var written = 0
            while buffer.append(record) { written += 1 }
            #expect((90...105).contains(written))
            let bytes = try segments(in: folder).reduce(0) { $0 + (try Data(contentsOf: $1)).count }
            #expect(bytes <= 1 << 20)
            try await Task.sleep(for: .milliseconds(400))
            var lost = 0
            #expect(buffer.next { spans, _ in lost += spans } == nil)
            #expect(lost == written)
            // There is room again.
            #expect(buffer.append(record))
            buffer.shutdown()
        }
    }

    @Test("a folder that cannot be is told of")
    func noFolder() throws {
        try withFolder { folder in
            let file = folder.appendingPathComponent("file")
            try Data().write(to: file)
            #expect(throws: ExporterError.folder(file.path)) { try DiskBuffer(DiskBufferOptions(folder: file.path)) }
        }
    }

    @Test("an outage loses nothing: spans wait on disk, and the queue stays free")
    func outage() async throws {
        let receiver = try await Receiver()
        receiver.answer(.status(503))
        try await withFolder { folder in
            try await exporting(
                to: receiver,
                {
                    $0.export.disk = DiskBufferOptions(folder: folder.path)
                    $0.maximumQueueSize = 2000
                }
            ) { pipeline in
                for round in 0..<10 {
                    for number in 0..<1000 { pipeline.span("span \(round) \(number)") }
                    #expect(await eventually { pipeline.statistics.handedOver == (round + 1) * 1000 })
                }
                #expect(pipeline.statistics == ExportStatistics(ended: 10_000, waiting: 10_000, handedOver: 10_000))
                receiver.answer(.ok)
                #expect(await pipeline.flush(within: patience))
                #expect(Set(receiver.spans.map(\.name)).count == 10_000)
                #expect(pipeline.statistics == ExportStatistics(ended: 10_000, exported: 10_000, handedOver: 10_000))
            }
        }
        await receiver.close()
    }

    @Test("a process that is killed loses nothing that was handed over")
    func kill() async throws {
        let receiver = try await Receiver()
        receiver.answer(.status(503))
        try await withFolder { folder in
            let environment = [
                "BOTANU_DISK_BUFFER": folder.path, "OTEL_EXPORTER_OTLP_ENDPOINT": receiver.url,
                "OTEL_METRICS_EXPORTER": "none", "BOTANU_CONTENT_CAPTURE_RATE": "0",
            ]
            let first = try Program(
                "telemetry-load",
                ["--spans", "1000000", "--rate", "4000", "--progress"],
                environment
            )
            // The last line may not be whole yet.
            let isLine = { (line: Substring) in line.split(separator: " ").count > 4 }
            let count = { Int(first.lines.last(where: isLine)?.split(separator: " ")[3] ?? "") ?? 0 }
            #expect(await eventually { count() > 1000 })
            first.kill()
            let handedOver = count()

            receiver.answer(.ok)
            let second = try Program("telemetry-load", ["--spans", "1"], environment)
            #expect(await second.ends() == 0)
            #expect(Set(receiver.spans.map(\.spanID)).count >= handedOver + 1)
            #expect(second.output.contains("\"recovered\": \(receiver.spans.count - 1)"))
        }
        await receiver.close()
    }

    private func segments(in folder: URL) throws -> [URL] {
        let own = folder.appendingPathComponent("process-0")
        return try FileManager.default.contentsOfDirectory(at: own, includingPropertiesForKeys: nil)
            .filter { $0.pathExtension == "segment" }
    }
}

/// Gives a folder of its own for as long as the closure runs.
func withFolder<Result>(_ body: (URL) async throws -> Result) async throws -> Result {
    let folder = FileManager.default.temporaryDirectory.appendingPathComponent("botanu-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    return try await body(folder)
}

func withFolder<Result>(_ body: (URL) throws -> Result) throws -> Result {
    let folder = FileManager.default.temporaryDirectory.appendingPathComponent("botanu-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    return try body(folder)
}

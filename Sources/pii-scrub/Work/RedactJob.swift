import Foundation
import PIIScrubbing

/// Redacts all inputs; one that fails leaves the others alone.
struct RedactJob: Sendable {
    enum Destination: Sendable {
        case standardOutput
        case inPlace
        case folder(String)
    }

    let engine: Engine
    let kinds: FindingKinds
    let input: InputOptions
    let destination: Destination
    let statistics: Statistics
    let census: SharedFieldCensus

    /// Nothing is written to standard output of a file up to this size, in bytes, before all of it is known to be
    /// scannable.
    private static let heldBytes = 16 << 20

    /// - Returns: what went wrong, in the order of the inputs.
    func run(_ sources: [InputSource]) throws -> [any Error] {
        if case .standardOutput = destination {
            // In order, and one at a time: nothing has to be held back for an earlier input to end.
            var failures: [any Error] = []
            for source in sources {
                do {
                    try redactToStandardOutput(source)
                } catch let closed as StandardOutput.Closed {
                    // Nobody reads on, but what went wrong before did so.
                    guard !failures.isEmpty else { throw closed }
                    return failures
                } catch {
                    failures.append(error)
                }
            }
            return failures
        }
        return InputBatches(sources).flatMap { batch in
            let share = Parallel(jobs: batch.count > 1 ? 1 : input.jobs)
            return Parallel(jobs: input.jobs).map(batch) { source -> (any Error)? in
                do {
                    try redactToFile(source, share)
                    return nil
                } catch {
                    return error
                }
            }.compactMap(\.self)
        }
    }

    private func redactToStandardOutput(_ source: InputSource) throws {
        var status = stat()
        guard fstat(STDOUT_FILENO, &status) != 0 || !source.isSame(as: status) else {
            throw InputError(
                input: source.name,
                reason: "standard output goes to this very file; --in-place puts clean text in place of a file"
            )
        }
        // What comes from a pipe may be waited for, and a large file is passed on as it is scanned.
        let isHeld = source.size.map { $0 <= Self.heldBytes } ?? false
        var held: [[UInt8]] = []
        var hasWritten = false
        do {
            try redact(source, Parallel(jobs: input.jobs)) { bytes in
                guard !isHeld else { return held.append(bytes) }
                try StandardOutput.write(bytes)
                hasWritten = hasWritten || !bytes.isEmpty
            }
            for bytes in held { try StandardOutput.write(bytes) }
        } catch let error as InputError where hasWritten {
            throw InputError(input: error.input, reason: error.reason + "; what was written before is clean")
        }
    }

    private func redactToFile(_ source: InputSource, _ parallel: Parallel) throws {
        var status = stat()
        guard stat(source.path, &status) == 0 else {
            throw InputError(input: source.path, reason: "cannot be opened: \(FileDescriptor.lastError)")
        }
        guard status.st_mode & S_IFMT == S_IFREG else {
            throw InputError(input: source.path, reason: "is no regular file")
        }
        let path =
            if case .folder(let folder) = destination {
                folder + "/" + URL(fileURLWithPath: source.path).lastPathComponent
            } else {
                source.path
            }
        if case .folder = destination, stat(path, &status) == 0, source.isSame(as: status) {
            throw InputError(
                input: source.path,
                reason: "would be replaced by its own clean text; choose another folder for --output, or --in-place"
            )
        }
        let file = try OutputFile(path: path, permissionsOf: source.path)
        try redact(source, parallel) { try file.write($0) }
        try file.commit()
    }

    private func redact(_ source: InputSource, _ parallel: Parallel, write: ([UInt8]) throws -> Void) throws {
        switch input.input {
        case .text:
            let redaction = TextRedaction(
                engine: engine,
                kinds: kinds,
                onLimit: input.onLimit,
                takesBinary: input.binary,
                parallel: parallel,
                statistics: statistics
            )
            try redaction.run(source, write: write)
        case .jsonl:
            let redaction = RecordRedaction(
                scrubber: Scrubber(engine),
                fields: input.fieldPaths,
                onLimit: input.onLimit,
                parallel: parallel.forTexts(of: engine),
                statistics: statistics,
                census: census,
                heldBytes: isToStandardOutput ? Self.heldBytes : nil
            )
            try redaction.run(source, write: write)
        }
    }

    private var isToStandardOutput: Bool {
        if case .standardOutput = destination { true } else { false }
    }
}

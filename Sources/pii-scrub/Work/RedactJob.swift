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
    let input: InputOptions
    let destination: Destination
    let statistics: Statistics
    let census: SharedFieldCensus
    /// Whether there is one input only, which then may use all threads.
    let isOnly: Bool

    /// Output for standard output that is held until its input is known to be scannable, in bytes.
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
        return Parallel(jobs: input.jobs).map(sources) { source -> (any Error)? in
            do {
                try redactToFile(source)
                return nil
            } catch {
                return error
            }
        }.compactMap(\.self)
    }

    private func redactToStandardOutput(_ source: InputSource) throws {
        var status = stat()
        guard fstat(STDOUT_FILENO, &status) != 0 || !source.isSame(as: status) else {
            throw InputError(
                input: source.name,
                reason: "standard output goes to this very file; --in-place puts clean text in place of a file"
            )
        }
        // What comes from a pipe may be waited for; of a file nothing is written before it is known to be scannable,
        // as far as memory allows.
        var held: [UInt8]? = source.size == nil ? nil : []
        var hasWritten = false
        do {
            try redact(source) { bytes in
                if let waiting = held, waiting.count + bytes.count <= Self.heldBytes {
                    held?.append(contentsOf: bytes)
                    return
                }
                try StandardOutput.write((held ?? []) + bytes)
                hasWritten = hasWritten || !bytes.isEmpty
                held = nil
            }
            try StandardOutput.write(held ?? [])
        } catch let error as InputError where hasWritten {
            throw InputError(input: error.input, reason: error.reason + "; what was written before is clean")
        }
    }

    private func redactToFile(_ source: InputSource) throws {
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
        try redact(source) { try file.write($0) }
        try file.commit()
    }

    private func redact(_ source: InputSource, write: ([UInt8]) throws -> Void) throws {
        switch input.input {
        case .text:
            let redaction = TextRedaction(
                engine: engine,
                onLimit: input.onLimit,
                takesBinary: input.binary,
                statistics: statistics
            )
            try redaction.run(source, write: write)
        case .jsonl:
            let redaction = RecordRedaction(
                scrubber: Scrubber(engine),
                fields: input.fieldPaths,
                onLimit: input.onLimit,
                parallel: Parallel(jobs: isOnly ? input.jobs : 1),
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

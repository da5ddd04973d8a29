import Foundation

enum Subprocess {
    /// What a program prints; nil where it fails or takes too long, in which case it is ended.
    static func output(of program: String, _ arguments: [String], within limit: Duration) -> Data? {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: program)
        process.arguments = arguments
        let pipe = Pipe()
        process.standardOutput = pipe
        process.standardError = FileHandle.nullDevice
        process.standardInput = FileHandle.nullDevice
        let ended = DispatchSemaphore(value: 0)
        process.terminationHandler = { _ in ended.signal() }
        guard (try? process.run()) != nil else { return nil }
        let reading = DispatchQueue(label: "pii.presidio.probe")
        nonisolated(unsafe) var output = Data()
        reading.async { output = pipe.fileHandleForReading.readDataToEndOfFile() }
        guard ended.wait(timeout: .now() + limit / .seconds(1)) == .success else {
            process.terminate()
            return nil
        }
        return reading.sync { process.terminationStatus == 0 ? output : nil }
    }
}

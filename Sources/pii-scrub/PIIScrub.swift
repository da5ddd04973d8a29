import ArgumentParser
import Foundation
import PIIScrubbing

@main
struct PIIScrub: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "pii-scrub",
        abstract: "Takes personal data and secrets out of text.",
        discussion: """
            Reads files or standard input and writes clean text. Exit status 0 is success (for scan: nothing found), \
            1 means that scan found something, 2 that something went wrong, 3 that scan found nothing but did not look \
            at all it was asked to.
            """,
        version: "pii-scrub \(EngineFacts.version)",
        subcommands: [Redact.self, Scan.self, Patterns.self, Doctor.self],
        defaultSubcommand: Redact.self
    )

    /// Like the inherited one, but with a single status for all that goes wrong.
    static func main() {
        // A reader that goes away is told by the failing write, not by a signal.
        signal(SIGPIPE, SIG_IGN)
        FileDescriptor.occupyStandardStreams()
        FreedMemory.keep()
        do {
            var command = try parseAsRoot()
            try command.run()
        } catch let status as ExitStatus {
            Foundation.exit(status.rawValue)
        } catch let error as ConfigurationError {
            Diagnostics.report("\(error)")
            Foundation.exit(ExitStatus.failure.rawValue)
        } catch let error as InputError {
            Diagnostics.report("\(error)")
            Foundation.exit(ExitStatus.failure.rawValue)
        } catch is StandardOutput.Closed {
            Foundation.exit(ExitStatus.success.rawValue)
        } catch {
            if exitCode(for: error) == .success {
                exit(withError: error)
            }
            Diagnostics.write(fullMessage(for: error))
            Foundation.exit(ExitStatus.failure.rawValue)
        }
    }
}

/// How the process ends.
enum ExitStatus: Int32, Error {
    case success = 0
    case found = 1
    case failure = 2
    /// Nothing was found, but not everything was looked at.
    case incomplete = 3
}

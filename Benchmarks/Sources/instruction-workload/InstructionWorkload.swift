import Foundation
import PIIScrubbing

/// Scrubs the texts of a folder a given number of times: what `check-instructions` runs under callgrind.
@main
struct InstructionWorkload {
    static func main() throws {
        let arguments = CommandLine.arguments
        guard arguments.count == 5, let rounds = Int(arguments[4]) else {
            FileHandle.standardError.write(
                Data("usage: instruction-workload TEXT-FOLDER builtin|reference REFERENCE-FILE ROUNDS\n".utf8)
            )
            exit(2)
        }
        let scrubber = try makeScrubber(set: arguments[2], referenceFile: arguments[3])
        let documents = try documents(in: arguments[1])
        var size = 0
        for _ in 0..<rounds {
            for document in documents {
                let result = scrubber.result(of: document)
                // A text given up on would be cheap: time limits can be reached where everything is slow.
                guard case .complete = result.status else {
                    FileHandle.standardError.write(Data("a text was not scanned to its end\n".utf8))
                    exit(1)
                }
                size &+= result.output.utf8.count
            }
        }
        print("\(documents.count) documents, \(rounds) rounds, \(size) bytes written")
    }

    private static func makeScrubber(set: String, referenceFile: String) throws -> Scrubber {
        var configuration = ScrubberConfiguration()
        if set == "reference" {
            configuration.patternFiles = [referenceFile]
            configuration.disable("email", "phone_e164", "phone_us", "ssn_us", "credit_card", "ipv4", "ipv6", "jwt")
            configuration.disable("bearer_token", "aws_access_key", "github_token", "stripe_key", "slack_token")
            configuration.disable("openai_key", "anthropic_key")
        }
        return try Scrubber(configuration)
    }

    /// Every text as a whole and once more in messages of 1 KB.
    private static func documents(in folder: String) throws -> [String] {
        let names = try FileManager.default.contentsOfDirectory(atPath: folder).sorted()
        var documents: [String] = []
        for name in names where name.hasSuffix(".txt") {
            let bytes = Array(try Data(contentsOf: URL(filePath: "\(folder)/\(name)")))
            documents.append(String(decoding: bytes, as: UTF8.self))
            for start in stride(from: 0, to: bytes.count, by: 1024) {
                documents.append(String(decoding: bytes[start..<min(start + 1024, bytes.count)], as: UTF8.self))
            }
        }
        return documents
    }
}

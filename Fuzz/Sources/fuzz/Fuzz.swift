import CFuzzer
import Foundation

/// Runs libFuzzer over inputs whose first byte says what the rest is for; `PII_FUZZ_SEEDS` names a folder to write
/// inputs to start from into.
@main
enum Fuzz {
    static func main() throws {
        if let folder = ProcessInfo.processInfo.environment["PII_FUZZ_SEEDS"] {
            try Seeds.write(to: folder)
            return
        }
        var count = CommandLine.argc
        var arguments: UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>? = CommandLine.unsafeArgv
        let status = LLVMFuzzerRunDriver(&count, &arguments) { data, size in
            Fuzz.test(Array(UnsafeBufferPointer(start: data, count: size)))
            return 0
        }
        exit(status)
    }

    static let textMode: UInt8 = 0
    static let referenceMode: UInt8 = 1
    static let patternMode: UInt8 = 2
    static let manyMode: UInt8 = 3

    private static func test(_ input: [UInt8]) {
        guard let first = input.first else { return }
        switch first % 4 {
        case textMode: TextTest.builtin.run(Array(input.dropFirst()))
        case referenceMode: TextTest.reference.run(Array(input.dropFirst()))
        case manyMode: TextTest.many.run(Array(input.dropFirst()))
        default: PatternTest.run(input.dropFirst())
        }
    }

    /// Ends the process, upon which libFuzzer keeps the input.
    static func require(_ condition: Bool, _ message: @autoclosure () -> String) {
        guard !condition else { return }
        FileHandle.standardError.write(Data("difference: \(message())\n".utf8))
        abort()
    }
}

import Foundation

/// A file or standard input, read in pieces.
struct InputSource: Sendable {
    /// The path; `-` for standard input.
    let path: String

    static let standardInput = InputSource(path: "-")
    private static let pieceBytes = 1 << 20
    /// A NUL among the first bytes tells a binary file.
    private static let probeBytes = 8192

    var isStandardInput: Bool { path == "-" }
    var name: String { isStandardInput ? "standard input" : path }

    /// The size in bytes, where it is a regular file.
    var size: Int? {
        var status = stat()
        guard !isStandardInput, stat(path, &status) == 0, status.st_mode & S_IFMT == S_IFREG else { return nil }
        return Int(status.st_size)
    }

    /// Hands the pieces over as they come.
    func read(_ body: (_ piece: [UInt8]) throws -> Void) throws {
        let reader = try InputReader(self)
        var isLast = false
        while !isLast {
            let piece: [UInt8]
            (piece, isLast) = try reader.read(Self.pieceBytes)
            if !piece.isEmpty { try body(piece) }
        }
    }

    /// Whether this is the very file that a descriptor or another path stands for.
    func isSame(as other: stat) -> Bool {
        var status = stat()
        let isKnown = isStandardInput ? fstat(STDIN_FILENO, &status) == 0 : stat(path, &status) == 0
        return isKnown && status.st_mode & S_IFMT == S_IFREG
            && status.st_dev == other.st_dev && status.st_ino == other.st_ino
    }

    /// - Throws: where the first piece is that of a binary file, unless those are taken as text, or of text in UTF-16, in
    ///   which nothing would be found.
    func refuseBinary(_ first: [UInt8], takesBinary: Bool) throws {
        if first.starts(with: [0xFF, 0xFE]) || first.starts(with: [0xFE, 0xFF]) {
            throw BinaryInput(name: name, isUTF16: true)
        }
        guard !takesBinary, first.prefix(Self.probeBytes).contains(0) else { return }
        throw BinaryInput(name: name, isUTF16: false)
    }

    struct BinaryInput: Error, CustomStringConvertible {
        let name: String
        let isUTF16: Bool

        var description: String {
            isUTF16
                ? "\(name): looks like UTF-16; convert it first: iconv -f UTF-16 -t UTF-8"
                : "\(name): looks like a binary file; --binary takes it as text all the same"
        }
    }
}

import Foundation

/// A text of one kind: as one piece where it is one, and cut into documents of about 2 KB.
struct Corpus {
    let name: String
    /// nil for the short prompts, which were never one text.
    let whole: String?
    let documents: [String]
    /// UTF-8 bytes of all documents.
    let size: Int

    init(named name: String, folder: String, maximumBytes: Int) throws {
        self.name = name
        if name == "messages" {
            documents = try Self.messages(in: Self.bytes(of: "\(folder)/messages.bin"), maximumBytes: maximumBytes)
            whole = nil
        } else {
            let bytes = try Self.bytes(of: "\(folder)/\(name).txt").prefix(maximumBytes)
            let pieces = Self.pieces(of: Array(bytes))
            documents = pieces
            whole = pieces.joined()
        }
        size = documents.reduce(0) { $0 + $1.utf8.count }
    }

    private static func bytes(of path: String) throws -> [UInt8] {
        do {
            return Array(try Data(contentsOf: URL(filePath: path)))
        } catch {
            throw BenchmarkError("cannot read \(path); Benchmarks/make-corpora writes it (\(error))")
        }
    }

    /// Each is a little-endian length of four bytes and as many bytes of text.
    private static func messages(in bytes: [UInt8], maximumBytes: Int) throws -> [String] {
        var messages: [String] = []
        var start = 0
        var total = 0
        while start + 4 <= bytes.count, total < maximumBytes {
            let length = bytes[start..<start + 4].reversed().reduce(0) { $0 << 8 | Int($1) }
            guard start + 4 + length <= bytes.count else { throw BenchmarkError("messages.bin is cut off") }
            messages.append(String(decoding: bytes[start + 4..<start + 4 + length], as: UTF8.self))
            start += 4 + length
            total += length
        }
        return messages
    }

    /// Cuts behind a line end or a comma where there is one in the second half of a piece; never inside a character.
    private static func pieces(of bytes: [UInt8]) -> [String] {
        var pieces: [String] = []
        var start = 0
        while start < bytes.count {
            var end = min(start + 2048, bytes.count)
            if end < bytes.count {
                while end > start + 1024, bytes[end - 1] != UInt8(ascii: "\n"), bytes[end - 1] != UInt8(ascii: ",") {
                    end -= 1
                }
                while bytes[end] & 0xC0 == 0x80 { end -= 1 }
            }
            pieces.append(String(decoding: bytes[start..<end], as: UTF8.self))
            start = end
        }
        return pieces
    }
}

struct BenchmarkError: Error, CustomStringConvertible {
    let description: String

    init(_ description: String) {
        self.description = description
    }
}

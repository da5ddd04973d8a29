import ArgumentParser
import Foundation

/// Where figures go: a table for people on standard output, JSON Lines for `make-report`.
struct Report: ParsableArguments {
    @Option(help: ArgumentHelp("Also append the figures to this file, as JSON Lines.", valueName: "file"))
    var json: String?

    func header(_ columns: [String], widths: [Int]) {
        line(columns, widths: widths)
    }

    /// - Parameter fields: what a line of the JSON file has.
    func row(_ columns: [String], widths: [Int], _ fields: [String: any Sendable]) throws {
        line(columns, widths: widths)
        guard let json else { return }
        var data = try JSONSerialization.data(withJSONObject: fields, options: [.sortedKeys, .withoutEscapingSlashes])
        data.append(UInt8(ascii: "\n"))
        if !FileManager.default.fileExists(atPath: json) {
            guard FileManager.default.createFile(atPath: json, contents: nil) else {
                throw BenchmarkError("cannot write \(json)")
            }
        }
        let file = try FileHandle(forWritingTo: URL(filePath: json))
        try file.seekToEnd()
        try file.write(contentsOf: data)
        try file.close()
    }

    /// Something a reader of the figures must know.
    static func note(_ text: String) {
        FileHandle.standardError.write(Data("benchmarks: \(text)\n".utf8))
    }

    private func line(_ columns: [String], widths: [Int]) {
        let cells = zip(columns, widths).map { column, width in
            let padding = String(repeating: " ", count: max(0, abs(width) - column.count))
            return width < 0 ? padding + column : column + padding
        }
        print(cells.joined(separator: "  "))
        fflush(nil)
    }
}

extension Double {
    /// With three significant digits, or all those before the point.
    var short: String {
        let digits = self >= 100 ? 0 : self >= 10 ? 1 : self >= 1 ? 2 : 3
        return String(format: "%.\(digits)f", self)
    }
}

import ArgumentParser
import CYardstick
import PIIScrubbing

/// Time per byte on texts made to be slow: it must not grow with the text.
struct Hostile: ParsableCommand {
    static let configuration = CommandConfiguration(abstract: "Nanoseconds per byte on hostile texts of growing size.")

    @OptionGroup var report: Report

    @Option(help: "Folder of pattern files.")
    var patterns = "patterns"

    @Option(help: ArgumentHelp("Sets of patterns, with commas between.", valueName: "names"))
    var sets = "reference,builtin"

    @Option(help: "The largest text, in kilobytes; 16,384 for all sizes.")
    var kilobytes = 16_384

    @Option(help: "Larger texts are left out once one took so many seconds.")
    var seconds = 5.0

    private static let sizes = [16, 64, 256, 1024, 4096, 16_384]
    private static let widths = [10, 38, -9, -9, -9, -9, -9, -9, -8]

    /// A text repeats the unit, then ends.
    private struct Attack {
        let unit: String
        var end = ""

        var name: String { end.isEmpty ? "'\(unit)'" : "'\(unit)'…'\(end)'" }

        func text(bytes: Int) -> String {
            String(repeating: unit, count: max(1, (bytes - end.utf8.count) / unit.utf8.count)) + end
        }
    }

    private static let attacks =
        [
            "a", "a.", "@", "a@", "a@b.", "1", "1 ", "1-", "1.", "+1", ":", "a:", "::", "eyJ-", "eyJ.", "sk-", "xoxb-",
            "Bearer ", "-----BEGIN ", "4111 ", "(415) ", "ghp_", "%", "\"a", "é", "電@", "phone ", "ssn 1",
            "1 1-1.1", "a@b.co+15551234567", "a@b.co+15551234567Bearer x.1.2.3.4,", "eyJ-sk-xoxb-", "a.a@1-1 +1:a:",
        ].map { Attack(unit: $0) } + [
            Attack(unit: "a.", end: "@"), Attack(unit: "a", end: "@"), Attack(unit: "1", end: "@b.co"),
            Attack(unit: "a-", end: "@b.c"), Attack(unit: "eyJ-", end: "."),
        ]

    func run() throws {
        let sizes = Self.sizes.filter { $0 <= max(kilobytes, 16) }
        let columns = ["patterns", "text"] + sizes.map { "\($0) KB" } + ["growth"]
        Report.note(
            "'!': the text was not scanned to its end; growth: last size to 64 KB; '-': left out, see --seconds"
        )
        report.header(columns, widths: Array(Self.widths.prefix(columns.count - 1)) + [-8])
        for name in sets.split(separator: ",") {
            guard let set = PatternSet(rawValue: String(name)) else { throw ValidationError("no set '\(name)'") }
            let scrubber = try set.scrubber(folder: patterns)
            for attack in Self.attacks {
                try measure(scrubber, set, attack, sizes: sizes)
            }
        }
    }

    private func measure(_ scrubber: Scrubber, _ set: PatternSet, _ attack: Attack, sizes: [Int]) throws {
        var perByte: [Double] = []
        var cells: [String] = []
        var isOver = false
        for size in sizes {
            guard !isOver else {
                cells.append("-")
                continue
            }
            let text = attack.text(bytes: size << 10)
            var nanoseconds: [Double] = []
            var isComplete = true
            for _ in 0..<(size <= 1024 ? 3 : 1) {
                let start = yardstick_thread_time()
                let result = scrubber.result(of: text)
                nanoseconds.append(Double(yardstick_thread_time() - start))
                if case .complete = result.status { continue }
                isComplete = false
            }
            perByte.append(nanoseconds.median / Double(text.utf8.count))
            isOver = nanoseconds.median > seconds * 1e9
            cells.append((perByte.last?.short ?? "") + (isComplete ? "" : " !"))
        }
        // From 64 KB on, where there are more sizes: what every call costs shows in the smallest text.
        let growth = (perByte.last ?? 0) / (perByte.count > 2 ? perByte[1] : perByte[0])
        try report.row(
            [set.rawValue, attack.name] + cells + [growth.short],
            widths: Array(Self.widths.prefix(cells.count + 2)) + [-8],
            [
                "part": "hostile", "set": set.rawValue, "text": attack.name, "cells": cells, "growth": growth,
                "kilobytes": sizes,
            ]
        )
    }
}

import Foundation

/// Inputs to start from: items, texts made of them, random regexes with texts that they are likely to match.
enum Seeds {
    static func write(to folder: String) throws {
        let folder = URL(filePath: folder, directoryHint: .isDirectory)
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        var texts = TextGenerator(seed: 1)
        var inputs = TextGenerator.items.map { [Fuzz.textMode] + Array($0.utf8) }
        for round in 0..<400 {
            let mode = round.isMultiple(of: 2) ? Fuzz.textMode : Fuzz.referenceMode
            inputs.append([mode] + texts.bytes(pieces: round.isMultiple(of: 20) ? 200 : 12))
        }
        for start in stride(from: 0, to: ManyPatterns.items.count, by: 7) {
            let items = ManyPatterns.items[start...].prefix(7).joined(separator: " the other thing, ")
            inputs.append([Fuzz.manyMode] + Array(items.utf8))
        }
        for (_, regex) in ReferenceRegexes.all {
            inputs.append([Fuzz.patternMode, UInt8(regex.utf8.count), 255] + regex.utf8 + texts.bytes())
        }
        for seed in 0..<1000 as Range<UInt64> {
            var regexes = RegexGenerator(seed: seed)
            let piece = regexes.pattern()
            guard piece.regex.utf8.count <= 200 else { continue }
            let rule: UInt8 = seed.isMultiple(of: 3) ? UInt8(seed % 22) : 255
            let text = piece.samples.joined(separator: " ") + texts.text()
            inputs.append([Fuzz.patternMode, UInt8(piece.regex.utf8.count), rule] + piece.regex.utf8 + text.utf8)
        }
        for (index, input) in inputs.enumerated() {
            try Data(input).write(to: folder.appending(path: "seed-\(index)"))
        }
    }
}

import ArgumentParser

/// Which texts to read, and how often to measure.
struct CorpusOptions: ParsableArguments {
    @Option(help: "Folder that make-corpora wrote.")
    var folder = ".build/corpora"

    @Option(
        help: ArgumentHelp(
            "prose, dense, json, digits, nonascii or messages; names with commas between.",
            valueName: "names"
        )
    )
    var corpora = "prose,messages,json,digits,dense,nonascii"

    @Option(help: "How much of each corpus to read at most.")
    var megabytes = 32.0

    @Option(help: "How often everything is measured; the median counts.")
    var repetitions = 5

    @Option(help: "Folder of pattern files.")
    var patterns = "patterns"

    func validate() throws {
        guard megabytes > 0, megabytes <= 60 else { throw ValidationError("--megabytes must be above 0, up to 60") }
        let known = ["prose", "dense", "json", "digits", "nonascii", "messages"]
        for name in corpora.split(separator: ",") where !known.contains(String(name)) {
            throw ValidationError("--corpora: there is no corpus '\(name)'; known are \(known.joined(separator: ", "))")
        }
        guard repetitions > 0 else { throw ValidationError("--repetitions must be 1 or more") }
    }

    func load() throws -> [Corpus] {
        try corpora.split(separator: ",").map {
            try Corpus(named: String($0), folder: folder, maximumBytes: Int(megabytes * 1_048_576))
        }
    }
}

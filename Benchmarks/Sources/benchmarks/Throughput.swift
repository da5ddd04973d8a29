import ArgumentParser

/// Megabytes of each corpus in a second of processor time, and the ratio to the yardstick.
struct Throughput: ParsableCommand {
    static let configuration = CommandConfiguration(abstract: "Speed on each corpus, beside the yardstick and peers.")

    @OptionGroup var corpusOptions: CorpusOptions
    @OptionGroup var report: Report

    @Option(help: ArgumentHelp("Sets of patterns for our engine, with commas between.", valueName: "names"))
    var sets = PatternSet.reference.rawValue

    @Option(help: "find, replace or both.")
    var task = "both"

    @Option(help: "documents (2 KB each), whole (one text) or both.")
    var form = "documents"

    @Option(help: "Folder of native peers; none unless given.")
    var peers: String?

    private static let widths = [9, 9, 7, 34, -9, -8, -10]

    func run() throws {
        let contenders = try makeContenders()
        let columns = ["corpus", "form", "task", "contender", "MB/s", "ratio", "findings"]
        report.header(columns, widths: Self.widths)
        for corpus in try corpusOptions.load() {
            if form != "whole" || corpus.whole == nil {
                try measure(contenders, corpus, form: "documents", texts: corpus.documents)
            }
            if form != "documents", let whole = corpus.whole {
                try measure(contenders, corpus, form: "whole", texts: [whole])
            }
        }
    }

    private func makeContenders() throws -> [Contender] {
        let sets = try sets.split(separator: ",").map { name in
            guard let set = PatternSet(rawValue: String(name)) else {
                let known = PatternSet.allCases.map(\.rawValue).joined(separator: ", ")
                throw ValidationError("there is no set '\(name)'; there are \(known)")
            }
            return set
        }
        guard ["find", "replace", "both"].contains(task) else { throw ValidationError("--task find, replace or both") }
        guard ["documents", "whole", "both"].contains(form) else {
            throw ValidationError("--form documents, whole or both")
        }
        let tasks: [Contender.Task] = [.replace, .find].filter { task == "both" || task == $0.rawValue }
        let native = peers.map { Peers.load(from: $0) } ?? []
        return try tasks.flatMap { task in
            try [.yardstick(task)] + sets.map { try .ours(task, $0, folder: corpusOptions.patterns) }
                + native.filter { $0.task == task }
        }
    }

    private func measure(_ contenders: [Contender], _ corpus: Corpus, form: String, texts: [String]) throws {
        let findings = try contenders.map { contender in
            try contender.count.map { count in try texts.reduce(0) { try $0 + count($1) } }
        }
        let measurement = try Measurement(contenders, texts: texts, repetitions: corpusOptions.repetitions)
        for (index, contender) in contenders.enumerated() {
            let yardstick = contenders.firstIndex { $0.name == "yardstick" && $0.task == contender.task } ?? index
            let speed = Double(corpus.size) / 1e6 / measurement.median(index)
            let ratio = measurement.ratio(index, to: yardstick)
            try report.row(
                [
                    corpus.name, form, contender.task.rawValue, contender.name, speed.short, ratio.short,
                    findings[index].map(String.init) ?? "-",
                ],
                widths: Self.widths,
                [
                    "part": "throughput", "corpus": corpus.name, "form": form, "task": contender.task.rawValue,
                    "contender": contender.name, "speed": speed, "ratio": ratio, "findings": findings[index] ?? -1,
                    "bytes": corpus.size,
                ]
            )
        }
    }
}

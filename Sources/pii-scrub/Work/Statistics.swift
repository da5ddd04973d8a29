import Foundation
import PIIScrubbing
import Synchronization

/// Counts for `--stats`, and the progress bar.
final class Statistics: Sendable {
    private struct Counts {
        var bytes = 0
        var findings: [String: Int] = [:]
        var replaced = 0
        var patternsOnly = 0
        var lastShown: ContinuousClock.Instant?
    }

    private let counts = Mutex(Counts())
    private let start = ContinuousClock.now
    private let total: Int?
    private let showsProgress: Bool

    /// - Parameter total: bytes to come, where that is known.
    init(total: Int?) {
        self.total = total
        showsProgress = isatty(STDERR_FILENO) == 1
    }

    func add(bytes: Int, findings: [Finding], replaced: Int = 0, patternsOnly: Int = 0) {
        add(bytes: bytes, replaced: replaced, patternsOnly: patternsOnly) { counts in
            for finding in findings { counts[finding.entity.rawValue, default: 0] += 1 }
        }
    }

    func add(bytes: Int, findings: FindingCounts, replaced: Int = 0, patternsOnly: Int = 0) {
        add(bytes: bytes, replaced: replaced, patternsOnly: patternsOnly) { counts in
            for (kind, count) in findings.found { counts[kind.entity.rawValue, default: 0] += count }
        }
    }

    private func add(bytes: Int, replaced: Int, patternsOnly: Int, count: (inout [String: Int]) -> Void) {
        let bar: String? = counts.withLock { counts in
            counts.bytes += bytes
            counts.replaced += replaced
            counts.patternsOnly += patternsOnly
            count(&counts.findings)
            return showsProgress ? progress(&counts) : nil
        }
        if let bar {
            try? FileHandle.standardError.write(contentsOf: Data(bar.utf8))
        }
    }

    /// A bar, once the work has taken a second, ten times a second.
    private func progress(_ counts: inout Counts) -> String? {
        let now = ContinuousClock.now
        guard start.duration(to: now) > .seconds(1),
            counts.lastShown.map({ $0.duration(to: now) > .milliseconds(100) }) ?? true
        else { return nil }
        counts.lastShown = now
        let megabytes = counts.bytes / 1_000_000
        guard let total, total > 0 else { return "\r\u{1B}[K\(megabytes) MB" }
        let share = min(1, Double(counts.bytes) / Double(total))
        let filled = Int(share * 30)
        let bar = String(repeating: "█", count: filled) + String(repeating: "░", count: 30 - filled)
        return "\r\u{1B}[K\(bar) \(Int(share * 100)) %  \(megabytes) of \(total / 1_000_000) MB"
    }

    func finish(printing: Bool) {
        counts.withLock { counts in
            if counts.patternsOnly > 0 {
                let texts = counted(counts.patternsOnly, "text")
                Diagnostics.report("warning: names may be left in \(texts): Presidio failed, patterns alone were used")
            }
            if counts.lastShown != nil {
                try? FileHandle.standardError.write(contentsOf: Data("\r\u{1B}[K".utf8))
            }
            guard printing else { return }
            let seconds = start.duration(to: .now) / .seconds(1)
            for (entity, count) in counts.findings.sorted(by: { ($1.value, $0.key) < ($0.value, $1.key) }) {
                Diagnostics.write("\(count)\t\(entity)")
            }
            if counts.replaced > 0 {
                Diagnostics.write("\(counts.replaced)\treplaced as a whole")
            }
            if counts.patternsOnly > 0 {
                Diagnostics.write("\(counts.patternsOnly)\tscrubbed by patterns alone")
            }
            let rate = seconds > 0 ? Double(counts.bytes) / 1e6 / seconds : 0
            Diagnostics.write(
                "\(counted(counts.bytes, "byte")) in \(String(format: "%.3f", seconds)) s, \(String(format: "%.1f", rate)) MB/s"
            )
        }
    }
}

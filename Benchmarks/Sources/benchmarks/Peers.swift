import CPeer
import CYardstick
import Foundation

/// Native peers: shared libraries that `build-peers` made, each given the reference patterns.
enum Peers {
    /// - Parameter folder: where the libraries are; all of them are loaded.
    static func load(from folder: String) -> [Contender] {
        let names = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
        let libraries = names.filter { $0.hasSuffix(".so") || $0.hasSuffix(".dylib") }.sorted()
        if libraries.isEmpty {
            Report.note("ABSENT: there is no native peer in \(folder); Benchmarks/build-peers makes them")
        }
        return libraries.flatMap { contenders(path: "\(folder)/\($0)") }
    }

    private static func contenders(path: String) -> [Contender] {
        let indices = 0..<yardstick_pattern_count()
        let regexes: [UnsafePointer<CChar>?] = indices.map { yardstick_pattern_regex($0) }
        let cards = indices.map { UInt8(yardstick_pattern_is_card($0)) }
        var loaded = peer()
        if let problem = peer_load(path, regexes, cards, regexes.count, &loaded) {
            Report.note("ABSENT: \(path): \(String(cString: problem))")
            return []
        }
        let handle = loaded
        let name = "\(String(cString: handle.name)) \(String(cString: handle.version))"
        let find = { (text: String) in
            text.withBytes { bytes in
                withUnsafePointer(to: handle) { Int(peer_find($0, bytes.baseAddress, bytes.count)) }
            }
        }
        let replace = { (text: String) in
            text.withBytes { bytes in withUnsafePointer(to: handle) { peer_replace($0, bytes.baseAddress, bytes.count) }
            }
        }
        let finding = Contender(name: name, task: .find, count: find, run: find)
        let replacing = Contender(name: name, task: .replace, count: find, run: replace)
        return handle.replace == nil ? [finding] : [finding, replacing]
    }
}

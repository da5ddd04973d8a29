extension Validator {
    /// Finds where the local part starts. RFC 5322 allows `=`, `/`, `'` and more in it, so what stands before an
    /// address in logs, links and markup can look like a part of it.
    static func checkEmailAddress(_ candidate: Candidate) -> Range<Int>? {
        let start = candidate.range.lowerBound
        guard candidate[start] != UInt8(ascii: "\""),
            let at = candidate.lastIndex(of: UInt8(ascii: "@"), in: candidate.range)
        else { return candidate.range }
        let local = EmailLocalPart.start(in: candidate, local: start..<at)
        guard local < at, !isRemote(candidate, local..<at) else { return nil }
        return local..<candidate.range.upperBound
    }

    /// The e-mail domain: not too long, and its last label no file extension; `2x.png` and `1.2.3-beta.rc` are none.
    static func checkEmailDomain(_ candidate: Candidate) -> Range<Int>? {
        guard let at = candidate.lastIndex(of: UInt8(ascii: "@"), in: candidate.range) else { return nil }
        var domain = (at + 1)..<candidate.range.upperBound
        guard domain.count <= 255 else { return nil }
        if candidate[domain.lowerBound] == UInt8(ascii: "["), !domain.isEmpty { return candidate.range }
        while candidate[domain.upperBound - 1] == UInt8(ascii: "."), !domain.isEmpty { domain.removeLast() }
        guard let dot = candidate.lastIndex(of: UInt8(ascii: "."), in: domain),
            !(domain.lowerBound..<dot).allSatisfy({ candidate.subject[$0] == UInt8(ascii: ".") }),
            !FileExtensions.contains(candidate.subject[(dot + 1)..<domain.upperBound]),
            !EmailDomain.startsLikeVersion(candidate, domain)
        else { return nil }
        return candidate.range
    }

    /// `git@github.com:org/repo.git` and `ssh://git@host/path` name a repository, not a person.
    private static func isRemote(_ candidate: Candidate, _ local: Range<Int>) -> Bool {
        guard local.count <= 3, remotes.contains(where: { candidate.subject[local].elementsEqual($0.bytes) }) else {
            return false
        }
        let next = candidate[candidate.range.upperBound]
        return next == UInt8(ascii: ":") || next == UInt8(ascii: "/")
    }

    private static let remotes: [StaticString] = ["git", "hg", "svn"]
}

enum EmailDomain {
    /// Whether a domain starts as versions do: with two numbers, and more behind them. Empty labels do not count.
    static func startsLikeVersion(_ candidate: Candidate, _ domain: Range<Int>) -> Bool {
        var rest = domain
        for _ in 0..<2 {
            rest = candidate.skip(rest) { $0 == UInt8(ascii: ".") }
            let behind = candidate.skip(rest, ASCII.isDigit)
            guard behind.lowerBound > rest.lowerBound, candidate[behind.lowerBound] == UInt8(ascii: ".") else {
                return false
            }
            rest = behind
        }
        return !candidate.skip(rest) { $0 == UInt8(ascii: ".") }.isEmpty
    }
}

extension Candidate {
    /// What of a range of the subject is left behind bytes of one kind.
    fileprivate func skip(_ range: Range<Int>, _ isSkipped: (UInt8) -> Bool) -> Range<Int> {
        var start = range.lowerBound
        while start < range.upperBound, isSkipped(subject[start]) { start += 1 }
        return start..<range.upperBound
    }
}

enum EmailLocalPart {
    /// Where the local part starts in the run of atext characters before the `@`.
    static func start(in candidate: Candidate, local: Range<Int>) -> Int {
        var start = local.lowerBound
        if let slash = candidate.lastIndex(of: UInt8(ascii: "/"), in: local), slash + 1 < local.upperBound,
            isPath(candidate, start..<slash)
        {
            start = slash + 1
        }
        if let equals = candidate.lastIndex(of: UInt8(ascii: "="), in: start..<local.upperBound),
            isKey(candidate, start..<equals)
        {
            start = equals + 1
        }
        while start < local.upperBound, isWrapper(candidate, at: start) {
            start += 1
        }
        return start
    }

    /// What stands before the last `/` of a link or of a path of at least one folder.
    private static func isPath(_ candidate: Candidate, _ range: Range<Int>) -> Bool {
        if candidate[range.lowerBound - 1] == UInt8(ascii: ":") {
            return true
        }
        return candidate.subject[range.lowerBound] == UInt8(ascii: "/") && range.count > 1
            && range.allSatisfy { pathBytes.contains(candidate.subject[$0]) }
    }

    private static let pathBytes = ByteSet.letters.union(.digits).union(ByteSet("/._~-".utf8))
    private static let keyBytes = ByteSet.letters.union(.digits).union(ByteSet("_-.".utf8))

    /// `email=`, `?to=`, `&user_email=`: a name of a person or a mailbox, or anything behind the `?` or `&` of a link.
    private static func isKey(_ candidate: Candidate, _ range: Range<Int>) -> Bool {
        let key = range.last {
            candidate.subject[$0] == UInt8(ascii: "?") || candidate.subject[$0] == UInt8(ascii: "&")
        }
        let name = (key.map { $0 + 1 } ?? range.lowerBound)..<range.upperBound
        guard !name.isEmpty,
            name.allSatisfy({ keyBytes.contains(candidate.subject[$0]) })
        else { return false }
        return key != nil
            || keyWords.contains {
                ASCII.contains($0, in: UnsafeBufferPointer(rebasing: candidate.subject[name]), ignoringCase: true)
            }
    }

    private static let keyWords = [
        "mail", "user", "login", "from", "sender", "recipient", "contact", "account", "owner", "author", "name",
        "subject", "to", "cc", "id", "addr", "by", "principal", "actor", "uid",
    ].map { Array($0.utf8) }

    /// An opening quote or markup whose closing twin stands right behind the address.
    private static func isWrapper(_ candidate: Candidate, at offset: Int) -> Bool {
        let opening = candidate.subject[offset]
        let closing: UInt8
        switch opening {
        case UInt8(ascii: "'"), UInt8(ascii: "`"), UInt8(ascii: "*"), UInt8(ascii: "|"), UInt8(ascii: "_"),
            UInt8(ascii: "~"), UInt8(ascii: "#"):
            closing = opening
        case UInt8(ascii: "{"):
            closing = UInt8(ascii: "}")
        default:
            return false
        }
        return closing == candidate[candidate.range.upperBound]
    }
}

/// File extensions that are no top-level domains.
enum FileExtensions {
    /// Sorted, for binary search.
    private static let known: [UInt64] = [
        "avi", "avif", "bak", "bin", "bmp", "cfg", "class", "conf", "cpp", "css", "csv", "dat", "db", "dll", "doc",
        "docx", "eot", "eps", "exe", "flac", "gif", "gz", "heic", "htm", "html", "ico", "ini", "ipynb", "jar", "java",
        "jpeg", "jpg", "js", "json", "jsonl", "jsx", "key", "kt", "less", "lock", "log", "lua", "mjs", "mkv",
        "mpg", "ogg", "otf", "pdf", "php", "plist", "png", "ppt", "pptx", "psd", "rar", "rb", "scss", "sql", "svg",
        "swift", "tar", "tgz", "tif", "tiff", "tmp", "toml", "ts", "tsv", "tsx", "ttf", "txt", "vue", "wav", "webm",
        "webp", "woff", "woff2", "xcassets", "xls", "xlsx", "xml", "yaml", "yml",
    ].map { packed($0.utf8) }.sorted()

    /// Whether one of them may have a hash: a search would take longer, and most labels are none of them. Raw memory: it
    /// is read at every address.
    nonisolated(unsafe) private static let hashes: UnsafePointer<Bool> = {
        let table = UnsafeMutablePointer<Bool>.allocate(capacity: 1 << hashBits)
        table.initialize(repeating: false, count: 1 << hashBits)
        for packed in known { table[hash(packed)] = true }
        return UnsafePointer(table)
    }()

    private static let hashBits = 11

    private static func hash(_ packed: UInt64) -> Int {
        Int(truncatingIfNeeded: (packed &* 0x9E37_79B9_7F4A_7C15) >> UInt64(64 - hashBits))
    }

    static func contains(_ label: Slice<UnsafeBufferPointer<UInt8>>) -> Bool {
        guard label.count <= 8 else { return false }
        let wanted = packed(label)
        guard hashes[hash(wanted)] else { return false }
        var range = known.startIndex..<known.endIndex
        while !range.isEmpty {
            let middle = range.lowerBound + range.count / 2
            if known[middle] == wanted { return true }
            range = known[middle] < wanted ? (middle + 1)..<range.upperBound : range.lowerBound..<middle
        }
        return false
    }

    /// Up to eight bytes in lower case as one number.
    private static func packed(_ label: some Sequence<UInt8>) -> UInt64 {
        label.reduce(0) { $0 << 8 | UInt64(ASCII.lowercased($1)) }
    }
}

extension StaticString {
    fileprivate var bytes: UnsafeBufferPointer<UInt8> {
        UnsafeBufferPointer(start: utf8Start, count: utf8CodeUnitCount)
    }
}

import PIIScrubbing

extension ReferenceDifference {
    static let personal = [
        ssnNotAssigned, ssnInCode, fileName, versionBehindAt, remote, longDomain, emptyDomain, runTogether, underscore,
        phoneOutsidePlan, phoneInCode, phoneBehindMoneySign, phoneBehindWord,
    ]

    // MARK: Social security numbers

    private static let ssnNotAssigned = ReferenceDifference(
        "number that no SSN can be",
        reason: "areas 000, 666 and 900 to 999, group 00 and serial 0000 are not assigned",
        patterns: ["ssn_us"],
        examples: ["000-12-3456", "666-12-3456", "912-12-3456", "123-00-3456", "123-45-0000"]
    ) { match in
        let number = match.value.replacing("-", with: "")
        let isAdvertised = Probe(#"\A98765432[0-9]"#).occurs(in: number)
        return !isAdvertised && Probe(#"\A(?:000|666|9|...00|.....0000)"#).occurs(in: number)
    }

    private static let ssnInCode = ReferenceDifference(
        "SSN inside a longer code",
        reason: "digits or letters go on behind a dash or a dot",
        patterns: ["ssn_us"],
        examples: ["AB-123-45-6789", "12-123-45-6789", "123-45-6789-01", "123-45-6789.5"]
    ) { match in
        goesOn(match)
    }

    // MARK: E-mail

    private static let fileName = ReferenceDifference(
        "file name behind @",
        reason: "the ending is that of a file and no top-level domain",
        patterns: ["email"],
        examples: ["icon@2x.png", "fetched from cdn@latest.min.js"]
    ) { match in
        let next = Probe(#"\A[A-Za-z0-9-]*\.[A-Za-z]{2,}"#).first(in: match.after)?.upperBound ?? 0
        let nextAddress = match.value + String(decoding: match.after.utf8.prefix(next), as: UTF8.self)
        return [match.value, nextAddress, longestAddress(match)].contains { address in
            address.split(separator: ".").last.map { fileEndings.contains($0.lowercased()) } == true
        }
    }

    private static let versionBehindAt = ReferenceDifference(
        "version number behind @",
        reason: "the first two labels are numbers: a package and its version",
        patterns: ["email"],
        examples: ["react@18.3.canary", "lodash@4.17.x-next.beta"]
    ) { match in
        Probe(#"@\.*[0-9]+\.+[0-9]+\."#).occurs(in: match.value)
    }

    private static let remote = ReferenceDifference(
        "remote of a repository",
        reason: "with `git`, `hg` or `svn` before the @ and a path behind the host, it names nobody",
        patterns: ["email"],
        examples: ["git@github.com:org/repo.git", "ssh://hg@example.org/project"]
    ) { match in
        Probe(#"\A(?:git|hg|svn)@"#).occurs(in: match.value) && Probe(#"\A[:/]"#).occurs(in: match.after)
    }

    private static let longDomain = ReferenceDifference(
        "domain that is too long",
        reason: "a domain has at most 255 bytes (RFC 1035)",
        patterns: ["email"],
        examples: ["a@" + String(repeating: "label.", count: 43) + "com"]
    ) { match in
        // Behind a second @ the search goes on where it gave up on the first.
        let isBehindAt = match.before.hasSuffix("@")
        let parts = longestAddress(match).split(separator: "@").map(\.utf8.count)
        return parts.last ?? 0 > 255 || isBehindAt && parts[0] > 200
    }

    private static let emptyDomain = ReferenceDifference(
        "nothing but dots behind @",
        reason: "a domain has a name before its ending",
        patterns: ["email"],
        examples: ["who@..org"]
    ) { match in
        Probe(#"@\.+[A-Za-z]+\z"#).occurs(in: longestAddress(match))
    }

    private static let runTogether = ReferenceDifference(
        "addresses that run together",
        reason: "where one ends and the next begins cannot be told; one of them is redacted whole",
        patterns: ["email"],
        examples: ["jane@example.com7bob@example.org|eve@example.net"]
    ) { match in
        let isPartial = match.uncovered != [match.range]
        let character = #"[A-Za-z0-9!#$%&'*+/=?^_`{|}~.-]"#
        return isPartial
            && (Probe("@\(character)*\\z").occurs(in: match.before)
                || Probe("\\A\(character)*@").occurs(in: match.after))
    }

    private static let underscore = ReferenceDifference(
        "underscores around an address",
        reason: "markup on both sides of an address is no part of it",
        patterns: ["email"],
        examples: ["_jane@example.com.au_"]
    ) { match in
        match.uncovered[0].lowerBound == match.range.lowerBound
            && Probe(#"\A_+(?:\z|@)"#).occurs(in: match.string(match.uncovered[0]))
            && Probe(#"\A[A-Za-z0-9.-]*_"#).occurs(in: match.after)
    }

    /// The match, on to where the longest domain that can be read here ends; the reference stops at a word boundary.
    private static func longestAddress(_ match: ReferenceMatch) -> String {
        let text = match.value + match.after
        let end = Probe(#"\A[^@]+@[A-Za-z0-9.-]+\.[A-Za-z]{2,}"#).first(in: text)?.upperBound
        return String(decoding: text.utf8.prefix(end ?? match.range.count), as: UTF8.self)
    }

    private static let fileEndings: Set<String> = Set(
        """
        avi avif bak bin bmp cfg class conf cpp css csv dat db dll doc docx eot eps exe flac gif gz heic htm html ico \
        ini ipynb jar java jpeg jpg js json jsonl jsx key kt less lock log lua mjs mkv mpg ogg otf pdf php plist \
        png ppt pptx psd rar rb scss sql svg swift tar tgz tif tiff tmp toml ts tsv tsx ttf txt vue wav webm webp woff \
        xcassets xls xlsx xml yaml yml
        """.split(separator: " ").map(String.init)
    )

    // MARK: Phone numbers

    private static let phoneOutsidePlan = ReferenceDifference(
        "number outside the North American Numbering Plan",
        reason:
            "area codes start with 2 to 9 and do not end in 11; exchange codes below 200 need another sign of a number",
        patterns: ["phone_us"],
        examples: ["123-456-7890", "911-555-0132", "415-155-0132", "(000) 555-0132"]
    ) { match in
        isOutsidePlan(match) && !isAnnounced(match)
    }

    private static let phoneInCode = ReferenceDifference(
        "phone number inside a longer code",
        reason: "digits or letters go on, right there or behind a dash or a dot",
        patterns: ["phone_us"],
        examples: ["a1b2-415-555-0132", "415-555-0132-A", "212.415.555.0132", "(415) 555-01325"]
    ) { match in
        Probe(#"\A[A-Za-z0-9]"#).occurs(in: match.after) || goesOn(match)
    }

    private static let phoneBehindMoneySign = ReferenceDifference(
        "number behind a dollar sign",
        reason: "a sum of money or a variable",
        patterns: ["phone_us"],
        examples: ["$415-555-0132"]
    ) { match in
        Probe(#"\$\z"#).occurs(in: match.before)
    }

    private static let phoneBehindWord = ReferenceDifference(
        "phone number behind an excluding word",
        reason: "it is a part, an order, a ticket; `exclude_context` of `phone_us` lists the words",
        patterns: ["phone_us"],
        examples: ["Part number: 415-555-0132", "order 415-555-0132"]
    ) { match in
        excludingWords("phone_us").occurs(in: match.context)
            || excludingWords("phone_us_context").occurs(in: match.context)
    }

    /// Whether no telephone has the number: by its area code, or by its exchange code where nothing else marks it.
    static func isOutsidePlan(_ match: ReferenceMatch) -> Bool {
        let digits = match.digits
        let isMarked = match.value.hasPrefix("(") || countryCode.occurs(in: match.before)
        let isMadeUp = digits[0..<3] == [5, 5, 5] || digits[3...] == [1, 2, 3, 4, 5, 6, 7]
        return digits[0] < 2 || digits[1...2] == [1, 1] || digits[3] < 2 && !isMarked && !isMadeUp
    }

    private static let countryCode = Probe(#"(?:(?<![A-Za-z0-9])(?:\+|00|011[-. ]?)?1[-./ ]{0,2}|\(\+?1\) ?)\z"#)

    /// Whether a word that announces phone numbers stands near, and none that speaks against them.
    static func isAnnounced(_ match: ReferenceMatch) -> Bool {
        announcing.occurs(in: match.context) && !excludingWords("phone_us_context").occurs(in: match.context)
    }

    private static let announcing = contextWords("phone_us_context")

    // MARK: Neighbours

    /// Whether digits or letters go on behind a joint, on either side.
    private static func goesOn(_ match: ReferenceMatch) -> Bool {
        Probe(#"(?:[0-9][-.]|[A-Za-z]-)\z"#).occurs(in: match.before)
            || Probe(#"\A(?:-[A-Za-z0-9]|\.[0-9])"#).occurs(in: match.after)
    }
}

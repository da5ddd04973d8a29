import PIIScrubbing

extension ReferenceDifference {
    /// Differences that have no good reason: the patterns are to be changed, and then the entry here is to go, which
    /// the tests ask for.
    static let defects = [
        slashBetweenNumbers, letterBeforeParenthesis, lineBreakInPhone, phoneBehindDot, addressBehindColonOrDot,
        bearerInToken, tokenBehindToken, tokenBehindSkippedRun, dashedCardBehindDot, parenthesisWithoutBlank,
        pathBehindAddress,
        addressBehindAddress,
    ]

    static let slashBetweenNumbers = ReferenceDifference(
        "slash between two numbers",
        reason: "",
        patterns: ["phone_us", "ssn_us"],
        examples: ["Call 415-555-0132/415-555-0133", "123-45-6789/234-56-7890"]
    ) { match in
        Probe(#"[0-9]-[0-9]{4}/\z"#).occurs(in: match.before) || Probe(#"\A/\(?[0-9]{3}[-.)]"#).occurs(in: match.after)
    }

    private static let letterBeforeParenthesis = ReferenceDifference(
        "letter before a parenthesis",
        reason: "",
        patterns: ["phone_us"],
        examples: ["Phone(415)555-0132", "f(415) 555-0132"]
    ) { match in
        match.value.hasPrefix("(") && Probe(#"[A-Za-z]\z"#).occurs(in: match.before)
    }

    private static let lineBreakInPhone = ReferenceDifference(
        "line break or tab in a phone number",
        reason: "",
        patterns: ["phone_us"],
        examples: ["(415)\n555-0132", "(415)\t555-0132"]
    ) { match in
        Probe(#"\)[\t\n\x0B\f\r\x1C-\x1F]"#).occurs(in: match.value)
    }

    private static let phoneBehindDot = ReferenceDifference(
        "phone number behind a dot",
        reason: "",
        patterns: ["phone_us"],
        examples: ["...415-555-0132", "Call us.(415) 555-0132"]
    ) { match in
        Probe(#"(?<![0-9])\.\z"#).occurs(in: match.before)
    }

    private static let addressBehindColonOrDot = ReferenceDifference(
        "IPv6 address beside a colon or behind a dot",
        reason: "",
        patterns: ["ipv6"],
        examples: [
            "host:2001:db8:0:0:0:0:0:1", "...2001:db8:0:0:0:0:0:1", "2001:db8:0:0:0:0:0:1: connection refused",
        ]
    ) { match in
        Probe(#"(?:(?<![0-9A-Fa-f:]):|(?<![0-9])\.)\z"#).occurs(in: match.before)
            || Probe(#"\A:(?![0-9A-Fa-f:])"#).occurs(in: match.after)
    }

    private static let bearerInToken = ReferenceDifference(
        "'Bearer' at the end of a token",
        reason: "",
        patterns: ["bearer_token"],
        examples: ["Bearer " + "mF9B5f4JqM/Bearer " + "mF9B5f4JqM"]
    ) { match in
        Probe(#"(?i)bearer\s+[A-Za-z0-9._~+/-]+\z"#).occurs(in: match.before)
    }

    private static let tokenBehindToken = ReferenceDifference(
        "token behind a token and a dot",
        reason: "",
        patterns: ["jwt"],
        examples: [
            "eyJhbGciOiJub25lIn0" + ".eyJzdWIiOiJ0In0.c2ln." + "eyJhbGciOiJub25lIn0" + ".eyJzdWIiOiJ0In0.c2ln"
        ]
    ) { match in
        Probe(#"(?<![A-Za-z0-9])ey[A-Za-z0-9_-]+(?:\.[A-Za-z0-9_-]*){3,4}\z"#).occurs(in: match.before)
    }

    private static let dashedCardBehindDot = ReferenceDifference(
        "card number with dashes behind a dot",
        reason: "",
        patterns: ["credit_card"],
        examples: ["1.4111-1111-1111-1111"]
    ) { match in
        Probe(#"[0-9]\.\z"#).occurs(in: match.before) && match.value.contains("-")
    }

    private static let tokenBehindSkippedRun = ReferenceDifference(
        "token in a run that starts like one",
        reason: "",
        patterns: ["jwt"],
        examples: ["eye-" + "eyJhbGciOiJub25lIn0" + ".eyJzdWIiOiJ0In0.c2ln"]
    ) { match in
        Probe(#"(?<![A-Za-z0-9])ey[A-Za-z0-9_-]*\z"#).occurs(in: match.before)
    }

    private static let parenthesisWithoutBlank = ReferenceDifference(
        "announced phone number without a blank behind its parenthesis",
        reason: "",
        patterns: ["phone_us"],
        examples: ["phone: (123)456-7890"]
    ) { match in
        Probe(#"\)[0-9]"#).occurs(in: match.value) && isOutsidePlan(match) && isAnnounced(match)
    }

    private static let pathBehindAddress = ReferenceDifference(
        "IPv6 address before a slash and a number",
        reason: "",
        patterns: ["ipv6"],
        examples: ["2001:db8:0:0:0:0:0:1/443"]
    ) { match in
        Probe(#"\A/[0-9]{3}"#).occurs(in: match.after)
    }

    private static let addressBehindAddress = ReferenceDifference(
        "address behind an address and a quote or brace",
        reason: "",
        patterns: ["email"],
        examples: ["{jane@example.com}{bob@example.org}", "'jane@example.com'|'bob@example.org'"]
    ) { match in
        Probe(#"@[A-Za-z0-9.-]+['}][A-Za-z0-9!#$%&'*+/=?^_`{|}~.-]*\z"#).occurs(in: match.before)
    }
}

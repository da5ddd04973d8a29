// The regexes of patterns/reference.yaml; `run` checks that both are the same. Peers in C++ and Rust get them from here.
#ifndef REFERENCE_PATTERNS_H
#define REFERENCE_PATTERNS_H

struct reference_pattern {
    const char *name;
    const char *regex;
    int is_card;
};

#define IPV4_PART "(?:25[0-5]|2[0-4]\\d|[01]?\\d\\d?)"

static const struct reference_pattern reference_patterns[] = {
    {"reference_bearer_token", "Bearer\\s+[A-Za-z0-9._\\-]+", 0},
    {"reference_jwt", "\\beyJ[A-Za-z0-9_\\-]+\\.[A-Za-z0-9_\\-]+\\.[A-Za-z0-9_\\-]+\\b", 0},
    {"reference_aws_access_key", "\\bAKIA[0-9A-Z]{16}\\b", 0},
    {"reference_github_token", "\\bgh[pousr]_[A-Za-z0-9]{36,}\\b", 0},
    {"reference_stripe_key", "\\b(?:sk|rk)_live_[A-Za-z0-9]{24,}\\b", 0},
    {"reference_slack_token", "\\bxox[baprs]-[A-Za-z0-9-]+\\b", 0},
    {"reference_anthropic_key", "\\bsk-ant-[A-Za-z0-9\\-_]{20,}\\b", 0},
    {"reference_openai_key", "\\bsk-(?:proj-)?[A-Za-z0-9]{20,}\\b", 0},
    {"reference_credit_card", "\\b(?:\\d[ -]?){12,18}\\d\\b", 1},
    {"reference_ssn_us", "\\b\\d{3}-\\d{2}-\\d{4}\\b", 0},
    {"reference_email", "\\b[A-Za-z0-9._%+\\-]+@[A-Za-z0-9.\\-]+\\.[A-Za-z]{2,}\\b", 0},
    {"reference_phone_e164", "\\+[1-9]\\d{6,14}\\b", 0},
    {"reference_phone_us", "(?:\\(\\d{3}\\)\\s?\\d{3}[-.]\\d{4}|\\b\\d{3}[-.]\\d{3}[-.]\\d{4}\\b)", 0},
    {"reference_ipv6", "\\b(?:[A-Fa-f0-9]{1,4}:){7}[A-Fa-f0-9]{1,4}\\b", 0},
    {"reference_ipv4", "\\b(?:" IPV4_PART "\\.){3}" IPV4_PART "\\b", 0},
};

#define REFERENCE_PATTERN_COUNT (sizeof reference_patterns / sizeof reference_patterns[0])

#endif

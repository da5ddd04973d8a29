"""Keys of providers, recognised by their prefix.

Every prefix is put together from parts, so that no scanner of this repository takes a template for a leaked key.
"""
from __future__ import annotations

import base64
from typing import Callable, Dict, Iterator, List, Tuple

from .carriers import ESCAPED, KINDS, PLAIN, Carrier, carriers, pick
from .core import ALNUM, DIGITS, HEX, LOWER, UPPER, Case, Dice, fill, share, spread

BASE32 = UPPER + "234567"
WORD = ALNUM + "_-"

OWN: List[Carrier] = carriers([
    "export API_TOKEN=§",
    "token: §",
    'token = "§"',
    "my key is § and it stopped working, please debug",
    'curl -H "X-Api-Key: §" https://api.example.com/v1',
    "{\n  \"api_key\": \"§\"\n}",
    '{"config.ini": "TOKEN=§\\nBACKUP=true"}',
    "System.setProperty(\"TOKEN\", \"§\")",
    "<token>\n    §\n</token>",
    "token := `§`",
    "TOKEN ?= \"§\"",
    "ENV KEY=§",
    "- name: KEY\n  value: §",
    "$token .= \"§\"",
    "Oops, I committed §.",
    "Oops, I pasted §, what now?",
    "key=§;retries=3",
    "client = Client('§')",
    "diff\n-KEY=none\n+KEY=§\n",
]) + carriers(["git remote set-url origin https://§@example.com/r.git", "https://example.com/hook?key=§"], forbid="/+=")
# Directly behind a letter or sign that could belong to a longer word.
BEFORE: List[Carrier] = carriers(["MY_§", "key_§", "old_§ here", "x=_§", "{\"a\":\"b\\n§\"}", "a\\t§", "log: \\r\\n§"])
AFTER: List[Carrier] = carriers(["§_old", "§_backup.txt", "k=§_"])


def slack_digits(dice: Dice) -> str:
    return dice.number(dice.randint(10, 13))


def base64url(dice: Dice, length: int) -> str:
    raw = "".join(dice.choice(DIGITS + "-" + HEX) for _ in range(length)).encode()
    return base64.urlsafe_b64encode(raw).decode().rstrip("=")


def openai_legacy(dice: Dice) -> str:
    marker = "T3Blbk" + "FJ"
    return "s" + "k-" + (dice.chars(ALNUM, 20) + marker + dice.chars(ALNUM, 20) if dice.chance(0.5) else dice.chars(ALNUM, 48))


def openai_scoped(dice: Dice, scope: str) -> str:
    half = dice.choice([58, 74, 74])
    marker = "T3Blbk" + "FJ"
    return "s" + f"k-{scope}-" + dice.chars(WORD, half) + marker + dice.chars(WORD, half - 1) + dice.choice(ALNUM)


Maker = Callable[[Dice], str]
FORMS: Dict[str, List[Tuple[str, Maker]]] = {
    "AWS_ACCESS_KEY": [
        (kind, lambda d, kind=kind: "A" + kind + "A" + d.chars(BASE32, 16))  # type: ignore[misc]
        for kind in ("KI", "SI", "BI", "CC")
    ],
    "GITHUB_TOKEN": [
        *((kind, lambda d, kind=kind: "gh" + kind + "_" + d.chars(ALNUM, 36)) for kind in "pousr"),  # type: ignore[misc]
        ("pat", lambda d: "github" + "_pat_" + d.chars(ALNUM, 22) + "_" + d.chars(ALNUM, 59)),
        ("pat", lambda d: "github" + "_pat_1" + d.chars(UPPER + DIGITS, 21) + "_" + d.chars(ALNUM, 59)),
    ],
    "STRIPE_KEY": [
        *(
            (f"{kind}-{mode}", lambda d, kind=kind,
                mode=mode: kind + f"k_{mode}_" + d.chars(ALNUM, d.choice([24, 24, 32, 99])))  # type: ignore[misc]
            for kind in "sr" for mode in ("live", "test", "prod")
        ),
        ("webhook", lambda d: "wh" + "sec_" + d.chars(ALNUM, 32)),
        ("webhook-svix", lambda d: "wh" + "sec_" + d.chars(ALNUM + "+/", 43) + "="),
    ],
    "SLACK_TOKEN": [
        ("bot", lambda d: "xo" + f"xb-{slack_digits(d)}-{slack_digits(d)}-{d.chars(ALNUM, 24)}"),
        ("bot-short", lambda d: "xo" + f"xb-{slack_digits(d)}-{d.chars(ALNUM, 24)}"),
        ("user", lambda d: "xo" + f"xp-{slack_digits(d)}-{slack_digits(d)}-{slack_digits(d)}-{d.hex(32)}"),
        ("access", lambda d: "xo" + f"xa-2-{slack_digits(d)}-{slack_digits(d)}-{slack_digits(d)}-{d.hex(32)}"),
        ("refresh", lambda d: "xo" + f"xr-{slack_digits(d)}-{slack_digits(d)}-{d.chars(ALNUM, 24)}"),
        ("session", lambda d: "xo" + f"xs-{slack_digits(d)}-{slack_digits(d)}-{slack_digits(d)}-{d.hex(10)}"),
        ("legacy", lambda d: "xo" + f"xo-{slack_digits(d)}-{slack_digits(d)}-{slack_digits(d)}-{d.hex(32)}"),
        ("app", lambda d: "xa" + f"pp-1-A{d.chars(UPPER + DIGITS, 10)}-{slack_digits(d)}-{d.hex(64)}"),
        ("config-refresh", lambda d: "xo" + f"xe-1-{base64url(d, 109)}"),
        ("config-access", lambda d: "xo" + "xe.xo" + f"xp-1-{base64url(d, d.choice([122, 124]))}"),
    ],
    "OPENAI_KEY": [
        ("legacy", openai_legacy),
        ("legacy", openai_legacy),
        *((scope, lambda d, scope=scope: openai_scoped(d, scope)) for scope in ("proj", "svcacct", "admin")),  # type: ignore[misc]
    ],
    "ANTHROPIC_KEY": [
        ("api", lambda d: "s" + "k-an" + "t-api03-" + d.chars(WORD, 93) + "AA"),
        ("api", lambda d: "s" + "k-an" + "t-api03-" + d.chars(WORD, 93) + "AA"),
        ("admin", lambda d: "s" + "k-an" + "t-admin01-" + d.chars(WORD, 93) + "AA"),
    ],
}
# Near misses. A redactor that hides one costs its user little, so these are few and meet no floor.
NEGATIVES: Dict[str, List[Maker]] = {
    "AWS_ACCESS_KEY": [
        lambda d: "aws_access_key: A" + "KIA" + "...",
        lambda d: "TODAYIN" + "ASIA" + "ASACKOFRICEFORYOU",
        lambda d: f"ASIA and {d.chars(UPPER, 20)}",
        lambda d: "the AKIA prefix marks long-term keys",
    ],
    "GITHUB_TOKEN": [
        lambda d: "tokens begin with gh" + "p_ or gh" + "s_",
        lambda d: f"gh{d.choice('abc')}_{d.chars(LOWER, 12)}",
        lambda d: "gh" + "p_<your token here>",
        lambda d: f"commit {d.hex(40)}",
    ],
    "STRIPE_KEY": [
        lambda d: f"ta{'s'}k_test_{d.chars(LOWER, 8)}",
        lambda d: "s" + "k_test_... goes here",
        lambda d: f"disk_live_{d.chars(LOWER, 6)}",
        lambda d: f"p{'k'}_version_{d.digits(3)}",
    ],
    "SLACK_TOKEN": [
        lambda d: "xo" + "xb-your-token-here",
        lambda d: "https://github.com/xo" + "xa-nyc/page",
        lambda d: f"channel C{d.chars(UPPER + DIGITS, 10)}",
    ],
    "OPENAI_KEY": [
        lambda d: "pip install s" + "k-learn-contrib",
        lambda d: "s" + "k-" + "<your key>",
        lambda d: f"ri{'s'}k-{d.chars(LOWER, 7)}-assessment",
        lambda d: f"task-{d.digits(4)}, desk-{d.digits(2)}",
    ],
    "ANTHROPIC_KEY": [
        lambda d: "set s" + "k-an" + "t-... in your shell",
        lambda d: "elephant-api03 is a host",
    ],
}
# An underscore may belong to these, so nothing with one may follow.
OPEN_ENDED = ("OPENAI_KEY", "ANTHROPIC_KEY")


def positives(dice: Dice, entity: str, count: int) -> Iterator[Case]:
    for index, (name, make) in enumerate(spread(dice, FORMS[entity], count)):
        item = make(dice)
        if index % 8 == 3:
            template = pick(dice, item, BEFORE, 1.0)
        elif index % 8 == 7 and entity not in OPEN_ENDED:
            template = pick(dice, item, AFTER, 1.0)
        elif index % 8 == 5:
            template = pick(dice, item, OWN, 0.0, (ESCAPED, PLAIN))
        else:
            template = pick(dice, item, OWN, 0.6, KINDS)
        yield Case(entity, f"key/{entity.lower()}-{name}", *fill(template, item))


def generate(dice: Dice, size: int) -> Iterator[Case]:
    for entity in FORMS:
        yield from positives(dice, entity, share(size, 0.0125))
        for make in spread(dice, NEGATIVES[entity], share(size, 0.0015)):
            yield Case(entity, f"key/{entity.lower()}-negative", make(dice))

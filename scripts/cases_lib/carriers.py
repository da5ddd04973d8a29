"""Texts that carry an item: prompts, logs, tables, code, escaped strings, other scripts.

The carriers here are neutral: they hold no word that names an item (no phone, card, number, id) and nothing that could
be taken for one, so they serve positives and negatives of every kind. Words that name an item belong to its own module.
`forbid` lists characters an item must not hold there, because the text would then be malformed or the label ambiguous.
"""
from __future__ import annotations

from dataclasses import dataclass
from typing import List, Sequence

from .core import MARK, Dice


@dataclass(frozen=True)
class Carrier:
    template: str
    forbid: str = ""

    def fits(self, item: str) -> bool:
        if any(character in item for character in self.forbid):
            return False
        before, _, after = self.template.partition(MARK)
        return not any(quote in item and (before.endswith(quote) or after.startswith(quote)) for quote in "\"'`|")


def carriers(templates: Sequence[str], forbid: str = "") -> List[Carrier]:
    return [Carrier(template, forbid) for template in templates]


# Space, line ends or angle brackets around the item: safe for any item whatever it is made of.
PLAIN = carriers([
    "§",
    "§\n",
    "  §  ",
    "Please put § into the form and save it.",
    "first line\n§\nthird line",
    "He gave me § and left.",
    "Update: § — thanks",
    "Old value → § (unchanged)",
    "tabs\t§\tend",
    "> §\n> quoted reply",
    "- §\n- something else",
    "😀 §",
    "👨‍👩‍👧‍👦 family file → § ✅",
    "Zoë naïve café: § done",
    "הערך הוא § בלבד",
    "القيمة هي § فقط",
    "\ufeff§",
    "\u00a0§\u00a0",
])

ENDINGS = carriers([
    "I was told it is §.",
    "I was told it is §. Then we left.",
    "The one we have on file is §, is that still right?",
    "Could you double-check (§) before Friday?",
    "He wrote: §; nothing else.",
    "Is it §?",
    "Yes, §!",
    "It said \"§\" on the screen.",
    "It said '§' on the screen.",
    "so “§” then",
    "so «§» then",
    "—§—",
    "…§…",
    "[§]",
    "{§}",
    "**§**",
    "`§`",
    "(see §)",
])

CHAT = carriers([
    "Hi team,\n\nplease remove § from the list.\n\nBest,\nKim",
    "You are a helpful assistant. Rewrite this politely: they gave me § and walked off.",
    "User: what does § mean here?\nAssistant:",
    "Translate to French: \"my value was §, then it changed\"",
    "# Notes\n\n1. §\n2. other",
    "| name | value |\n|---|---|\n| Kim | § |",
    "* **§** (old)\n* none",
])

STRUCTURED = carriers([
    '{"row":17,"value":"§"}',
    '{"rows":[{"k":"a","v":"§"},{"k":"b","v":null}]}',
    "value: §",
    "value: '§'",
    'level=info msg="row saved" value=§ took=12ms',
    'level=warn msg="rejected §" attempt=2',
    "2024-05-01 12:34:56,789 INFO [worker-3] saved value=§",
    "17,Kim Roe,§,active",
    '"17","Kim Roe","§","active"',
    "Kim Roe;§;active",
    "Kim Roe\t§\tactive",
    "INSERT INTO people VALUES (17, 'Kim', '§');",
    "X-Value: §\r\nAccept: */*",
    'VALUE="§"',
    "value=§",
    "[default]\nvalue = §\nretries = 3\n",
], forbid=",;\"'\\")

CODE = carriers([
    'let value = "§"',
    "const v = '§';",
    'print(f"got §")',
    "/* § */",
    "// §",
    "echo § | tee out.log",
    'assert parse("§") is not None',
    'String v = "§"; // from the old table',
], forbid="\"'\\`")

MARKUP = carriers([
    "<td>§</td>",
    "<value>§</value>",
    '<input type="hidden" value="§">',
    "<p>Saved as <b>§</b>.</p>",
    "&quot;§&quot;",
    "&lt;§&gt;",
], forbid="<>&\"")

URLS = carriers([
    "https://example.com/lookup?q=§&page=2",
    "https://example.com/items/§/edit",
    "GET /v1/items?value=§ HTTP/1.1",
], forbid=" \"'<>()[]{}#?&%+\\^`|/@")

# The item stands directly behind a literal backslash sequence, as in a string that was encoded twice.
ESCAPED = carriers([
    '{"log":"line one\\n§\\nline two"}',
    '{\\"msg\\":\\"hello\\\\n§\\"}',
    '{\\"value\\":\\"§\\"}',
    "msg=first\\t§\\tlast",
    'body: "Dear\\r\\n§\\r\\nRegards"',
    "'\\n§\\n'",
], forbid="\"'\\")

# Scripts written without spaces: the letters around are letters, but not part of the item.
CJK = carriers([
    "值是§。",
    "值是§吗？",
    "（§）",
    "値は「§」です",
    "値は§、次へ",
])

NEUTRAL = PLAIN + ENDINGS + CHAT + STRUCTURED + CODE + MARKUP + URLS + ESCAPED + CJK
KINDS = (PLAIN, ENDINGS, CHAT, STRUCTURED, CODE, MARKUP, URLS, ESCAPED, CJK)


def pick(dice: Dice, item: str, own: Sequence[Carrier] = (), own_share: float = 0.5, kinds: Sequence[List[Carrier]] = KINDS) -> str:
    """A template that can carry the item: one of the item's own with `own_share`, else a neutral one of any kind."""
    for _ in range(200):
        pool = own if own and dice.chance(own_share) else dice.choice(list(kinds))
        carrier = dice.choice(list(pool))
        if carrier.fits(item):
            return carrier.template
    return dice.choice([carrier for carrier in PLAIN if carrier.fits(item)]).template
